import { imageSource } from "../project/queries/image-reference.ts";
import { AppError, toWireError } from "#contract/errors.ts";
import { parsePictureAddress, type PictureAsked } from "#contract/pictures.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { pictureVersion } from "../review/tile-rows.ts";
import type { Session } from "../session.ts";
import type { ImageVoxelsTask, MaskVoxelsTask } from "./encode-voxels.ts";
import { candidateSource, caseSource, type PictureSource } from "./picture-sources.ts";
import { SharedWork } from "./shared-work.ts";
import type { Tiles } from "./tiles.ts";

/** What a shell hands on to the one who asked for a picture. */
export interface PictureAnswer {
  readonly status: 200 | 400 | 404 | 500;
  readonly contentType: string;
  /** The picture, or (status other than 200) a JSON document `{code, message, remedy}` that says why there is none. */
  readonly body: Uint8Array;
}

/** What gives the pictures that are not drawn from files alone. */
export interface PictureMakers {
  /** Error maps: they come from networks. */
  readonly explainer: { errorFile(candidateId: number): Promise<Uint8Array> };
  /** What recipes make of an image. */
  readonly previews: { picture(id: number): Uint8Array | null };
  /** Masks before and after a remedy. */
  readonly mends: { picture(id: number): Uint8Array | null };
  /** Volumes of files that hold several. */
  readonly volumes: { picture(id: number): Uint8Array | null };
  readonly tiles: Tiles;
}

/** Answers picture addresses for the project that is open. */
export function pictures(
  session: Session,
  { explainer, previews, mends, volumes, tiles }: PictureMakers,
): (address: string, signal: AbortSignal) => Promise<PictureAnswer> {
  const voxelWork = new SharedWork<Uint8Array>();
  const { limits } = session;

  const tile = async (source: PictureSource, signal: AbortSignal): Promise<PictureAnswer> =>
    found("image/png", await tiles.tile(source, signal));

  const voxels = async (kind: "image" | "mask", source: PictureSource, signal: AbortSignal): Promise<PictureAnswer> => {
    const { image, window, mask, geometry } = source;
    const [name, task]: [string, ImageVoxelsTask | MaskVoxelsTask] =
      kind === "image"
        ? ["pictures.imageVoxels", { image: imageSource(image), window, limits }]
        : ["pictures.maskVoxels", { mask: mask!, geometry, limits }];
    const key = `${kind} ${image.sha256} ${mask?.path ?? image.path} ${mask?.sha256 ?? ""} ${mask?.labelValue ?? ""}`;
    const options = { deadlineMs: limits.deadlineMs, isUrgent: true };
    return found(
      "application/octet-stream",
      await voxelWork.run(key, signal, (all) =>
        session.pool.run<Uint8Array>(name, task, mask?.path ?? image.path, { ...options, signal: all }),
      ),
    );
  };

  return async (address, signal) => {
    const asked = parsePictureAddress(address);
    if (!asked) return refused(400, NO_ADDRESS);
    try {
      const { project } = session;
      if (asked.kind === "errors") return found("application/octet-stream", await explainer.errorFile(asked.id));
      if (asked.kind === "proposal" || asked.kind === "mend" || asked.kind === "volume") {
        const png = { proposal: previews, mend: mends, volume: volumes }[asked.kind].picture(asked.id);
        return png ? found("image/png", png) : refused(404, NO_PICTURE);
      }
      const isCase = asked.kind === "case-tile" || asked.kind === "image";
      const source = isCase ? caseSource(project, asked.id) : candidateSource(project, asked.id);
      if (!source) return refused(404, NO_PICTURE);
      // The answer may be kept for ever: under the address of what was before it would be shown again with that.
      if (!isCurrent(asked, source)) return refused(404, EXCHANGED);
      return asked.kind === "tile" || asked.kind === "case-tile"
        ? await tile(source, signal)
        : await voxels(asked.kind, source, signal);
    } catch (error) {
      if (error instanceof UnreadableFile) return refused(404, problemOf(error));
      if (error instanceof AppError && error.code === "cancelled") throw error;
      const { code, message, remedy } = toWireError(error);
      return refused(error instanceof AppError ? 404 : 500, { code, message, remedy });
    }
  };
}

/** The address of a case may hold the version of one of its masks behind that of its image: the list that it is from does. */
function isCurrent({ version }: PictureAsked, { image, mask }: PictureSource): boolean {
  return mask === null
    ? version.startsWith(pictureVersion(image.sha256, ""))
    : version === pictureVersion(image.sha256, mask.sha256);
}

const NO_ADDRESS: FileProblem = {
  code: "bad-request",
  message: "This is no address of a picture.",
  remedy: "Addresses hold whole numbers only (contract/pictures.ts).",
};

const NO_PICTURE: FileProblem = {
  code: "no-such-picture",
  message: "The project has no such mask or case.",
  remedy: "Refresh the list: it may have been left out in the meantime.",
};

const EXCHANGED: FileProblem = {
  code: "picture-exchanged",
  message: "The image or the mask is another one by now (another volume, or another file).",
  remedy: "Refresh the list: it then shows what there is now.",
};

/** The problem's own words; what concerns the project as a whole has its code there. */
function problemOf({ problem }: UnreadableFile): FileProblem {
  return problem.code === "file-changed" ? { ...problem, code: "images-changed" } : problem;
}

function found(contentType: string, body: Uint8Array): PictureAnswer {
  return { status: 200, contentType, body };
}

function refused(status: 400 | 404 | 500, problem: FileProblem): PictureAnswer {
  return { status, contentType: "application/json", body: new TextEncoder().encode(JSON.stringify(problem)) };
}

import { toGrey } from "#domain/image/to-grey.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { type AnyImage, readImage } from "../io/image/read-image.ts";
import type { ReadLimits } from "../io/limits.ts";
import { type BagShape, makeViews, VIEW_BYTES } from "./views.ts";

/** All candidates of one case, to be turned into views with the image read once. Runs in a reader thread. */
export interface ViewsTask {
  readonly imagePath: string;
  readonly imageSha256: string;
  readonly window: readonly [number, number];
  readonly spacing: readonly number[];
  readonly masks: readonly { readonly path: string; readonly sha256: string; readonly labelValue: number | null }[];
  readonly bag: BagShape;
  readonly limits: ReadLimits;
}

export interface ViewsAnswer {
  /** Views of the masks that could be read, one after the other. */
  readonly views: Uint8Array;
  /** Per mask: its place among `views`, or what is wrong with it. */
  readonly masks: readonly ({ readonly place: number } | { readonly problem: UnreadableFile["problem"] })[];
}

/**
 * Reads a case's image and masks and makes their views. A file that is not the one that was added (another hash) is not
 * judged: a score must never be given to something else than what it is said to be of.
 */
export async function readViews(task: ViewsTask): Promise<ViewsAnswer> {
  const image = await readImage(task.imagePath, task.limits);
  requireSame(image, task.imageSha256);
  const grey = toGrey(image.data, image.channels);
  const { size } = image.geometry;
  const parts: Uint8Array[] = [];
  const masks: ViewsAnswer["masks"][number][] = [];
  const read = new Map<string, AnyImage>();
  for (const { path, sha256, labelValue } of task.masks) {
    try {
      const file = read.get(path) ?? (await readImage(path, task.limits));
      read.set(path, file);
      requireSame(file, sha256);
      const mask = selectLabel(file, labelValue);
      parts.push(makeViews({ image: grey, window: task.window, mask, size, spacing: task.spacing }, task.bag));
      masks.push({ place: parts.length - 1 });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      masks.push({ problem: error.problem });
    }
  }
  const perBag = (task.bag.nCrops + task.bag.nWholes) * VIEW_BYTES;
  const views = new Uint8Array(parts.length * perBag);
  for (const [index, part] of parts.entries()) views.set(part, index * perBag);
  return { views, masks };
}

function requireSame(image: AnyImage, sha256: string): void {
  if (image.sha256 === sha256) return;
  throw new UnreadableFile(
    "file-changed",
    "The file has changed since it was added.",
    "Add its folder again: what is new is read, and labels on the earlier file no longer count.",
  );
}

/** 1 where the file has the label, 0 elsewhere. Grey pictures with several equal channels use the first. */
function selectLabel({ data, channels }: AnyImage, labelValue: number | null): Uint8Array {
  const mask = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < mask.length; i += 1, at += channels) {
    const value = data[at]!;
    mask[i] = labelValue === null ? (value === 0 ? 0 : 1) : Math.round(value) === labelValue ? 1 : 0;
  }
  return mask;
}

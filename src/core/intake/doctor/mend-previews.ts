import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { mendAddress } from "#contract/pictures.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadLimits } from "../../io/limits.ts";
import type { ReaderPool } from "../../io/workers/pool.ts";
import { KeptPictures } from "../../project/cache/kept-pictures.ts";
import { fileOnDisk } from "../../project/folders.ts";
import type { ReadableProject } from "../../project/project.ts";
import { caseImage } from "../../project/queries/case-images.ts";
import { imageSource } from "../../project/queries/image-reference.ts";
import { areInstances } from "../read-files.ts";
import type { MendPreview, MendPreviewTask } from "./preview-mend.ts";

const MOST_KEPT = 24;

/** Single masks before and after a remedy, to be looked at before it is used on all. */
export class MendPreviews {
  readonly #pictures = new KeptPictures(MOST_KEPT);

  /** @throws AppError bad-request, file-unreadable */
  async make(
    { project, pool, limits }: { project: ReadableProject; pool: ReaderPool; limits: ReadLimits },
    { fileId, remedy, shown }: ParsedInput<"doctor.preview">,
    signal: AbortSignal,
  ): Promise<Output<"doctor.preview">> {
    const file = project.get<{ folder: string; path: string; source: string | null; caseId: number }>(
      `SELECT folder.path AS folder, file.path, mask_content.source, cases.id AS caseId
       FROM mask_content JOIN file ON file.id = mask_content.file_id JOIN folder ON folder.id = file.folder_id
       JOIN cases ON cases.file_id = mask_content.image_file_id WHERE file.id = ?`,
      fileId,
    );
    if (!file) throw new AppError("bad-request", `There is no mask file ${fileId}.`, "Ask for the list again.");
    const image = caseImage(project, file.caseId);
    const task: MendPreviewTask = {
      image: imageSource(image),
      window: image.window,
      path: fileOnDisk(project, file),
      areInstances: areInstances({ source: file.source ?? "", path: file.path }),
      remedy,
      shown: shown ?? null,
      limits,
    };
    try {
      const options = { deadlineMs: 2 * limits.deadlineMs, isUrgent: true, signal };
      const { before, after, ...rest } = await pool.run<MendPreview>("intake.previewMend", task, file.path, options);
      return { before: this.#keep(before), after: this.#keep(after), ...rest, nVoxels: [...rest.nVoxels] };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      throw new AppError("file-unreadable", error.problem.message, error.problem.remedy, { cause: error });
    }
  }

  /** Null where it is not kept any more. */
  picture(id: number): Uint8Array | null {
    return this.#pictures.get(id);
  }

  #keep(png: Uint8Array): string {
    return mendAddress(this.#pictures.keep(png), sha256Of(png).slice(0, 16));
  }
}

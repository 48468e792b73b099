import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { volumeAddress } from "#contract/pictures.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadLimits } from "../../io/limits.ts";
import type { ReaderPool } from "../../io/workers/pool.ts";
import { KeptPictures } from "../../project/cache/kept-pictures.ts";
import { fileOnDisk } from "../../project/folders.ts";
import type { ReadableProject } from "../../project/project.ts";
import type { VolumePreviewTask } from "./preview-volume.ts";

const MOST_KEPT = 24;

/** Single volumes of files that hold several, to be looked at before one is chosen. */
export class VolumePreviews {
  readonly #pictures = new KeptPictures(MOST_KEPT);

  /** @throws AppError bad-request, file-unreadable */
  async make(
    { project, pool, limits }: { project: ReadableProject; pool: ReaderPool; limits: ReadLimits },
    { fileId, volume }: ParsedInput<"volumes.preview">,
    signal: AbortSignal,
  ): Promise<Output<"volumes.preview">> {
    const file = project.get<{ folder: string; path: string }>(
      `SELECT folder.path AS folder, file.path FROM volume_series JOIN file ON file.id = volume_series.file_id
       JOIN folder ON folder.id = file.folder_id WHERE file.id = ?`,
      fileId,
    );
    if (!file) throw new AppError("bad-request", `File ${fileId} does not hold volumes.`, "Ask for the list again.");
    const task: VolumePreviewTask = { path: fileOnDisk(project, file), volume, limits };
    try {
      const options = { deadlineMs: limits.deadlineMs, isUrgent: true, signal };
      const png = await pool.run<Uint8Array>("intake.previewVolume", task, file.path, options);
      return { picture: volumeAddress(this.#pictures.keep(png), sha256Of(png).slice(0, 16)) };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      throw new AppError("file-unreadable", error.problem.message, error.problem.remedy, { cause: error });
    }
  }

  /** Null where it is not kept any more. */
  picture(id: number): Uint8Array | null {
    return this.#pictures.get(id);
  }
}

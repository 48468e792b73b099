import { toGrey } from "#domain/image/to-grey.ts";
import type { UnreadableFile } from "../../io/file-problem.ts";
import { readCaseImage } from "../../io/image/read-image.ts";
import { readMasks } from "../../io/image/read-mask.ts";
import type { CaseTask } from "../read-case.ts";

/** The voxels of a case as signals and networks need them. */
export interface CaseVoxels {
  /** Grey values, the ends of the case's window at 0 and 1. */
  readonly grey: Float32Array;
  readonly size: readonly number[];
  /** Per mask its voxels, or what is wrong with it. */
  readonly masks: readonly (Uint8Array | UnreadableFile)[];
}

/**
 * Reads the image and the masks of a case. Runs in a reader thread.
 * @throws UnreadableFile where the image cannot be read, or is not the one that was added
 */
export async function readCaseVoxels(task: CaseTask): Promise<CaseVoxels> {
  const image = await readCaseImage(task.image, task.limits);
  const [low, high] = task.window;
  const scale = high > low ? 1 / (high - low) : 0;
  const values = toGrey(image.data, image.channels);
  const grey = new Float32Array(values.length);
  for (let i = 0; i < grey.length; i += 1) grey[i] = (values[i]! - low) * scale;
  return { grey, size: image.geometry.size, masks: await readMasks(task.masks, task.limits) };
}

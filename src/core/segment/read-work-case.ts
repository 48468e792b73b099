import type { ImageSource } from "#domain/image/image-source.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { NOT_KNOWN, type SegmentationCase } from "../engine/segmentation/patches.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";

/** One image for a segmenter, with the masks that are taken for true. Runs in a reader thread. */
export interface WorkCaseTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  /** Masks and the classes that they stand for, from 1; later ones win where they overlap. */
  readonly masks: readonly (MaskSource & { readonly classIndex: number })[];
  /** Every class of the image is decided: what no mask shows is background. Otherwise it says nothing. */
  readonly isWhole: boolean;
  readonly grid: WorkGrid;
  readonly limits: ReadLimits;
}

/** The grid that a segmenter works on. */
export interface WorkGrid {
  /** Voxels along the longer edge of a slice, at most. */
  readonly longest: number;
  /** Slices, at most; all where they go through the network one by one. */
  readonly mostSlices: number;
}

/** Size of a case on the grid. */
export function workSize(size: readonly number[], { longest, mostSlices }: WorkGrid): [number, number, number] {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const scale = Math.min(1, longest / Math.max(nx, ny));
  return [Math.max(1, Math.round(nx * scale)), Math.max(1, Math.round(ny * scale)), Math.min(nz, mostSlices)];
}

/** @throws UnreadableFile */
export async function readWorkCase(task: WorkCaseTask): Promise<SegmentationCase> {
  const image = await readCaseImage(task.image, task.limits);
  const { size } = image.geometry;
  const work = workSize(size, task.grid);
  const [low, high] = task.window;
  const scale = high > low ? 255 / (high - low) : 0;
  const grey = resampleSlices(toGrey(image.data, image.channels), size, work);
  const labels = new Uint8Array(grey.length).fill(task.isWhole ? 0 : NOT_KNOWN);
  for (const mask of task.masks) {
    const inside = resampleSlices(await readMask(mask, task.limits), size, work);
    for (let i = 0; i < labels.length; i += 1) if (inside[i]! >= 0.5) labels[i] = mask.classIndex;
  }
  return {
    size: work,
    image: Uint8Array.from(grey, (value) => Math.max(0, Math.min(255, Math.round((value - low) * scale)))),
    labels,
  };
}

/** Each slice scaled by area means or interpolation; of many slices the nearest ones. */
export function resampleSlices(
  data: ArrayLike<number>,
  size: readonly number[],
  [width, height, depth]: readonly [number, number, number],
): Float32Array {
  const nz = size[2] ?? 1;
  const result = new Float32Array(width * height * depth);
  for (let z = 0; z < depth; z += 1) {
    const slice = Math.min(nz - 1, Math.floor(((z + 0.5) * nz) / depth));
    const plane = sliceOf(data, size, 2, slice);
    const whole = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
    result.set(resamplePlane(plane, whole, width, height), z * width * height);
  }
  return result;
}

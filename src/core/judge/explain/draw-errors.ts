import { planeOf, resamplePlane } from "#domain/image/resample.ts";
import { IN_PLANE, sliceOf } from "#domain/image/slices.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMask } from "../../io/image/read-mask.ts";
import type { ReadLimits } from "../../io/limits.ts";
import { niftiBytes } from "../../io/nifti/write-nifti.ts";
import { type ObjectPlanes, smoothAcross } from "./smooth-across.ts";

/** Values of an error map. */
export const MISSED = 1;
export const SURPLUS = 2;

export interface DrawErrorsTask extends ObjectPlanes {
  readonly mask: MaskSource;
  readonly limits: ReadLimits;
}

export interface DrawnErrors {
  /** NIfTI-1 file of bytes. */
  readonly file: Uint8Array;
  readonly nMissed: number;
  readonly nSurplus: number;
  /** Voxels of the mask. */
  readonly nMask: number;
  readonly worstSlices: readonly (number | null)[];
}

/** Draws where a mask differs from where the object is thought to be, on the grid of its image. Runs in a reader thread. */
export async function drawErrors(task: DrawErrorsTask): Promise<DrawnErrors> {
  const mask = await readMask(task.mask, task.limits);
  const { errors, chances } = smoothErrorsOn(mask, task);
  const { size } = task.geometry;
  const sums = [size[0]!, size[1]!, size[2] ?? 1].map((length) => new Float64Array(length));
  let [nMissed, nSurplus, nMask] = [0, 0, 0];
  for (let at = 0; at < errors.length; at += 1) {
    if (mask[at] !== 0) nMask += 1;
    const chance = chances[at]!;
    if (chance === 0) continue;
    if (errors[at] === MISSED) nMissed += 1;
    else if (errors[at] === SURPLUS) nSurplus += 1;
    const x = at % size[0]!;
    const rest = (at - x) / size[0]!;
    for (const [axis, index] of [x, rest % size[1]!, Math.floor(rest / size[1]!)].entries())
      sums[axis]![index]! += chance;
  }
  const worstSlices = sums.map((axis) => (nMissed + nSurplus === 0 ? null : worstSlice(axis)));
  return { file: niftiBytes(task.geometry, errors), nMissed, nSurplus, nMask, worstSlices };
}

/** The slice where most wrong voxels are to be expected: unsure ones count by how unsure they are. */
function worstSlice(expected: Float64Array): number {
  return expected.indexOf(expected.reduce((high, value) => Math.max(high, value), 0));
}

export interface ErrorPercents {
  /**
   * Per voxel −100 … 100: inside the mask the chance that it is surplus, outside (below 0) that it is missed. Voxels that
   * an error map draws as wrong have 50 or more on either side, all others less.
   */
  readonly percents: Int8Array;
  readonly nMissed: number;
  readonly nSurplus: number;
}

/** How likely each voxel of a mask, and around it, is wrong. Runs in a reader thread. */
export async function errorPercents(task: DrawErrorsTask): Promise<ErrorPercents> {
  const mask = await readMask(task.mask, task.limits);
  return percentsOf(mask, smoothErrorsOn(mask, task));
}

/** By the object as it goes on from slice to slice. */
function smoothErrorsOn(mask: Uint8Array, task: DrawErrorsTask): ReturnType<typeof errorsOn> {
  return errorsOn(mask, { ...task, object: smoothAcross(task) });
}

/** Rounded to whole percent, but never across the half that parts a probable error from an improbable one. */
export function percentsOf(
  mask: Uint8Array,
  { errors, chances }: { readonly errors: Uint8Array; readonly chances: Uint8Array },
): ErrorPercents {
  const percents = new Int8Array(mask.length);
  let [nMissed, nSurplus] = [0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    if (chances[at] === 0) continue;
    const rounded = Math.round((100 * chances[at]!) / 255);
    const percent = errors[at] === 0 ? Math.min(49, rounded) : Math.max(50, rounded);
    percents[at] = mask[at] === 0 ? -percent : percent;
    if (errors[at] === MISSED) nMissed += 1;
    else if (errors[at] === SURPLUS) nSurplus += 1;
  }
  return { percents, nMissed, nSurplus };
}

/**
 * Within the frame by the networks' word; what of the mask lies beyond it, or on slices where they see nothing, is surplus.
 * @returns the error map, and the chance that each voxel is wrong in 255ths
 */
export function errorsOn(
  mask: Uint8Array,
  {
    axis,
    frame,
    indices,
    side,
    object,
    geometry: { size },
  }: Pick<DrawErrorsTask, "axis" | "frame" | "indices" | "side" | "object" | "geometry">,
): { errors: Uint8Array; chances: Uint8Array } {
  const errors = mask.map((value) => (value === 0 ? 0 : SURPLUS));
  const chances = mask.map((value) => (value === 0 ? 0 : 255));
  const area = side * side;
  const step = indices.length > 1 ? indices[1]! - indices[0]! : 1;
  const [across, down] = IN_PLANE[axis];
  const [x0, x1] = [Math.max(0, Math.ceil(frame.x0 - 0.5)), Math.min(size[across] ?? 1, Math.floor(frame.x1 + 0.5))];
  const [y0, y1] = [Math.max(0, Math.ceil(frame.y0 - 0.5)), Math.min(size[down] ?? 1, Math.floor(frame.y1 + 0.5))];
  // The part of the small plane that the whole pixels of the frame cover.
  const toPlaneX = (x: number): number => ((x - frame.x0) / (frame.x1 - frame.x0)) * side;
  const toPlaneY = (y: number): number => ((y - frame.y0) / (frame.y1 - frame.y0)) * side;
  const part = { x0: toPlaneX(x0), x1: toPlaneX(x1), y0: toPlaneY(y0), y1: toPlaneY(y1) };
  if (x1 <= x0 || y1 <= y0) return { errors, chances };
  for (const [row, first] of indices.entries()) {
    const small = planeOf(object.subarray(row * area, (row + 1) * area), side, side);
    const seen = resamplePlane(small, part, x1 - x0, y1 - y0);
    // Slices that were left out are as the one before them.
    for (let index = first; index < Math.min(first + step, size[axis] ?? 1); index += 1) {
      const slice = sliceOf(mask, size, axis, index);
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0; x < x1; x += 1) {
          const at = slice.offset + x * slice.strideX + y * slice.strideY;
          const object255 = seen[(y - y0) * (x1 - x0) + (x - x0)]!;
          const isObject = object255 >= 127.5;
          const isMask = mask[at] !== 0;
          errors[at] = isObject === isMask ? 0 : isObject ? MISSED : SURPLUS;
          chances[at] = Math.round(isMask ? 255 - object255 : object255);
        }
      }
    }
  }
  return { errors, chances };
}

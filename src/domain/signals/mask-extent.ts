import { countSlices } from "../image/slices.ts";

/** Where a mask lies: its voxels slice by slice, and its box, along each of the three axes. Null: it is empty. */
export interface MaskExtent {
  readonly counts: readonly Float64Array[];
  /** [from, to) */
  readonly box: readonly (readonly [number, number])[];
}

/** The only pass over all voxels of a mask that planes, samples and features need. */
export function maskExtent(mask: ArrayLike<number>, size: readonly number[]): MaskExtent | null {
  const counts = countSlices(mask, size);
  if (!counts[0].some((value) => value > 0)) return null;
  const box = counts.map(
    (axis) => [axis.findIndex((value) => value > 0), axis.findLastIndex((value) => value > 0) + 1] as const,
  );
  return { counts, box };
}

import type { Plane } from "./resample.ts";

/** The axes of a volume; a slice along an axis has that axis fixed. */
export type Axis = 0 | 1 | 2;

/**
 * One slice of a volume (x fastest) as a plane, without a copy. Along x the plane shows y across and z down, along y it
 * shows x and z, along z it shows x and y. A 2-D image has one slice, along axis 2.
 */
export function sliceOf(data: ArrayLike<number>, size: readonly number[], axis: Axis, index: number): Plane {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const strides = [1, nx, nx * ny] as const;
  const [across, down] = IN_PLANE[axis];
  const lengths = [nx, ny, nz];
  return {
    data,
    width: lengths[across]!,
    height: lengths[down]!,
    offset: index * strides[axis],
    strideX: strides[across],
    strideY: strides[down],
  };
}

/** The axes that lie in a slice: across, down. */
export const IN_PLANE = [
  [1, 2],
  [0, 2],
  [0, 1],
] as const;

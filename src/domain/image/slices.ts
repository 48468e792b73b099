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

/** Voxels that are not 0 in every slice along each of the three axes. */
export function countSlices(
  mask: ArrayLike<number>,
  size: readonly number[],
): [Float64Array, Float64Array, Float64Array] {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const counts: [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(nx),
    new Float64Array(ny),
    new Float64Array(nz),
  ];
  let at = 0;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      let n = 0;
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (mask[at] === 0) continue;
        counts[0][x]! += 1;
        n += 1;
      }
      counts[1][y]! += n;
      counts[2][z]! += n;
    }
  }
  return counts;
}

/** The slice at which a share of the voxels counted is passed; the middle one where there are none. */
export function indexAtShare(counts: Float64Array, share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const [index, count] of counts.entries()) {
    sum += count;
    if (sum >= share * total && count > 0) return index;
  }
  return Math.floor(counts.length / 2);
}

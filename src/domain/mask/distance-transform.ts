import { LowerEnvelope } from "./lower-envelope.ts";

/**
 * Exact Euclidean distance transform by lower envelopes of parabolas, one axis after the other (Felzenszwalb and
 * Huttenlocher 2012), with voxel spacing.
 */

/**
 * Distance from every voxel to the nearest voxel where `isTarget` is not 0, in the units of the spacing.
 * @param size voxels along x, y (and z); x fastest
 * @returns Infinity everywhere where there is no target
 */
export function distanceTo(
  isTarget: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
): Float64Array {
  const distance = new Float64Array(isTarget.length);
  squaredDistanceTo(isTarget, size, spacing, distance);
  for (let i = 0; i < distance.length; i += 1) distance[i] = Math.sqrt(distance[i]!);
  return distance;
}

/**
 * Signed distance to the edge of a mask: positive inside, negative outside, the edge lying half a voxel between the
 * two (for spacing 1). A mask that is empty gives −Infinity everywhere, a full one Infinity.
 */
export function signedDistance(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
): Float64Array {
  const outside = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) outside[i] = mask[i]! === 0 ? 1 : 0;
  const toOutside = distanceTo(outside, size, spacing);
  const toInside = distanceTo(mask, size, spacing);
  const half = Math.min(...spacing.slice(0, size.length)) / 2;
  for (let i = 0; i < mask.length; i += 1) toOutside[i] = outside[i] === 0 ? toOutside[i]! - half : half - toInside[i]!;
  return toOutside;
}

/**
 * The squares of {@link distanceTo}.
 * @param squared as long as `isTarget`; what is in it does not matter
 * @param most squares above this do not matter to the caller: any number above it may stand for them, which is faster
 */
export function squaredDistanceTo(
  isTarget: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  squared: Float64Array,
  most = Infinity,
): void {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const area = nx * ny;
  // What lies nearer than `most` is not to depend on how a parabola that is left out was rounded.
  const limit = most * (1 + 1e-6);
  squared.fill(Infinity);
  let nTargets = 0;
  for (let start = 0; start < isTarget.length; start += nx)
    nTargets += transformRow(isTarget, squared, start, nx, spacing[0]!, limit);
  if (nTargets === 0) return;
  const usual = 2 * nTargets > isTarget.length ? 0 : Infinity;
  const envelope = new LowerEnvelope(Math.max(ny, nz), area, limit, usual);
  if (ny > 1)
    for (let z = 0; z < nz; z += 1)
      envelope.lower(squared, { first: z * area, n: nx, length: ny, stride: nx }, spacing[1]!);
  if (nz > 1) envelope.lower(squared, { first: 0, n: area, length: nz, stride: area }, spacing[2]!);
}

/**
 * Along x the nearest target is that on the left or that on the right.
 * @param squared Infinity everywhere along the row
 * @returns how many targets there are
 */
function transformRow(
  isTarget: ArrayLike<number>,
  squared: Float64Array,
  start: number,
  length: number,
  spacing: number,
  limit: number,
): number {
  const step = spacing * spacing;
  const end = start + length;
  let n = 0;
  for (let at = start; at < end;) {
    const gap = at;
    while (at < end && isTarget[at] === 0) at += 1;
    // What is nearer to the target before the gap, and to the one after it.
    const middle = gap === start ? gap : at === end ? end : Math.floor((gap + at + 1) / 2);
    for (let i = gap, distance = 1; i < middle; i += 1, distance += 1) {
      const value = step * (distance * distance);
      if (value > limit) break;
      squared[i] = value;
    }
    if (at === end) break;
    for (let i = at - 1, distance = 1; i >= middle; i -= 1, distance += 1) {
      const value = step * (distance * distance);
      if (value > limit) break;
      squared[i] = value;
    }
    for (; at < end && isTarget[at] !== 0; at += 1, n += 1) squared[at] = 0;
  }
  return n;
}

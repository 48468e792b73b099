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
  const envelope = new LowerEnvelope(Math.max(ny, nz), limit);
  // Where along an axis there is anything at all: the rest of a line needs no looking at.
  const planes = new Int32Array(nz);
  const rows = new Int32Array(ny);
  let nPlanes = 0;
  for (let z = 0; z < nz; z += 1) {
    let nRows = 0;
    for (let y = 0; y < ny; y += 1) {
      if (!transformRow(isTarget, squared, z * area + y * nx, nx, spacing[0]!, limit)) continue;
      rows[nRows] = y;
      nRows += 1;
    }
    if (nRows === 0) continue;
    planes[nPlanes] = z;
    nPlanes += 1;
    if (ny === 1) continue;
    const lines = { first: z * area, n: nx, length: ny, stride: nx };
    envelope.lower(squared, lines, spacing[1]!, rows.subarray(0, nRows));
  }
  if (nz === 1 || nPlanes === 0) return;
  const lines = { first: 0, n: area, length: nz, stride: area };
  envelope.lower(squared, lines, spacing[2]!, planes.subarray(0, nPlanes));
}

/** Along x the nearest target is that on the left or that on the right. @returns whether there is one */
function transformRow(
  isTarget: ArrayLike<number>,
  squared: Float64Array,
  start: number,
  length: number,
  spacing: number,
  limit: number,
): boolean {
  const step = spacing * spacing;
  const end = start + length;
  let first = start;
  while (first < end && isTarget[first] === 0) first += 1;
  if (first === end) {
    squared.fill(Infinity, start, end);
    return false;
  }
  for (let at = start, left = -Infinity; at < end; at += 1) {
    if (isTarget[at] !== 0) left = at;
    const value = step * ((at - left) * (at - left));
    squared[at] = value > limit ? Infinity : value;
  }
  for (let at = end - 1, right = Infinity; at >= start; at -= 1) {
    if (isTarget[at] !== 0) right = at;
    const value = step * ((right - at) * (right - at));
    if (value < squared[at]! && value <= limit) squared[at] = value;
  }
  return true;
}

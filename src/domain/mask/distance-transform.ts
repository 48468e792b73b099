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
  for (let i = 0; i < distance.length; i += 1) distance[i] = isTarget[i]! === 0 ? Infinity : 0;
  let stride = 1;
  for (let axis = 0; axis < size.length; axis += 1) {
    const length = size[axis]!;
    if (length > 1) transformAxis(distance, length, stride, spacing[axis]!);
    stride *= length;
  }
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

function transformAxis(squared: Float64Array, length: number, stride: number, spacing: number): void {
  const values = new Float64Array(length);
  const vertices = new Int32Array(length);
  const bounds = new Float64Array(length + 1);
  const step = spacing * spacing;
  const block = stride * length;
  for (let start = 0; start < squared.length; start += block) {
    for (let line = start; line < start + stride; line += 1) {
      // Nothing is nearer than a target on the line itself: between two of them, what lies beyond does not matter.
      for (let from = 0; from < length;) {
        let n = 0;
        for (let i = from; i < length; i += 1) {
          const value = squared[line + i * stride]!;
          values[n] = value;
          n += 1;
          if (value === 0 && n > 1) break;
        }
        if (n > 2 || (n === 2 && values[0] !== values[1]))
          lowerSegment(squared, line + from * stride, stride, step, values, n, vertices, bounds);
        from += Math.max(1, n - 1);
      }
    }
  }
}

/** The minimum over the parabolas of the first `n` values, put where they came from. */
function lowerSegment(
  squared: Float64Array,
  start: number,
  stride: number,
  step: number,
  values: Float64Array,
  n: number,
  vertices: Int32Array,
  bounds: Float64Array,
): void {
  const last = lowerEnvelope(values, n, vertices, bounds, step);
  if (last < 0) return;
  for (let i = 0, k = 0; i < n; i += 1) {
    while (k < last && bounds[k + 1]! < i) k += 1;
    const vertex = vertices[k]!;
    squared[start + i * stride] = step * (i - vertex) ** 2 + values[vertex]!;
  }
}

/** Parabolas that make up the minimum: their vertices, and where each begins. @returns the last index, −1 for none */
function lowerEnvelope(
  values: Float64Array,
  n: number,
  vertices: Int32Array,
  bounds: Float64Array,
  step: number,
): number {
  let last = -1;
  for (let i = 0; i < n; i += 1) {
    if (values[i] === Infinity) continue;
    let from = -Infinity;
    while (last >= 0) {
      const vertex = vertices[last]!;
      from = (values[i]! + step * i * i - values[vertex]! - step * vertex * vertex) / (2 * step * (i - vertex));
      if (from > bounds[last]!) break;
      last -= 1;
    }
    last += 1;
    vertices[last] = i;
    bounds[last] = last === 0 ? -Infinity : from;
  }
  return last;
}

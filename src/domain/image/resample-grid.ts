import { type Taps, weightsAlong } from "./resample.ts";

/**
 * Scales a picture or a volume to another number of voxels along each axis, by area means where it shrinks and linear
 * interpolation where it grows, as `resamplePlane` does, one axis after the other.
 * @param size voxels along x, y (and z); x fastest
 * @returns new values, also where the size stays as it is
 */
export function resampleGrid(
  data: ArrayLike<number>,
  size: readonly number[],
  newSize: readonly number[],
): Float32Array {
  let current: Float32Array = Float32Array.from(data);
  let stride = 1;
  for (let axis = 0; axis < size.length; axis += 1) {
    const from = size[axis]!;
    const to = newSize[axis]!;
    if (from !== to) current = resampleAxis(current, from, stride, weightsAlong(0, from, to, from));
    stride *= to;
  }
  return current;
}

function resampleAxis(data: Float32Array, length: number, stride: number, taps: readonly Taps[]): Float32Array {
  const nBlocks = data.length / (length * stride);
  const result = new Float32Array(nBlocks * taps.length * stride);
  const sums = new Float64Array(stride);
  for (let block = 0, to = 0; block < nBlocks; block += 1) {
    const start = block * length * stride;
    for (const { first, weights } of taps) {
      if (stride === 1) {
        let sum = 0;
        for (let i = 0; i < weights.length; i += 1) sum += weights[i]! * data[start + first + i]!;
        result[to] = sum;
        to += 1;
        continue;
      }
      sums.fill(0);
      for (let i = 0; i < weights.length; i += 1) {
        const weight = weights[i]!;
        const from = start + (first + i) * stride;
        if (weight === 0) continue;
        for (let k = 0; k < stride; k += 1) sums[k]! += weight * data[from + k]!;
      }
      result.set(sums, to);
      to += stride;
    }
  }
  return result;
}

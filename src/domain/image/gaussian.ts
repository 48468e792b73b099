/**
 * Gaussian smoothing, separable, the kernel cut at four standard deviations, the nearest voxel going on beyond the edge
 * (scipy.ndimage's `gaussian_filter` with mode "nearest").
 * @param sigmas standard deviation along each axis, in voxels; 0 leaves an axis alone
 */
export function gaussianSmooth(
  data: ArrayLike<number>,
  size: readonly number[],
  sigmas: readonly number[],
): Float32Array {
  let current: ArrayLike<number> = data;
  let stride = 1;
  for (let axis = 0; axis < size.length; axis += 1) {
    const length = size[axis]!;
    const sigma = sigmas[axis]!;
    if (sigma > 0 && length > 1) current = smoothAxis(current, length, stride, gaussianKernel(sigma));
    stride *= length;
  }
  return current instanceof Float32Array && current !== data ? current : Float32Array.from(current);
}

/** Weights from the centre outwards; all of them (both sides) sum to 1. */
function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)));
  const total = weights.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / total);
}

function smoothAxis(data: ArrayLike<number>, length: number, stride: number, kernel: Float64Array): Float32Array {
  const result = new Float32Array(data.length);
  const block = stride * length;
  const line = new Float64Array(stride === 1 ? length + 2 * (kernel.length - 1) : stride);
  for (let start = 0; start < data.length; start += block) {
    if (stride === 1) smoothLine(data, start, length, kernel, line, result);
    else smoothLines(data, start, length, stride, kernel, line, result);
  }
  return result;
}

/** A line whose voxels lie side by side. @param padded room for the line, and for what goes on beyond its ends */
function smoothLine(
  data: ArrayLike<number>,
  start: number,
  length: number,
  kernel: Float64Array,
  padded: Float64Array,
  result: Float32Array,
): void {
  const radius = kernel.length - 1;
  padded.fill(data[start]!, 0, radius);
  for (let i = 0; i < length; i += 1) padded[radius + i] = data[start + i]!;
  padded.fill(data[start + length - 1]!, radius + length);
  for (let i = 0; i < length; i += 1) {
    const middle = radius + i;
    let sum = kernel[0]! * padded[middle]!;
    for (let k = 1; k <= radius; k += 1) sum += kernel[k]! * (padded[middle - k]! + padded[middle + k]!);
    result[start + i] = sum;
  }
}

/** As many lines as the stride is long, all of them at once: what is side by side in memory is gone through so. */
function smoothLines(
  data: ArrayLike<number>,
  start: number,
  length: number,
  stride: number,
  kernel: Float64Array,
  sums: Float64Array,
  result: Float32Array,
): void {
  for (let i = 0; i < length; i += 1) {
    const middle = start + i * stride;
    for (let x = 0; x < stride; x += 1) sums[x] = kernel[0]! * data[middle + x]!;
    const place = (at: number): number => start + Math.min(length - 1, Math.max(0, at)) * stride;
    let k = 1;
    // Two taps at a time: half as much to load and to store.
    for (; k + 1 < kernel.length; k += 2) {
      const near = kernel[k]!;
      const far = kernel[k + 1]!;
      const nearBefore = place(i - k);
      const nearAfter = place(i + k);
      const farBefore = place(i - k - 1);
      const farAfter = place(i + k + 1);
      for (let x = 0; x < stride; x += 1) {
        const sum = sums[x]! + near * (data[nearBefore + x]! + data[nearAfter + x]!);
        sums[x] = sum + far * (data[farBefore + x]! + data[farAfter + x]!);
      }
    }
    for (; k < kernel.length; k += 1) {
      const weight = kernel[k]!;
      const before = place(i - k);
      const after = place(i + k);
      for (let x = 0; x < stride; x += 1) sums[x]! += weight * (data[before + x]! + data[after + x]!);
    }
    for (let x = 0; x < stride; x += 1) result[middle + x] = sums[x]!;
  }
}

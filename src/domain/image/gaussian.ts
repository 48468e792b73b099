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
  const line = new Float64Array(length);
  const radius = kernel.length - 1;
  const block = stride * length;
  for (let start = 0; start < data.length; start += block) {
    for (let offset = start; offset < start + stride; offset += 1) {
      for (let i = 0; i < length; i += 1) line[i] = data[offset + i * stride]!;
      for (let i = 0; i < length; i += 1) {
        let sum = kernel[0]! * line[i]!;
        for (let k = 1; k <= radius; k += 1)
          sum += kernel[k]! * (line[Math.max(0, i - k)]! + line[Math.min(length - 1, i + k)]!);
        result[offset + i * stride] = sum;
      }
    }
  }
  return result;
}

/**
 * Gradient magnitude by Sobel's kernels: differences along each axis, smoothed with [1, 2, 1] / 4 along the others, the
 * root of their mean square, in grey values per unit of the spacing (scikit-image's `sobel` gives them per two voxels).
 * The nearest voxel goes on beyond the edge; axes of one voxel do not count.
 */
export function sobelMagnitude(
  data: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
): Float32Array {
  const axes = [...size.keys()].filter((axis) => size[axis]! > 1);
  const magnitude = new Float32Array(data.length);
  const scratch = [new Float32Array(data.length), new Float32Array(data.length)] as const;
  for (const along of axes) {
    let current: ArrayLike<number> = data;
    for (const axis of axes) {
      const to = current === scratch[0] ? scratch[1] : scratch[0];
      const stride = size.slice(0, axis).reduce((product, side) => product * side, 1);
      if (axis === along) difference(current, to, size[axis]!, stride, spacing[axis]!);
      else smooth(current, to, size[axis]!, stride);
      current = to;
    }
    for (let i = 0; i < magnitude.length; i += 1) magnitude[i]! += current[i]! * current[i]!;
  }
  for (let i = 0; i < magnitude.length; i += 1) magnitude[i] = Math.sqrt(magnitude[i]! / axes.length) || 0;
  return magnitude;
}

/** Central differences along an axis. */
function difference(from: ArrayLike<number>, to: Float32Array, length: number, stride: number, spacing: number): void {
  const block = stride * length;
  for (let start = 0; start < to.length; start += block) {
    for (let i = 0; i < length; i += 1) {
      const here = start + i * stride;
      const before = i > 0 ? here - stride : here;
      const after = i < length - 1 ? here + stride : here;
      for (let k = 0; k < stride; k += 1) to[here + k] = (from[after + k]! - from[before + k]!) / (2 * spacing);
    }
  }
}

/** [1, 2, 1] / 4 along an axis. */
function smooth(from: ArrayLike<number>, to: Float32Array, length: number, stride: number): void {
  const block = stride * length;
  for (let start = 0; start < to.length; start += block) {
    for (let i = 0; i < length; i += 1) {
      const here = start + i * stride;
      const before = i > 0 ? here - stride : here;
      const after = i < length - 1 ? here + stride : here;
      for (let k = 0; k < stride; k += 1)
        to[here + k] = (from[before + k]! + 2 * from[here + k]! + from[after + k]!) / 4;
    }
  }
}

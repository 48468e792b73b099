/** Mean and standard deviation of the window around every voxel. */
export interface LocalMoments {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/**
 * Mean and deviation of a rectangular window, slice by slice, the picture mirrored beyond its border without repeating
 * the border itself (scikit-image's `_mean_std`). Sums slide over columns and along lines: the cost does not depend on
 * the window.
 * @param half voxels of the window to either side of the middle, along x and y
 */
export function localMoments(
  data: Float32Array,
  size: readonly number[],
  half: readonly [number, number],
): LocalMoments {
  const [nx, ny] = [size[0]!, size[1]!];
  const mean = new Float32Array(data.length);
  const deviation = new Float32Array(data.length);
  // Squares of values far from 0 would drown their spread. A whole number, so that sums of whole numbers stay exact.
  const middle = Math.round(meanOf(data));
  const window = { nx, ny, half, middle };
  for (let start = 0; start < data.length; start += nx * ny) slideOver(data, start, window, mean, deviation);
  return { mean, deviation };
}

/** Voxels to either side of the middle of a window, at least one, for an odd width in units of the finest axis. */
export function halfWindow(width: number, spacing: readonly number[]): [number, number] {
  const half = (width - 1) / 2;
  return [Math.max(1, Math.round(half / spacing[0]!)), Math.max(1, Math.round(half / spacing[1]!))];
}

interface Window {
  readonly nx: number;
  readonly ny: number;
  readonly half: readonly [number, number];
  readonly middle: number;
}

function slideOver(
  data: Float32Array,
  start: number,
  { nx, ny, half: [rx, ry], middle }: Window,
  mean: Float32Array,
  deviation: Float32Array,
): void {
  // Sums over the window's height, for the columns of the picture and those mirrored beyond it.
  const sums = new Float64Array(nx + 2 * rx);
  const squares = new Float64Array(nx + 2 * rx);
  const add = (row: number, sign: number): void => {
    const from = start + mirrored(row, ny) * nx;
    for (let x = 0; x < nx; x += 1) {
      const value = data[from + x]! - middle;
      sums[rx + x]! += sign * value;
      squares[rx + x]! += sign * value * value;
    }
  };
  for (let row = -ry; row < ry; row += 1) add(row, 1);
  const n = (2 * rx + 1) * (2 * ry + 1);
  for (let y = 0, at = start; y < ny; y += 1) {
    add(y + ry, 1);
    for (let i = 1; i <= rx; i += 1) {
      const [left, right] = [rx + mirrored(-i, nx), rx + mirrored(nx - 1 + i, nx)];
      sums[rx - i] = sums[left]!;
      squares[rx - i] = squares[left]!;
      sums[rx + nx - 1 + i] = sums[right]!;
      squares[rx + nx - 1 + i] = squares[right]!;
    }
    let sum = 0;
    let square = 0;
    for (let i = 0; i < 2 * rx; i += 1) {
      sum += sums[i]!;
      square += squares[i]!;
    }
    for (let x = 0; x < nx; x += 1, at += 1) {
      sum += sums[x + 2 * rx]!;
      square += squares[x + 2 * rx]!;
      const average = sum / n;
      mean[at] = average + middle;
      deviation[at] = Math.sqrt(Math.max(0, square / n - average * average));
      sum -= sums[x]!;
      square -= squares[x]!;
    }
    add(y - ry, -1);
  }
}

/** Where a place beyond the border lies when the picture is mirrored at its outermost voxels, as often as needed. */
function mirrored(place: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inPeriod = ((place % period) + period) % period;
  return inPeriod < length ? inPeriod : period - inPeriod;
}

function meanOf(data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 1) sum += data[i]!;
  return data.length > 0 ? sum / data.length : 0;
}

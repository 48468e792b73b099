/** A rectangle of a 2-D grid, edges inclusive of `x0`/`y0`, exclusive of `x1`/`y1`; it may reach beyond the grid. */
export interface Rectangle {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A 2-D plane of numbers, row by row, wherever they lie: strides let it be a slice of a volume without a copy. */
export interface Plane {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly offset: number;
  readonly strideX: number;
  readonly strideY: number;
}

/** Numbers that lie row by row as a plane. */
export function planeOf(data: ArrayLike<number>, width: number, height: number): Plane {
  return { data, width, height, offset: 0, strideX: 1, strideY: width };
}

/**
 * Scales a rectangle of a plane to `width × height` by area means where it shrinks and bilinear interpolation where it
 * grows (both are the same integral of the piecewise-linear image, taken over the target pixel). Beyond the edge the
 * nearest pixel goes on.
 */
export function resamplePlane(plane: Plane, rectangle: Rectangle, width: number, height: number): Float32Array {
  const columns = keptTaps(rectangle.x0, rectangle.x1, width, plane.width);
  const rows = keptTaps(rectangle.y0, rectangle.y1, height, plane.height);
  // Across first, every line of the source once, then down.
  const lines = new Float64Array((rows.last - rows.first + 1) * width);
  const { data, strideX } = plane;
  for (let y = rows.first, to = 0; y <= rows.last; y += 1) {
    const start = plane.offset + y * plane.strideY;
    for (let x = 0, i = 0; x < width; x += 1, to += 1) {
      let sum = 0;
      let at = start + columns.firsts[x]! * strideX;
      for (const end = columns.ends[x]!; i < end; i += 1, at += strideX) sum += columns.weights[i]! * data[at]!;
      lines[to] = sum;
    }
  }
  const result = new Float32Array(width * height);
  for (let y = 0, i = 0, to = 0; y < height; y += 1) {
    const start = (rows.firsts[y]! - rows.first) * width;
    const end = rows.ends[y]!;
    for (let x = 0; x < width; x += 1, to += 1) {
      let sum = 0;
      for (let j = i, at = start + x; j < end; j += 1, at += width) sum += rows.weights[j]! * lines[at]!;
      result[to] = sum;
    }
    i = end;
  }
  return result;
}

/** Source pixels that lie side by side, from `first`, and what each of them weighs. */
export interface Taps {
  readonly first: number;
  readonly length: number;
  readonly weights: Float64Array;
}

/** The taps of all target pixels, one after the other. */
interface TapsInARow {
  readonly firsts: Int32Array;
  /** Where the weights of each end, which is where those of the next begin. */
  readonly ends: Int32Array;
  readonly weights: Float64Array;
  /** The first and the last source pixel of all of them. */
  readonly first: number;
  readonly last: number;
}

const kept = new Map<string, TapsInARow>();
const MOST_KEPT = 32;

/** Images of a folder are of the same few sizes, and for small ones the weights take longer than the pixels. */
function keptTaps(from: number, to: number, nTarget: number, nSource: number): TapsInARow {
  const key = `${from} ${to} ${nTarget} ${nSource}`;
  let taps = kept.get(key);
  if (!taps) {
    taps = inARow(weightsAlong(from, to, nTarget, nSource));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, taps);
  }
  return taps;
}

function inARow(taps: readonly Taps[]): TapsInARow {
  let end = 0;
  return {
    firsts: Int32Array.from(taps, ({ first }) => first),
    ends: Int32Array.from(taps, ({ length }) => (end += length)),
    weights: Float64Array.from(taps.flatMap(({ weights }) => [...weights])),
    first: Math.min(...taps.map(({ first }) => first)),
    last: Math.max(...taps.map(({ first, length }) => first + length - 1)),
  };
}

/** For every target pixel the source pixels that it is made of, and their weights (which sum to 1). */
export function weightsAlong(from: number, to: number, nTarget: number, nSource: number): Taps[] {
  const step = (to - from) / nTarget;
  return Array.from({ length: nTarget }, (_, target) => {
    const centre = from + (target + 0.5) * step - 0.5;
    // A triangle of this half width: area mean and interpolation in one.
    const half = Math.max(1, step);
    const low = Math.max(0, Math.min(nSource - 1, Math.ceil(centre - half)));
    const high = Math.max(0, Math.min(nSource - 1, Math.floor(centre + half)));
    const weights = new Float64Array(high - low + 1);
    let total = 0;
    for (let index = low; index <= high; index += 1) {
      const weight = Math.max(0, 1 - Math.abs(index - centre) / half);
      weights[index - low] = weight;
      total += weight;
    }
    if (total === 0) weights[centre < low ? 0 : weights.length - 1] = total = 1;
    for (let i = 0; i < weights.length; i += 1) weights[i]! /= total;
    return { first: low, length: weights.length, weights };
  });
}

import { extremes } from "../extremes.ts";

/** Finer than the steps of 16-bit pictures. */
const N_BINS = 2 ** 16;

/** The grey values that occur, ascending, each with how many voxels have it or a smaller one and the sum of those. */
export interface GreyLevels {
  readonly low: number;
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/**
 * What sums over all voxels below a threshold are read from. Values closer than 1 / 65536 of their range make one level
 * at their mean.
 */
export function greyLevels(data: ArrayLike<number>): GreyLevels {
  const [low, high] = extremes(data);
  const scale = high > low ? (N_BINS - 1) / (high - low) : 0;
  const binCounts = new Uint32Array(N_BINS);
  const binSums = new Float64Array(N_BINS);
  for (let i = 0; i < data.length; i += 1) {
    const bin = ((data[i]! - low) * scale) | 0;
    binCounts[bin]! += 1;
    binSums[bin]! += data[i]!;
  }
  const n = binCounts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const levels = { low, values: new Float64Array(n), counts: new Float64Array(n), sums: new Float64Array(n) };
  let count = 0;
  let sum = 0;
  for (let bin = 0, level = 0; bin < N_BINS; bin += 1) {
    if (binCounts[bin] === 0) continue;
    levels.values[level] = binSums[bin]! / binCounts[bin]!;
    levels.counts[level] = count += binCounts[bin]!;
    levels.sums[level] = sum += binSums[bin]!;
    level += 1;
  }
  return levels;
}

/** How many levels do not lie above a value. */
export function levelsUpTo({ values }: GreyLevels, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

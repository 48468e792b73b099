import { aboveThreshold } from "../above-threshold.ts";
import type { Method } from "../method.ts";
import { greyLevels, levelsUpTo } from "./grey-levels.ts";

/** It takes about ten; a bound, should rounding make it swing. */
const MAX_ROUNDS = 1000;

/**
 * Li's minimum cross-entropy threshold (Li and Tam 1998): from the mean on, each round's threshold is the logarithmic mean
 * of the means below and above the last, until it moves by no more than half the smallest distance of grey values. Grey
 * values count from the smallest. Constant data give their value.
 */
export function liThreshold(data: ArrayLike<number>): { threshold: number; rounds: number } {
  const levels = greyLevels(data);
  const { low, values, counts, sums } = levels;
  const last = values.length - 1;
  if (last < 1) return { threshold: values[0] ?? 0, rounds: 0 };
  let tolerance = Infinity;
  for (let level = 1; level <= last; level += 1)
    tolerance = Math.min(tolerance, (values[level]! - values[level - 1]!) / 2);
  let threshold = sums[last]! / counts[last]!;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const below = levelsUpTo(levels, threshold) - 1;
    const meanBelow = sums[below]! / counts[below]! - low;
    const meanAbove = (sums[last]! - sums[below]!) / (counts[last]! - counts[below]!) - low;
    if (below === 0 || below === last) return { threshold, rounds: round };
    const next = low + (meanBelow - meanAbove) / (Math.log(meanBelow) - Math.log(meanAbove));
    const moved = Math.abs(next - threshold);
    threshold = next;
    if (moved <= tolerance) return { threshold, rounds: round + 1 };
  }
  return { threshold, rounds: MAX_ROUNDS };
}

export const li: Method = {
  name: "li",
  parameters: [],
  isIterative: false,
  run({ data }) {
    const { threshold, rounds } = liThreshold(data);
    return { mask: aboveThreshold(data, threshold), told: { threshold, rounds } };
  },
};

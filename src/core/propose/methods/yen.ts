import { aboveThreshold } from "../above-threshold.ts";
import type { Method } from "../method.ts";
import { histogram } from "./histogram.ts";

/**
 * Yen's threshold (Yen, Chang and Chang 1995): the bin centre that maximises the correlation of the two classes, the
 * squared product of their shares ÷ the product of their sums of squared bin shares. Constant data give their value.
 */
export function yenThreshold(data: ArrayLike<number>, nBins = 256): number {
  const { counts, centres } = histogram(data, nBins);
  let squaresAbove = 0;
  for (const count of counts) squaresAbove += (count / data.length) ** 2;
  let best = { correlation: -1, threshold: centres[0]! };
  let below = 0;
  let squaresBelow = 0;
  for (let bin = 0; bin < counts.length - 1; bin += 1) {
    const share = counts[bin]! / data.length;
    below += share;
    squaresBelow += share * share;
    squaresAbove -= share * share;
    const correlation = (below * (1 - below)) ** 2 / (squaresBelow * squaresAbove);
    if (correlation > best.correlation) best = { correlation, threshold: centres[bin]! };
  }
  return best.threshold;
}

export const yen: Method = {
  name: "yen",
  parameters: [],
  isIterative: false,
  run({ data }) {
    const threshold = yenThreshold(data);
    return { mask: aboveThreshold(data, threshold), told: { threshold } };
  },
};

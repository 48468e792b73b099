import { aboveThreshold } from "../above-threshold.ts";
import type { Method } from "../method.ts";
import { histogram } from "./histogram.ts";

/**
 * Isodata threshold (Ridler and Calvard 1978): the lowest bin centre that is, but for less than a bin, the middle between
 * the means of what lies below and above it. Constant data give their value.
 */
export function isodataThreshold(data: ArrayLike<number>, nBins = 256): number {
  const { counts, centres } = histogram(data, nBins);
  let total = 0;
  let totalSum = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    total += counts[bin]!;
    totalSum += counts[bin]! * centres[bin]!;
  }
  const width = counts.length > 1 ? centres[1]! - centres[0]! : 0;
  let below = 0;
  let belowSum = 0;
  for (let bin = 0; bin < counts.length - 1; bin += 1) {
    below += counts[bin]!;
    belowSum += counts[bin]! * centres[bin]!;
    const middle = (belowSum / below + (totalSum - belowSum) / (total - below)) / 2;
    const distance = middle - centres[bin]!;
    if (distance >= 0 && distance < width) return centres[bin]!;
  }
  return centres[0]!;
}

export const isodata: Method = {
  name: "isodata",
  parameters: [],
  isIterative: false,
  run({ data }) {
    const threshold = isodataThreshold(data);
    return { mask: aboveThreshold(data, threshold), told: { threshold } };
  },
};

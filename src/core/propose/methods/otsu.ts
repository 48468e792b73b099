import { aboveThreshold } from "../above-threshold.ts";
import type { Method } from "../method.ts";
import { histogram } from "./histogram.ts";

/**
 * Otsu's threshold (Otsu 1979): the bin centre that maximises the variance between the two classes. Foreground is what
 * lies above it. Constant data give their value.
 */
export function otsuThreshold(data: ArrayLike<number>, nBins = 256): number {
  const { counts, centres } = histogram(data, nBins);
  let total = 0;
  let totalSum = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    total += counts[bin]!;
    totalSum += counts[bin]! * centres[bin]!;
  }
  let best = { variance: -1, threshold: centres[0]! };
  let below = 0;
  let belowSum = 0;
  for (let bin = 0; bin < counts.length - 1; bin += 1) {
    below += counts[bin]!;
    belowSum += counts[bin]! * centres[bin]!;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (belowSum / below - (totalSum - belowSum) / above) ** 2;
    if (variance > best.variance) best = { variance, threshold: centres[bin]! };
  }
  return best.threshold;
}

export const otsu: Method = {
  name: "otsu",
  parameters: [],
  isIterative: false,
  run({ data }) {
    const threshold = otsuThreshold(data);
    return { mask: aboveThreshold(data, threshold), told: { threshold } };
  },
};

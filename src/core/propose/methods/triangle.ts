import { aboveThreshold } from "../above-threshold.ts";
import type { Method } from "../method.ts";
import { histogram } from "./histogram.ts";

/**
 * Triangle threshold (Zack, Rogers and Latt 1977): the bin that lies furthest below the line from the histogram's peak to
 * its end on the longer side. Constant data give their value.
 */
export function triangleThreshold(data: ArrayLike<number>, nBins = 256): number {
  const { counts, centres } = histogram(data, nBins);
  const last = counts.length - 1;
  let peak = 0;
  for (let bin = 0; bin <= last; bin += 1) if (counts[bin]! > counts[peak]!) peak = bin;
  // Both ends hold voxels: they are the darkest and the brightest. From the end of the longer side towards the peak.
  const isRight = peak < last - peak;
  const width = isRight ? last - peak : peak;
  let best = { distance: -Infinity, bin: peak };
  for (let step = 0; step < width; step += 1) {
    const bin = isRight ? last - step : step;
    const distance = counts[peak]! * step - width * counts[bin]!;
    if (distance > best.distance) best = { distance, bin };
  }
  return centres[best.bin]!;
}

export const triangle: Method = {
  name: "triangle",
  parameters: [],
  isIterative: false,
  run({ data }) {
    const threshold = triangleThreshold(data);
    return { mask: aboveThreshold(data, threshold), told: { threshold } };
  },
};

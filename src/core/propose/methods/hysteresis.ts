import { connectedComponents } from "#domain/mask/components.ts";
import { aboveThreshold } from "../above-threshold.ts";
import { type Method, numberOf } from "../method.ts";
import { otsuThreshold } from "./otsu.ts";

/** Parts of what lies above `low` (voxels that share a face) in which something lies above `high`. */
export function hysteresisMask(data: Float32Array, size: readonly number[], low: number, high: number): Uint8Array {
  const mask = aboveThreshold(data, low);
  const { labels, sizes } = connectedComponents(mask, size);
  const isKept = new Uint8Array(sizes.length + 1);
  for (let i = 0; i < data.length; i += 1) if (data[i]! > high) isKept[labels[i]!] = 1;
  isKept[0] = 0;
  for (let i = 0; i < mask.length; i += 1) mask[i] = isKept[labels[i]!]!;
  return mask;
}

/**
 * Both thresholds are places between the means of the dark (0) and the bright side (1) of Otsu's threshold, which itself
 * lies near 0.5: so they follow brightness and contrast, and do not depend on how much of the image the object takes, as
 * percentiles would.
 */
export const hysteresis: Method = {
  name: "hysteresis",
  parameters: [
    { kind: "number", name: "low", default: 0.35, min: 0, max: 1, step: 0.05 },
    { kind: "number", name: "high", default: 0.7, min: 0, max: 1.5, step: 0.05 },
  ],
  isIterative: false,
  run({ data, size }, values) {
    const [dark, bright] = meansAround(data, otsuThreshold(data));
    const place = (name: string): number => dark + numberOf(values, name) * (bright - dark);
    const low = Math.min(place("low"), place("high"));
    const high = place("high");
    return { mask: hysteresisMask(data, size, low, high), told: { low, high } };
  },
};

/** Means of what lies below or at a threshold and above it; the threshold where there is nothing. */
function meansAround(data: Float32Array, threshold: number): readonly [number, number] {
  let sum = 0;
  let sumAbove = 0;
  let nAbove = 0;
  for (let i = 0; i < data.length; i += 1) {
    sum += data[i]!;
    if (data[i]! <= threshold) continue;
    sumAbove += data[i]!;
    nAbove += 1;
  }
  const nBelow = data.length - nAbove;
  return [nBelow > 0 ? (sum - sumAbove) / nBelow : threshold, nAbove > 0 ? sumAbove / nAbove : threshold];
}

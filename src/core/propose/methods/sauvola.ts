import { extremes } from "../extremes.ts";
import { halfWindow, localMoments } from "../local-moments.ts";
import { type Method, numberOf } from "../method.ts";

export interface SauvolaOptions {
  /** Voxels of the window to either side of the middle, along x and y. */
  readonly half: readonly [number, number];
  readonly k: number;
  /** The largest deviation there can be: half the range of grey values. */
  readonly r: number;
}

/** Sauvola's local threshold (2000): mean × (1 + k (deviation ÷ r − 1)) of the window around every voxel, slice by slice. */
export function sauvolaThresholds(
  data: Float32Array,
  size: readonly number[],
  { half, k, r }: SauvolaOptions,
): Float32Array {
  const { mean, deviation } = localMoments(data, size, half);
  for (let i = 0; i < mean.length; i += 1) mean[i]! *= 1 + k * (deviation[i]! / r - 1);
  return mean;
}

/**
 * Made for dark print on light paper, and so used here: grey values are turned round so that the brightest is 0 and the
 * darkest 2 r, and the object is what then lies below its threshold. Where the background is even, only what is clearly
 * brighter is the object.
 */
export const sauvola: Method = {
  name: "sauvola",
  parameters: [
    { kind: "number", name: "window", default: 15, min: 3, max: 151, step: 2 },
    { kind: "number", name: "k", default: 0.2, min: 0.02, max: 0.9, step: 0.02 },
  ],
  isIterative: false,
  run({ data, size, spacing }, values) {
    const [low, high] = extremes(data);
    const mask = new Uint8Array(data.length);
    if (!(high > low)) return { mask, told: {} };
    const turned = new Float32Array(data.length);
    for (let i = 0; i < data.length; i += 1) turned[i] = high - data[i]!;
    const r = (high - low) / 2;
    const half = halfWindow(numberOf(values, "window"), spacing);
    const thresholds = sauvolaThresholds(turned, size, { half, k: numberOf(values, "k"), r });
    for (let i = 0; i < mask.length; i += 1) mask[i] = turned[i]! < thresholds[i]! ? 1 : 0;
    return { mask, told: { r } };
  },
};

import { halfWindow, localMoments } from "../local-moments.ts";
import { type Method, numberOf } from "../method.ts";

/**
 * Niblack's local threshold (1986): mean − k × deviation of the window around every voxel, slice by slice.
 * @param half voxels of the window to either side of the middle, along x and y
 */
export function niblackThresholds(
  data: Float32Array,
  size: readonly number[],
  half: readonly [number, number],
  k: number,
): Float32Array {
  const { mean, deviation } = localMoments(data, size, half);
  for (let i = 0; i < mean.length; i += 1) mean[i]! -= k * deviation[i]!;
  return mean;
}

/**
 * Made for dark print on light paper, and so used here: with grey values turned round, what lies below mean − k ×
 * deviation. That is what lies above mean + k × deviation as they are.
 */
export const niblack: Method = {
  name: "niblack",
  parameters: [
    { kind: "number", name: "window", default: 15, min: 3, max: 151, step: 2 },
    { kind: "number", name: "k", default: 0.2, min: 0, max: 2, step: 0.05 },
  ],
  isIterative: false,
  run({ data, size, spacing }, values) {
    const thresholds = niblackThresholds(
      data,
      size,
      halfWindow(numberOf(values, "window"), spacing),
      -numberOf(values, "k"),
    );
    const mask = new Uint8Array(data.length);
    for (let i = 0; i < mask.length; i += 1) mask[i] = data[i]! > thresholds[i]! ? 1 : 0;
    return { mask, told: {} };
  },
};

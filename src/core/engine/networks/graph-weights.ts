import { BATCH_NORM_EPSILON } from "../kernels.ts";
import type { WeightArray } from "../parameters.ts";
import { REPEATED_PLACES } from "./repeated-pixels.ts";
import { namesOf } from "./unet-graph.ts";
import { unet, type UnetLayers, type UnetShape } from "./unet.ts";

/** One input of a graph. */
export type GraphWeight = Pick<WeightArray, "name" | "shape" | "values">;

const SIDE = 3;

/**
 * The weights that `unetGraph` asks for, made of those of a trained U-Net in two dimensions. Computed in double precision.
 * @param channels of the pictures
 */
export function graphWeights(weights: readonly WeightArray[], shape: UnetShape, channels: number): GraphWeight[] {
  const named = new Map(weights.map(({ name, values }) => [name, values]));
  const made: GraphWeight[] = [];
  unet(weightLayers(named, made), channels, shape);
  return made;
}

/** Walks along the layers by their channels. */
function weightLayers(named: ReadonlyMap<string, Float32Array>, made: GraphWeight[]): UnetLayers<number> {
  return {
    block: (layer, channels, filters) => {
      const { kernel, bias } = foldNormalisation(named, layer);
      made.push(
        { name: namesOf(layer).kernel, shape: [SIDE, SIDE, channels, filters], values: Float32Array.from(kernel) },
        { name: namesOf(layer).bias, shape: [filters], values: bias },
      );
      return filters;
    },
    ascend: (layer, skip, y, filters) => {
      const { kernel, bias } = foldNormalisation(named, layer);
      const parts = split(kernel, skip, y, filters);
      made.push(
        { name: namesOf(layer).kernel, shape: [SIDE, SIDE, skip, filters], values: Float32Array.from(parts.skip) },
        { name: namesOf(layer).repeated, shape: [4, 4, filters, y], values: onRepeated(parts.y, y, filters) },
        { name: namesOf(layer).bias, shape: [filters], values: bias },
      );
      return filters;
    },
    weighted: (layer, channels, filters) => {
      made.push(
        { name: namesOf(layer).kernel, shape: [1, 1, channels, filters], values: named.get(`${layer}/kernel`)! },
        { name: namesOf(layer).bias, shape: [filters], values: named.get(`${layer}/bias`)! },
      );
      return filters;
    },
  };
}

/** Batch normalisation by running statistics is a factor and a summand for every filter. */
function foldNormalisation(
  named: ReadonlyMap<string, Float32Array>,
  layer: string,
): { kernel: Float64Array; bias: Float32Array } {
  const [scale, offset, mean, variance] = ["scale", "offset", "mean", "variance"].map((part) =>
    named.get(`${layer}/norm/${part}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const factors = Float64Array.from(
    scale,
    (value, filter) => value / Math.sqrt(variance[filter]! + BATCH_NORM_EPSILON),
  );
  const given = named.get(`${layer}/kernel`)!;
  const kernel = new Float64Array(given.length);
  // A loop is many times as quick as a function for every weight, and weights are folded for every batch of cases.
  for (let i = 0; i < kernel.length; i += 1) kernel[i] = given[i]! * factors[i % factors.length]!;
  return { kernel, bias: offset.map((value, filter) => value - mean[filter]! * factors[filter]!) };
}

/** A kernel over channels of two origins as one kernel for each: [3, 3, channels, filters]. */
function split(kernel: Float64Array, nSkip: number, nY: number, filters: number): Record<"skip" | "y", Float64Array> {
  const skip = new Float64Array(SIDE * SIDE * nSkip * filters);
  const y = new Float64Array(SIDE * SIDE * nY * filters);
  for (let place = 0; place < SIDE * SIDE; place += 1) {
    const from = place * (nSkip + nY) * filters;
    skip.set(kernel.subarray(from, from + nSkip * filters), place * nSkip * filters);
    y.set(kernel.subarray(from + nSkip * filters, from + (nSkip + nY) * filters), place * nY * filters);
  }
  return { skip, y };
}

/**
 * The kernel of the transposed convolution that does to pixels what the given one does to repeated ones.
 * @param kernel [3, 3, channels, filters]
 * @returns [4, 4, filters, channels]
 */
function onRepeated(kernel: Float64Array, channels: number, filters: number): Float32Array {
  const area = channels * filters;
  const result = new Float32Array(REPEATED_PLACES.length * area);
  for (const [place, meeting] of REPEATED_PLACES.entries())
    for (let filter = 0; filter < filters; filter += 1)
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (const from of meeting) sum += kernel[from * area + channel * filters + filter]!;
        result[place * area + filter * channels + channel] = sum;
      }
  return result;
}

import { createRng } from "#domain/random/rng.ts";
import { type Method, numberOf } from "../method.ts";
import { nearestCentroids } from "../nearest-centroid.ts";
import { objectMask, objectParameters } from "../object-clusters.ts";
import { textureFeatures, trainingSet } from "../pixel-features.ts";
import { kMeans } from "./k-means.ts";

export interface SelfOrganisingMap {
  /** Row by row: (nx · ny) × nFeatures. */
  readonly weights: Float64Array;
  readonly nx: number;
  readonly ny: number;
  readonly nFeatures: number;
}

export interface SomOptions {
  readonly seed?: number;
  /** Samples shown, one after the other, drawn in seeded order. */
  readonly nIterations?: number;
  readonly sigma?: number;
  readonly learningRate?: number;
}

/** What learning rate and neighbourhood are after t of T iterations: a third of their start at the end. */
export function decayed(start: number, t: number, nIterations: number): number {
  return start / (1 + t / (nIterations / 2));
}

/**
 * Online Kohonen map (methods 2.3; behaviour as in JustGlowing/minisom): Gaussian neighbourhood on the grid, and both
 * learning rate and neighbourhood decay as 1 / (1 + t / (T / 2)), ending at a third of their start. Starts from random
 * samples.
 * @param samples row by row: n × nFeatures, best with comparable scales
 */
export function trainSom(
  samples: Float32Array,
  nFeatures: number,
  nx: number,
  ny: number,
  options: SomOptions = {},
): SelfOrganisingMap {
  const { seed = 1, nIterations = 5000, sigma = 1, learningRate = 0.5 } = options;
  const n = samples.length / nFeatures;
  const rng = createRng(seed, "som");
  const nUnits = nx * ny;
  const weights = new Float64Array(nUnits * nFeatures);
  for (let unit = 0; unit < nUnits; unit += 1) {
    const sample = rng.int(n);
    for (let f = 0; f < nFeatures; f += 1) weights[unit * nFeatures + f] = samples[sample * nFeatures + f]!;
  }
  const map = { weights, nx, ny, nFeatures };
  for (let t = 0; t < nIterations; t += 1) {
    const at = rng.int(n) * nFeatures;
    const winner = winnerOf(map, samples, at);
    const eta = decayed(learningRate, t, nIterations);
    const width = 2 * decayed(sigma, t, nIterations) ** 2;
    const [wx, wy] = [Math.floor(winner / ny), winner % ny];
    for (let x = 0; x < nx; x += 1) {
      const hx = Math.exp(-((x - wx) ** 2) / width);
      for (let y = 0; y < ny; y += 1) {
        const h = eta * hx * Math.exp(-((y - wy) ** 2) / width);
        const row = (x * ny + y) * nFeatures;
        for (let f = 0; f < nFeatures; f += 1) weights[row + f]! += h * (samples[at + f]! - weights[row + f]!);
      }
    }
  }
  return map;
}

/** The unit nearest to the sample that begins at `at`. */
export function winnerOf({ weights, nFeatures }: SelfOrganisingMap, samples: Float32Array, at: number): number {
  let best = Infinity;
  let winner = 0;
  for (let row = 0, unit = 0; row < weights.length; row += nFeatures, unit += 1) {
    let distance = 0;
    for (let f = 0; f < nFeatures; f += 1) distance += (samples[at + f]! - weights[row + f]!) ** 2;
    if (distance < best) {
      best = distance;
      winner = unit;
    }
  }
  return winner;
}

/** Mean distance of the samples to their winners. */
export function quantisationError(map: SelfOrganisingMap, samples: Float32Array): number {
  const { weights, nFeatures } = map;
  let sum = 0;
  for (let at = 0; at < samples.length; at += nFeatures) {
    const row = winnerOf(map, samples, at) * nFeatures;
    let square = 0;
    for (let f = 0; f < nFeatures; f += 1) square += (samples[at + f]! - weights[row + f]!) ** 2;
    sum += Math.sqrt(square);
  }
  return sum / (samples.length / nFeatures);
}

/**
 * A map of voxels' features (methods 2.3), whose units are put together to regions by k-means of their weights; some of
 * the regions are the object. The neighbourhood begins at one unit, the learning rate at 0.5.
 */
export const som: Method = {
  name: "som",
  parameters: [
    { kind: "number", name: "nx", default: 4, min: 1, max: 10, step: 1 },
    { kind: "number", name: "ny", default: 4, min: 1, max: 10, step: 1 },
    { kind: "number", name: "iterations", default: 5000, min: 1000, max: 50_000, step: 1000 },
    { kind: "number", name: "nRegions", default: 3, min: 2, max: 8, step: 1 },
    { kind: "number", name: "positionWeight", default: 0, min: 0, max: 0.5, step: 0.05 },
    ...objectParameters,
  ],
  isIterative: true,
  run(image, values, { seed, tick }) {
    const features = textureFeatures(image, numberOf(values, "positionWeight"));
    tick(0);
    const training = trainingSet(features, seed);
    const { samples, nFeatures } = training;
    const [nx, ny] = [numberOf(values, "nx"), numberOf(values, "ny")];
    const map = trainSom(samples, nFeatures, nx, ny, { seed, nIterations: numberOf(values, "iterations") });
    const codebook = Float32Array.from(map.weights);
    const nRegions = Math.min(nx * ny, numberOf(values, "nRegions"));
    const regions = kMeans(codebook, nFeatures, nRegions, { seed, nStarts: 10 }).labels;
    const labels = nearestCentroids(features, training, map.weights, tick);
    for (let i = 0; i < labels.length; i += 1) labels[i] = regions[labels[i]!]!;
    const told = { quantisationError: quantisationError(map, samples) };
    return { mask: objectMask(image, labels, values), told };
  },
};

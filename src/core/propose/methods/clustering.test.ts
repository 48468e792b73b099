import { describe, expect, it } from "vitest";
import { furthestApart, maskOf, readReference, referenceImage } from "#tests/propose-reference/read-reference.ts";
import { dice } from "#domain/mask/overlap.ts";
import { createRng } from "#domain/random/rng.ts";
import type { GreyImage, Method, Values } from "../method.ts";
import { nearestCentroids } from "../nearest-centroid.ts";
import { smoothedFeatures, textureFeatures, trainingSet } from "../pixel-features.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { kMeans, kMeansMethod } from "./k-means.ts";
import { assignComponents, fitMixture } from "./mixture-fit.ts";
import { decayed, quantisationError, som, trainSom } from "./som.ts";

interface MixtureReference {
  readonly shares: number[];
  readonly means: number[][];
  readonly logLikelihood: number;
  readonly brightest: string;
}

interface Reference {
  readonly kMeans: { inertia: number; centroids: number[][]; brightest: string };
  readonly mixture: MixtureReference;
  readonly greyMixture: MixtureReference;
  readonly som: { nx: number; ny: number; rounds: number; quantisationError: number }[];
}

const reference = readReference<Reference>("expected-clusters.json");
const methods = [kMeansMethod, gaussianMixture, som];
const cells = referenceImage("cells");
const volume = referenceImage("volume");

/** The samples of make-reference.py: the grey values of three pictures. */
const planes = (["levels", "cells", "shaded"] as const).map((name) => referenceImage(name).data);
const samples = Float32Array.from({ length: 3 * 1920 }, (_, i) => planes[i % 3]![Math.floor(i / 3)]! / 64);
const grey = planes[0]!.map((value) => value / 64);

function run(method: Method, image: GreyImage, values: Values = {}, seed = 1) {
  const defaults = Object.fromEntries(method.parameters.map((parameter) => [parameter.name, parameter.default]));
  return method.run(image, { ...defaults, ...values }, { seed, tick: () => undefined });
}

/** Rows of some numbers, by the number in a column. */
function rowsBy(values: Float64Array, nColumns: number, column: number): number[][] {
  const rows = Array.from({ length: values.length / nColumns }, (_, row) => [
    ...values.subarray(row * nColumns, (row + 1) * nColumns),
  ]);
  return rows.toSorted((a, b) => a[column]! - b[column]!);
}

describe("k-means", () => {
  it("finds scikit-learn's clusters", () => {
    const { inertia, centroids, labels } = kMeans(samples, 3, 3, { nStarts: 10, tolerance: 1e-6 });
    expect(inertia / reference.kMeans.inertia).toBeCloseTo(1, 4);
    const rows = rowsBy(centroids, 3, 1);
    expect(furthestApart(rows.flat(), reference.kMeans.centroids.flat())).toBeLessThan(0.01);
    const brightest = [0, 1, 2].find((cluster) => centroids[3 * cluster + 1] === rows[2]![1]);
    const mask = labels.map((label) => Number(label === brightest));
    expect(dice(mask, maskOf(reference.kMeans.brightest, 1920))).toBeGreaterThan(0.99);
  });

  it("never makes the inertia larger with more iterations", () => {
    let before = Infinity;
    for (const maxIterations of [0, 1, 2, 3, 5, 10]) {
      const { inertia } = kMeans(samples, 3, 4, { nStarts: 1, maxIterations });
      expect(inertia).toBeLessThanOrEqual(before);
      before = inertia;
    }
  });
});

describe("gaussian mixture", () => {
  it.each([
    { name: "three features", data: samples, nFeatures: 3, expected: reference.mixture },
    { name: "one feature", data: grey, nFeatures: 1, expected: reference.greyMixture },
  ])("finds scikit-learn's: $name", ({ data, nFeatures, expected }) => {
    const { mixture, logLikelihood } = fitMixture(data, nFeatures, 3, { tolerance: 1e-7, maxRounds: 1000 });
    expect(logLikelihood).toBeCloseTo(expected.logLikelihood, 3);
    const rows = rowsBy(mixture.means, nFeatures, 0);
    expect(furthestApart(rows.flat(), expected.means.flat())).toBeLessThan(0.02);
    const order = rows.map((row) => [0, 1, 2].find((c) => mixture.means[c * nFeatures] === row[0])!);
    expect(
      furthestApart(
        order.map((c) => mixture.shares[c]!),
        expected.shares,
      ),
    ).toBeLessThan(0.02);
    const labels = new Uint8Array(1920);
    assignComponents(mixture, data, 1920, labels, 0);
    const mask = labels.map((label) => Number(label === order[2]));
    expect(dice(mask, maskOf(expected.brightest, 1920))).toBeGreaterThan(0.99);
  });

  it("never makes the likelihood smaller with more rounds", () => {
    let before = -Infinity;
    for (const maxRounds of [1, 2, 4, 8, 16]) {
      const { logLikelihood } = fitMixture(samples, 3, 3, { maxRounds, tolerance: 0 });
      expect(logLikelihood).toBeGreaterThanOrEqual(before - 1e-9);
      before = logLikelihood;
    }
  });

  it("bears features that depend on each other, and fewer values than components", () => {
    const twice = Float32Array.from({ length: 400 }, (_, i) => Math.floor(i / 2) % 7);
    const { mixture, logLikelihood } = fitMixture(twice, 2, 3);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect([...mixture.means, ...mixture.whitenings].every(Number.isFinite)).toBe(true);
    const even = fitMixture(new Float32Array(20), 1, 3).mixture;
    const labels = new Uint8Array(20);
    assignComponents(even, new Float32Array(20), 20, labels, 0);
    expect(new Set(labels).size).toBe(1);
  });
});

describe("self-organising map", () => {
  it.each(reference.som)("is as near to its samples as minisom's: $nx × $ny, $rounds rounds", (expected) => {
    const { nx, ny, rounds } = expected;
    const errors = Array.from({ length: 10 }, (_, i) =>
      quantisationError(trainSom(samples, 3, nx, ny, { seed: i + 1, nIterations: rounds }), samples),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean / expected.quantisationError - 1)).toBeLessThan(0.05);
  });

  it("ends at a third of what learning rate and neighbourhood began with", () => {
    expect(decayed(0.9, 0, 1000)).toBe(0.9);
    expect(decayed(0.9, 1000, 1000)).toBe(0.9 / 3);
    expect(decayed(1.5, 777, 777)).toBe(0.5);
  });

  it("does not move without learning, and one unit tends to the mean of the samples", () => {
    const start = trainSom(samples, 3, 3, 3, { learningRate: 0, nIterations: 1 });
    expect(trainSom(samples, 3, 3, 3, { learningRate: 0, nIterations: 2000 }).weights).toEqual(start.weights);
    const { weights } = trainSom(samples, 3, 1, 1, { learningRate: 0.02, nIterations: 30_000 });
    const mean = [0, 1, 2].map((f) => planes[f]!.reduce((sum, value) => sum + value, 0) / 1920 / 64);
    expect(furthestApart(weights, mean)).toBeLessThan(0.1);
  });

  it("tells three well separated clouds apart", () => {
    const rng = createRng(7, "clouds");
    const clouds = Float32Array.from({ length: 1800 }, (_, i) => 10 * Math.floor(i / 600) + rng.normal());
    const map = trainSom(clouds, 2, 1, 3, { nIterations: 3000 });
    const image = {
      planes: [clouds.filter((_, i) => i % 2 === 0), clouds.filter((_, i) => i % 2 === 1)],
      weights: [1, 1],
    };
    const asTheyAre = {
      samples: clouds,
      nFeatures: 2,
      means: new Float64Array(2),
      factors: new Float64Array(2).fill(1),
    };
    const winners = nearestCentroids(image, asTheyAre, map.weights, () => undefined);
    const perCloud = [0, 1, 2].map((cloud) => new Set(winners.slice(300 * cloud, 300 * cloud + 300)));
    expect(perCloud.map((found) => found.size)).toEqual([1, 1, 1]);
    expect(new Set(perCloud.flatMap((found) => [...found])).size).toBe(3);
  });
});

describe("features and clusters of voxels", () => {
  it("have mean 0 and deviation 1 over the training voxels, places what they weigh", () => {
    const { samples: rows, nFeatures } = trainingSet(textureFeatures(volume, 0.25), 1, 500);
    expect([nFeatures, rows.length]).toEqual([9, 500 * 9]);
    for (let f = 0; f < nFeatures; f += 1) {
      const values = rows.filter((_, i) => i % nFeatures === f);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(Math.sqrt(square)).toBeCloseTo(f < 6 ? 1 : 0.25, 4);
    }
  });

  it("go to the nearest centroid, however it is looked for", () => {
    const features = smoothedFeatures(cells);
    const training = trainingSet(features, 1);
    const rng = createRng(3, "centroids");
    const centroids = Float64Array.from({ length: 20 * 3 }, () => rng.normal());
    centroids.copyWithin(9, 6, 9);
    const labels = nearestCentroids(features, training, centroids, () => undefined);
    const expected = labels.map((_, i) => {
      const distances = Array.from({ length: 20 }, (_, c) => {
        let square = 0;
        for (let f = 0; f < 3; f += 1) square += (training.samples[3 * i + f]! - centroids[3 * c + f]!) ** 2;
        return square;
      });
      return distances.indexOf(Math.min(...distances));
    });
    expect(labels).toEqual(expected);
  });
});

describe("clustering methods", () => {
  const truth = Uint8Array.from(volume.data, (_, i) => {
    const [x, y, z] = [i % 20, Math.floor(i / 20) % 18, Math.floor(i / 360)];
    return (x - 9) ** 2 + (y - 8) ** 2 + (2 * (z - 4.5)) ** 2 <= 36 ? 1 : 0;
  });

  it.each(methods)("$name: finds a ball in a volume, the same one for the same seed", (method) => {
    const isMixture = method === gaussianMixture;
    const values: Values = isMixture ? { nComponents: 2 } : method === som ? { nRegions: 2 } : { nClusters: 2 };
    const { mask } = run(method, volume, values);
    expect(dice(mask, truth)).toBeGreaterThan(0.8);
    expect(run(method, volume, values).mask).toEqual(mask);
    const stretched = { ...volume, data: volume.data.map((value) => 16 * value - 4096) };
    expect(dice(run(method, stretched, values).mask, mask)).toBeGreaterThan(0.999);
  });

  it.each(methods)("$name: more clusters make the object larger, never all of the image", (method) => {
    let before = 0;
    for (const objectClusters of [1, 2, 7]) {
      const { mask } = run(method, cells, { objectClusters });
      const n = mask.reduce((sum, value) => sum + value, 0);
      expect(n).toBeGreaterThanOrEqual(before);
      expect(n).toBeLessThan(mask.length);
      before = n;
    }
  });

  it.each(methods)("$name: the rule central takes what lies in the middle, bright or dark", (method) => {
    const data = Float32Array.from({ length: 41 * 41 }, (_, i) => {
      const r = Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20);
      return (r < 9 ? 10 : r < 17 ? 50 : 90) + (i % 3);
    });
    const image: GreyImage = { data, size: [41, 41, 1], spacing: [1, 1, 1] };
    const middle = data.map((value) => Number(value < 30));
    // The edges are a region of their own for a map.
    const values: Values = method === som ? { rule: "central", nRegions: 4 } : { rule: "central" };
    expect(dice(run(method, image, values).mask, middle)).toBeGreaterThan(0.7);
    expect(dice(run(method, image).mask, middle)).toBe(0);
  });

  it("som: places alone part a picture whose grey says nothing", () => {
    const data = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 1 : 2));
    const image: GreyImage = { data, size: [20, 20, 1], spacing: [1, 1, 1] };
    const { mask } = run(som, image, { positionWeight: 0.5, rule: "central", nRegions: 4 });
    expect(mask.includes(1)).toBe(true);
  });

  it.each(methods)("$name: an empty mask where all voxels are alike, any where there are few", (method) => {
    for (const size of [
      [1, 1, 1],
      [1, 7, 1],
      [7, 1, 3],
      [2, 2, 2],
      [30, 20, 1],
    ] as const) {
      const n = size[0] * size[1] * size[2];
      const image = { size, spacing: [1, 1, 2] as const };
      for (const value of [0, 0.1, -3.7e5, 1e30]) {
        const { mask } = run(method, { ...image, data: new Float32Array(n).fill(value) });
        expect(mask).toEqual(new Uint8Array(n));
      }
      for (const factor of [1e30, -1e30, 1e-30]) {
        const data = Float32Array.from({ length: n }, (_, i) => ((i * 7) % 5) * factor);
        const { mask, told } = run(method, { ...image, data });
        expect(mask).toHaveLength(n);
        expect(Object.values(told).every((value) => Number.isFinite(value))).toBe(true);
      }
    }
  });

  it.each(methods)("$name: can be cancelled", (method) => {
    const cancel = (): never => {
      throw new Error("cancelled");
    };
    const defaults = Object.fromEntries(method.parameters.map(({ name, default: value }) => [name, value]));
    expect(() => method.run(cells, defaults, { seed: 1, tick: cancel })).toThrow("cancelled");
  });
});

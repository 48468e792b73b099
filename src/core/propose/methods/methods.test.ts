import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { kMeans } from "./k-means.ts";
import { multiOtsuThresholds } from "./multi-otsu.ts";
import { otsuThreshold } from "./otsu.ts";
import { trainSom, winnerOf } from "./som.ts";
import { watershed } from "./watershed.ts";

const repeat = (value: number, n: number): number[] => new Array<number>(n).fill(value);

describe("thresholds", () => {
  it("Otsu: the oracle of methods 2.2, affine changes, constant images", () => {
    const data = [...repeat(10, 4), ...repeat(20, 4), ...repeat(200, 8)];
    const threshold = otsuThreshold(data);
    expect(threshold).toBeGreaterThan(19.6);
    expect(threshold).toBeLessThan(20.4);
    const foreground = data.map((value) => value > threshold);
    const scaled = data.map((value) => 3 * value - 7);
    expect(scaled.map((value) => value > otsuThreshold(scaled))).toEqual(foreground);
    expect(otsuThreshold(repeat(5, 9))).toBe(5);
  });

  it("multi-Otsu separates three values", () => {
    const [low, high] = multiOtsuThresholds([...repeat(10, 4), ...repeat(100, 4), ...repeat(200, 4)]) as [
      number,
      number,
    ];
    expect(low).toBeGreaterThanOrEqual(10);
    expect(low).toBeLessThan(100);
    expect(high).toBeGreaterThanOrEqual(100);
    expect(high).toBeLessThan(200);
    expect(multiOtsuThresholds([1, 1, 2, 2], 3)).toHaveLength(1);
  });
});

describe("clustering", () => {
  const rng = createRng(4, "blobs");
  const blobs = Float32Array.from({ length: 600 }, (_, i) => Math.floor(i / 200) * 10 + rng.normal() * 0.5);

  it("k-means finds three blobs", () => {
    const { labels, centroids } = kMeans(blobs, 1, 3);
    expect([...centroids].map((value) => Math.abs(Math.round(value))).toSorted((a, b) => a - b)).toEqual([0, 10, 20]);
    for (let blob = 0; blob < 3; blob += 1) expect(new Set(labels.slice(200 * blob, 200 * blob + 200)).size).toBe(1);
  });

  it("a 1 × 3 map has purity 1 on three blobs, one unit tends to the mean, no learning moves nothing", () => {
    const map = trainSom(blobs, 1, 1, 3, { nIterations: 3000, sigma: 0.5 });
    const winners = Array.from({ length: 600 }, (_, i) => winnerOf(map, blobs, i));
    for (let blob = 0; blob < 3; blob += 1) expect(new Set(winners.slice(200 * blob, 200 * blob + 200)).size).toBe(1);
    const one = trainSom(blobs, 1, 1, 1, { nIterations: 20_000, learningRate: 0.05 });
    expect(one.weights[0]).toBeCloseTo(10, -0.5);
    const still = trainSom(blobs, 1, 2, 2, { learningRate: 0, nIterations: 10 });
    expect([...still.weights].every((weight) => blobs.includes(weight))).toBe(true);
  });
});

describe("watershed", () => {
  it("floods two basins up to the ridge between them", () => {
    const height = [0, 1, 2, 9, 2, 1, 0];
    const markers = [1, 0, 0, 0, 0, 0, 2];
    expect([...watershed(height, markers, repeat(1, 7), [7, 1])]).toEqual([1, 1, 1, 1, 2, 2, 2]);
    expect([...watershed(height, markers, [1, 1, 1, 0, 1, 1, 1], [7, 1])]).toEqual([1, 1, 1, 0, 2, 2, 2]);
  });
});

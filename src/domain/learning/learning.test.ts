import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../calibration/sigmoid.ts";
import { createRng } from "../random/rng.ts";
import { rocAuc } from "../statistics/ranking.ts";
import { fitBoostedTrees, treesClassifier } from "./boosted-trees.ts";
import { rowOf, type Table } from "./classifier.ts";
import { combinerClassifier, fitCombiner } from "./combiner.ts";
import { fitLogistic, logisticClassifier } from "./logistic-regression.ts";
import { solveSymmetric } from "./solve-symmetric.ts";

/** Rows of normal noise; `score` says how likely a row is to be good. */
function drawn(
  nRows: number,
  nColumns: number,
  seed: number,
  score: (row: Float64Array) => number,
): { table: Table; isGood: boolean[] } {
  const rng = createRng(seed, "learning-test");
  const values = Float64Array.from({ length: nRows * nColumns }, () => rng.normal());
  const table = { nRows, nColumns, values };
  const isGood = Array.from({ length: nRows }, (_, row) => rng.next() < 1 / (1 + Math.exp(-score(rowOf(table, row)))));
  return { table, isGood };
}

function aucOf(
  classifier: { logit(row: ArrayLike<number>): number },
  { table, isGood }: ReturnType<typeof drawn>,
): number {
  return rocAuc(
    Array.from({ length: table.nRows }, (_, row) => classifier.logit(rowOf(table, row))),
    isGood,
  )!;
}

describe("logistic regression", () => {
  it("finds the weights that made the labels", () => {
    const { table, isGood } = drawn(4000, 3, 1, (row) => 0.5 + 1.5 * row[0]! - row[1]!);
    const { weights, intercept, deviation, mean } = fitLogistic(table, isGood, 1e-6);
    const raw = weights.map((weight, i) => weight / deviation[i]!);
    expect(raw[0]).toBeCloseTo(1.5, 0);
    expect(raw[1]).toBeCloseTo(-1, 0);
    expect(Math.abs(raw[2]!)).toBeLessThan(0.15);
    expect(intercept - raw.reduce((sum, weight, i) => sum + weight * mean[i]!, 0)).toBeCloseTo(0.5, 0);
  });

  it("stays finite where a column parts the classes, or says nothing", () => {
    const table = { nRows: 6, nColumns: 2, values: Float64Array.of(-1, 5, -2, 5, -3, 5, 1, 5, 2, 5, 3, 5) };
    const model = fitLogistic(table, [false, false, false, true, true, true], 0.01);
    expect(model.weights.every(Number.isFinite)).toBe(true);
    expect(logisticClassifier(model).logit([2, 5])).toBeGreaterThan(0);
  });

  it("is drawn to its prior where there are hardly any labels", () => {
    const table = { nRows: 2, nColumns: 2, values: Float64Array.of(1, 0, -1, 0) };
    const model = fitLogistic(table, [true, false], 10, [0, 3]);
    expect(model.weights[1]).toBeCloseTo(3, 6);
  });

  it("expects as many good rows as there are, however few, odd and drawn to a prior they are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(0.003, 0.03, 0.1),
        (nRows, nColumns, seed, ridge) => {
          // Labels have little to do with what the prior says.
          const { table, isGood } = drawn(nRows, nColumns, seed, (row) => 4 * row[nColumns - 1]! - 1);
          const skewed = { ...table, values: table.values.map((value) => value ** 3) };
          const nGood = isGood.filter(Boolean).length;
          fc.pre(nGood >= 3 && nRows - nGood >= 3);
          const prior = Array.from({ length: nColumns }, (_, column) => (column === 0 ? 6 : 0));
          const { logit } = logisticClassifier(fitLogistic(skewed, isGood, ridge, prior));
          let expected = 0;
          for (let row = 0; row < nRows; row += 1) expected += sigmoid(logit(rowOf(skewed, row)));
          expect(expected).toBeCloseTo(nGood, 2);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("solves symmetric positive definite systems", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (entries, x) => {
          const at = (i: number, j: number): number =>
            [0, 1, 2].reduce((sum, k) => sum + entries[i * 3 + k]! * entries[j * 3 + k]!, i === j ? 1 : 0);
          const matrix = Float64Array.from({ length: 9 }, (_, i) => at(Math.floor(i / 3), i % 3));
          const b = Float64Array.from([0, 1, 2], (i) => x.reduce((sum, value, j) => sum + at(i, j) * value, 0));
          const found = solveSymmetric(matrix, b);
          for (const [i, value] of x.entries()) expect(found[i]).toBeCloseTo(value, 6);
        },
      ),
    );
  });
});

describe("boosted trees", () => {
  const exclusiveOr = (row: Float64Array): number => (row[0]! * row[1]! > 0 ? 4 : -4);

  it("learn what no linear model can", () => {
    const train = drawn(600, 4, 2, exclusiveOr);
    const test = drawn(600, 4, 3, exclusiveOr);
    expect(aucOf(treesClassifier(fitBoostedTrees(train.table, train.isGood, 1)), test)).toBeGreaterThan(0.9);
    expect(aucOf(logisticClassifier(fitLogistic(train.table, train.isGood, 0.01)), test)).toBeLessThan(0.6);
  });

  it("are the same for the same seed, and know nothing of shuffled labels", () => {
    const train = drawn(200, 5, 4, exclusiveOr);
    const once = fitBoostedTrees(train.table, train.isGood, 7);
    expect(fitBoostedTrees(train.table, train.isGood, 7)).toEqual(once);
    const rng = createRng(1, "shuffled");
    const random = train.isGood.map(() => rng.next() < 0.5);
    const test = drawn(2000, 5, 5, exclusiveOr);
    expect(Math.abs(aucOf(treesClassifier(fitBoostedTrees(train.table, random, 7)), test) - 0.5)).toBeLessThan(0.1);
  });

  it("one class alone gives one answer", () => {
    const { table } = drawn(20, 2, 6, () => 0);
    const rank = treesClassifier(fitBoostedTrees(table, new Array<boolean>(20).fill(true), 1));
    expect(Number.isFinite(rank.logit([0, 0]))).toBe(true);
  });
});

describe("the combiner", () => {
  it("with few labels follows the leading signal rather than noise", () => {
    // One honest column among 30 of noise.
    const score = (row: Float64Array): number => 3 * row[0]!;
    const test = drawn(2000, 31, 9, score);
    const weighed = Array.from({ length: 31 }, (_, column) => column);
    const aucs = [10, 11, 12, 13].map((seed) => {
      const train = drawn(16, 31, seed, score);
      const led = aucOf(combinerClassifier(fitCombiner(train.table, train.isGood, 1, { leading: 0, weighed })), test);
      const unled = aucOf(
        combinerClassifier(fitCombiner(train.table, train.isGood, 1, { leading: null, weighed })),
        test,
      );
      return led - unled;
    });
    expect(aucs.reduce((sum, value) => sum + value, 0) / aucs.length).toBeGreaterThan(0.05);
  });

  it("goes over from the leading signal to one beside it that labels speak for; models of before go on as they were", () => {
    // Both speak of the same, the leading one with noise three times as large as what it says.
    const withNoise = (nRows: number, seed: number): ReturnType<typeof drawn> => {
      const { table, isGood } = drawn(nRows, 4, seed, (row) => 3 * row[1]!);
      const values = table.values.map((value, at) => (at % 4 === 0 ? table.values[at + 1]! + 3 * value : value));
      return { table: { ...table, values }, isGood };
    };
    const test = withNoise(2000, 21);
    const gains = [22, 23, 24, 25].map((seed) => {
      const { table, isGood } = withNoise(30, seed);
      const alone = fitCombiner(table, isGood, 1, { leading: 0, weighed: [2, 3] });
      const beside = fitCombiner(table, isGood, 1, { leading: 0, beside: [1], weighed: [2, 3] });
      const { beside: _none, ...before } = alone;
      expect(combinerClassifier(before).logit(rowOf(table, 0))).toBe(combinerClassifier(alone).logit(rowOf(table, 0)));
      return aucOf(combinerClassifier(beside), test) - aucOf(combinerClassifier(alone), test);
    });
    expect(gains.reduce((sum, value) => sum + value, 0) / gains.length).toBeGreaterThan(0.05);
  });
});

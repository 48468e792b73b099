import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPlatt, fitPlatt } from "../calibration/platt.ts";
import { createRng } from "../random/rng.ts";
import { groupedFolds } from "../splits/grouped-folds.ts";
import { acceptanceAt, oracleThreshold } from "./acceptance.ts";
import { binomialCdf, clopperPearsonLower, clopperPearsonUpper } from "./binomial.ts";
import { groupedBootstrap } from "./bootstrap.ts";
import { rocAuc, spearman } from "./ranking.ts";
import { brierScore, expectedCalibrationError, reliabilityBins } from "./reliability.ts";

describe("Clopper-Pearson bounds (methods 8.1)", () => {
  it.each([
    [0, 29, 0.098145, 0.076329],
    [0, 59, 0.049508, 0.038275],
    [0, 100, 0.029513, 0.022763],
    [1, 100, 0.04656, 0.038339],
    [2, 100, 0.061619, 0.052345],
    [5, 100, 0.102253, 0.090771],
    [3, 200, 0.03831, 0.033097],
    [10, 500, 0.033688, 0.030647],
  ])("%i of %i", (k, n, at5, at10) => {
    expect(clopperPearsonUpper(k, n, 0.05)).toBeCloseTo(at5, 6);
    expect(clopperPearsonUpper(k, n, 0.1)).toBeCloseTo(at10, 6);
  });

  it("falls with n, rises with k, and is 1 when all fail", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (n, k) => {
        fc.pre(k < n);
        const bound = clopperPearsonUpper(k, n, 0.05);
        expect(clopperPearsonUpper(k, n + 1, 0.05)).toBeLessThan(bound);
        expect(clopperPearsonUpper(k + 1, n, 0.05)).toBeGreaterThan(bound);
        expect(clopperPearsonLower(k, n, 0.05)).toBeLessThanOrEqual(k / n);
        expect(binomialCdf(k, n, bound)).toBeCloseTo(0.05, 9);
      }),
      { numRuns: 100 },
    );
    expect(clopperPearsonUpper(4, 4, 0.05)).toBe(1);
    expect(clopperPearsonUpper(0, 0, 0.05)).toBe(1);
  });
});

describe("ranking", () => {
  it("gives 1 for perfect, 0 for reversed, one half for ties", () => {
    expect(rocAuc([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    expect(rocAuc([4, 3, 2, 1], [false, false, true, true])).toBe(0);
    expect(rocAuc([1, 1, 1, 1], [false, true, false, true])).toBe(0.5);
    expect(rocAuc([1, 2], [true, true])).toBeNull();
    expect(spearman([1, 2, 3], [10, 100, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it("equals the share of pairs in the right order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { minLength: 2 }), (items) => {
        const scores = items.map(([score]) => score);
        const good = items.map(([, isGood]) => isGood);
        let pairs = 0;
        let right = 0;
        for (const [i, goodI] of good.entries())
          for (const [j, goodJ] of good.entries())
            if (goodI && !goodJ) {
              pairs += 1;
              right += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
            }
        const auc = rocAuc(scores, good);
        if (pairs === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(right / pairs, 10);
      }),
    );
  });
});

describe("acceptance", () => {
  it("keeps the two shares apart", () => {
    const scores = [0.9, 0.8, 0.7, 0.6, 0.1];
    const good = [true, true, false, true, false];
    expect(acceptanceAt(0.65, scores, good)).toEqual({ coverage: 0.6, falseAcceptRate: 1 / 3, badAcceptedShare: 0.5 });
    expect(acceptanceAt(2, scores, good)).toEqual({ coverage: 0, falseAcceptRate: null, badAcceptedShare: 0 });
    expect(oracleThreshold(scores, good, 0.25)).toBe(0.6);
    expect(oracleThreshold(scores, good, 0.05)).toBe(0.8);
    expect(oracleThreshold([1], [false], 0.05)).toBe(Infinity);
  });
});

describe("calibration", () => {
  it("finds the slope and intercept that made the labels", () => {
    const rng = createRng(3, "platt");
    const logits = Array.from({ length: 20_000 }, () => rng.normal() * 2);
    const good = logits.map((x) => rng.next() < 1 / (1 + Math.exp(-(0.7 * x - 0.4))));
    const fit = fitPlatt(logits, good);
    expect(fit.slope).toBeCloseTo(0.7, 1);
    expect(fit.intercept).toBeCloseTo(-0.4, 1);
    const probabilities = logits.map((x) => applyPlatt(fit, x));
    expect(expectedCalibrationError(reliabilityBins(probabilities, good, 10))).toBeLessThan(0.02);
    expect(brierScore(probabilities, good)).toBeLessThan(0.25);
  });

  it("never turns the order round nor loses it, and never gives certainty to few labels", () => {
    const far = fitPlatt([10, 20, 30, 40], [true, true, false, false]);
    expect(far.slope).toBeGreaterThan(0);
    expect(applyPlatt(far, 25)).toBeCloseTo(0.5, 6);
    expect(applyPlatt(far, 40)).toBeLessThan(0.6);
    const fit = fitPlatt([-2, -1, 1, 2], [false, false, true, true]);
    expect(applyPlatt(fit, 2)).toBeLessThan(0.9);
  });
});

describe("calibration by few labels", () => {
  it("is nearer to the truth than likelihood alone where logits are what they should be", () => {
    const rng = createRng(5, "platt");
    const slopes = Array.from({ length: 40 }, () => {
      const logits = Array.from({ length: 25 }, () => rng.normal() * 2);
      return fitPlatt(
        logits,
        logits.map((x) => rng.next() < 1 / (1 + Math.exp(-x))),
      ).slope;
    });
    expect(Math.min(...slopes)).toBeGreaterThan(0.4);
    expect(Math.max(...slopes)).toBeLessThan(1.6);
  });
});

describe("folds", () => {
  it("never separates a subject, and spreads good and bad", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 10, maxLength: 200 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer(),
        (items, nFolds, seed) => {
          const groups = items.map(([group]) => `s${group}`);
          const folds = groupedFolds(
            groups,
            items.map(([, good]) => good),
            nFolds,
            seed,
          );
          const seen = new Map<string, number>();
          for (const [index, group] of groups.entries()) {
            expect(seen.get(group) ?? folds[index]).toBe(folds[index]);
            seen.set(group, folds[index]!);
            expect(folds[index]).toBeLessThan(nFolds);
          }
        },
      ),
    );
    const groups = Array.from({ length: 100 }, (_, index) => `s${index}`);
    const good = groups.map((_, index) => index % 4 !== 0);
    const folds = groupedFolds(groups, good, 5, 1);
    for (let fold = 0; fold < 5; fold += 1) {
      expect(folds.filter((f, index) => f === fold && !good[index])).toHaveLength(5);
      expect(folds.filter((f, index) => f === fold && good[index])).toHaveLength(15);
    }
  });
});

describe("bootstrap over groups", () => {
  it("is wider when the items of a group are copies of each other", () => {
    const rng = createRng(5, "groups");
    const values = Array.from({ length: 40 }, () => rng.normal());
    const copies = values.flatMap((value) => Array.from({ length: 10 }, () => value));
    const options = { nRepeats: 400, seed: 1, confidence: 0.95 };
    const mean = (indices: readonly number[]): number =>
      indices.reduce((sum, index) => sum + copies[index]!, 0) / indices.length;
    const grouped = groupedBootstrap(
      copies.map((_, i) => `g${Math.floor(i / 10)}`),
      mean,
      options,
    )!;
    const single = groupedBootstrap(
      copies.map((_, i) => `i${i}`),
      mean,
      options,
    )!;
    expect(grouped.high - grouped.low).toBeGreaterThan(2 * (single.high - single.low));
  });
});

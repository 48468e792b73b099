import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eValueAgainst, LARGEST_E_VALUE } from "./e-value.ts";

/** A list with so many truly bad masks that keeps the claim, and draws so far that it allows. */
const keptClaims = fc
  .record({ size: fc.integer({ min: 1, max: 300 }), claim: fc.nat(1000), truth: fc.nat(1000) })
  .map(({ size, claim, truth }) => {
    const mostBad = Math.floor((claim / 1001) * size);
    return { size, mostBad, bad: Math.min(mostBad, Math.floor((truth / 1000) * (mostBad + 1))) };
  })
  .chain((list) =>
    fc.integer({ min: 0, max: list.size - 1 }).chain((n) => {
      const fewest = Math.max(0, n - (list.size - list.bad));
      return fc
        .integer({ min: fewest, max: Math.max(fewest, Math.min(n, list.bad)) })
        .map((nBad) => ({ ...list, n, nBad }));
    }),
  );

describe("evidence against a bound", () => {
  it("is not expected to grow with the next draw, from whatever list that keeps the bound", () => {
    fc.assert(
      fc.property(keptClaims, ({ size, mostBad, bad, n, nBad }) => {
        const now = eValueAgainst({ size, mostBad }, nBad, n);
        const chanceOfBad = (bad - nBad) / (size - n);
        const expected =
          (chanceOfBad > 0 ? chanceOfBad * eValueAgainst({ size, mostBad }, nBad + 1, n + 1) : 0) +
          (chanceOfBad < 1 ? (1 - chanceOfBad) * eValueAgainst({ size, mostBad }, nBad, n + 1) : 0);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(expected).toBeLessThanOrEqual(now * (1 + 1e-8) + 1e-12);
      }),
      { numRuns: 2000 },
    );
  });

  it("begins at 1, grows with every bad draw, shrinks with every good one", () => {
    fc.assert(
      fc.property(keptClaims, ({ size, mostBad, n, nBad }) => {
        const list = { size, mostBad };
        expect(eValueAgainst(list, 0, 0)).toBeCloseTo(1, 9);
        const now = eValueAgainst(list, nBad, n);
        if (nBad < n) expect(eValueAgainst(list, nBad + 1, n)).toBeGreaterThanOrEqual(now * (1 - 1e-8));
        expect(eValueAgainst(list, nBad, n + 1)).toBeLessThanOrEqual(now * (1 + 1e-8));
      }),
      { numRuns: 500 },
    );
  });

  it("is certainty once more are bad than the list may hold, and nothing once it is sure to hold no more", () => {
    expect(eValueAgainst({ size: 100, mostBad: 2 }, 3, 10)).toBe(LARGEST_E_VALUE);
    expect(eValueAgainst({ size: 100, mostBad: 5 }, 0, 96)).toBe(0);
    expect(eValueAgainst({ size: 10, mostBad: 0 }, 0, 10)).toBe(0);
  });

  it("agrees with the likelihoods written out", () => {
    // Two of three drawn are bad; the claim allows 4 of 20, the five alternatives are 5, 7, 9, 11 and 13.
    const chance = (bad: number): number => (bad * (bad - 1) * (20 - bad)) / (20 * 19 * 18);
    const mean = [5, 7, 9, 11, 13].reduce((sum, bad) => sum + chance(bad) / chance(4), 0) / 5;
    expect(eValueAgainst({ size: 20, mostBad: 4 }, 2, 3)).toBeCloseTo(mean, 9);
  });
});

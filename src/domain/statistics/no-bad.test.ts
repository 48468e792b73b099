import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hypergeometricPmf, hypergeometricUpper } from "./hypergeometric.ts";
import { boundOfNoBad, chanceOfNoBad, checksOfStratum, type Stratum } from "./no-bad.ts";

const stratum = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([size, share]): Stratum => ({ size, nChecks: Math.round(share * size) }));

/** Every way to spread so many bad masks over the strata. */
function* spreads(strata: readonly Stratum[], nBad: number): Generator<number[]> {
  const [first, ...rest] = strata;
  if (!first) {
    if (nBad === 0) yield [];
    return;
  }
  for (let k = 0; k <= Math.min(first.size, nBad); k += 1)
    for (const others of spreads(rest, nBad - k)) yield [k, ...others];
}

describe("no bad check in any stratum", () => {
  it("is as likely at most as under the worst of all spreads", () => {
    fc.assert(
      fc.property(
        fc.array(stratum, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 10 }),
        (strata, nBad) => {
          const chances = [...spreads(strata, nBad)].map((spread) =>
            spread.reduce(
              (chance, bad, index) =>
                chance * hypergeometricPmf(0, strata[index]!.nChecks, { size: strata[index]!.size, bad }),
              1,
            ),
          );
          expect(chanceOfNoBad(strata, nBad)).toBeCloseTo(Math.max(0, ...chances), 9);
        },
      ),
    );
  });

  it("is the hypergeometric law where there is one stratum, its bound included", () => {
    fc.assert(
      fc.property(stratum, fc.constantFrom(0.01, 0.05, 0.2), (one, delta) => {
        const upper = hypergeometricUpper(0, one.nChecks, one.size, delta);
        expect(boundOfNoBad([one], delta)).toBeCloseTo(upper / one.size, 9);
      }),
    );
  });

  it("needs checks enough of a further stratum, and no more", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 400 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(0.05, 0.1),
        fc.constantFrom(0.05, 0.1),
        (size, added, alpha, delta) => {
          const before = [{ size, nChecks: checksOfStratum([], size, { alpha, delta })! }];
          const nChecks = checksOfStratum(before, added, { alpha, delta })!;
          const nBad = Math.floor(alpha * (size + added) + 1e-9) + 1;
          expect(chanceOfNoBad([...before, { size: added, nChecks }], nBad)).toBeLessThanOrEqual(delta);
          if (nChecks > 0)
            expect(chanceOfNoBad([...before, { size: added, nChecks: nChecks - 1 }], nBad)).toBeGreaterThan(delta);
          expect(boundOfNoBad([...before, { size: added, nChecks }], delta)).toBeLessThanOrEqual(alpha + 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("asks a long list for about seven more checks a step of 15 %", () => {
    const first = checksOfStratum([], 2000, { alpha: 0.05, delta: 0.05 })!;
    expect(first).toBe(57);
    expect(checksOfStratum([{ size: 2000, nChecks: first }], 300, { alpha: 0.05, delta: 0.05 })).toBe(7);
  });

  it("cannot prove what was not checked at all", () => {
    expect(checksOfStratum([{ size: 100, nChecks: 0 }], 10, { alpha: 0.05, delta: 0.05 })).toBeNull();
    expect(boundOfNoBad([], 0.05)).toBe(0);
  });
});

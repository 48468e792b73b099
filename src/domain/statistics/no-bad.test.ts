import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hypergeometricPmf, hypergeometricUpper } from "./hypergeometric.ts";
import { boundOfNoBad, chanceOfNoBad, type Stratum } from "./no-bad.ts";

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

  it("is no bound where nothing was checked", () => {
    expect(boundOfNoBad([{ size: 100, nChecks: 0 }], 0.05)).toBe(1);
    expect(boundOfNoBad([], 0.05)).toBe(0);
  });
});

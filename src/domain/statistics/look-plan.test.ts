import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng, shuffled } from "../random/rng.ts";
import { certifiedUpperBound, certifyingChance, planLooks } from "./look-plan.ts";

const plan = (populationSize: number, alpha: number, delta: number, nLooks: number) =>
  planLooks({ populationSize, alpha, delta, nLooks });

describe("planned looks", () => {
  it.each([
    [0.05, 0.05, [67, 104], 0.0492],
    [0.05, 0.05, [75, 112, 146, 176], 0.0497],
    [0.05, 0.1, [53, 86], 0.0998],
    [0.05, 0.1, [60, 95, 126, 155], 0.0999],
    [0.1, 0.1, [26, 42], 0.0992],
    [0.1, 0.1, [29, 47, 62, 76], 0.0999],
  ])("alpha %f, delta %f: %j (methods 8.2)", (alpha, delta, counts, chance) => {
    const { looks, falseCertainty } = plan(Infinity, alpha, delta, counts.length);
    expect(looks.map((look) => look.nChecks)).toEqual(counts);
    expect(looks.map((look) => look.maxBad)).toEqual(counts.map((_, index) => index));
    expect(falseCertainty).toBeCloseTo(chance, 4);
  });

  it.each([
    [0.05, 0.05, [39, 47, 54, 57]],
    [0.05, 0.1, [32, 37, 42, 44]],
    [0.1, 0.1, [18, 20, 21, 22]],
  ])("alpha %f, delta %f: one look at finite lists needs %j", (alpha, delta, counts) => {
    const sizes = [100, 200, 500, 1582];
    expect(sizes.map((size) => plan(size, alpha, delta, 1).looks[0]?.nChecks)).toEqual(counts);
  });

  it("never certifies a list above alpha with more than delta, whatever the list", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(0.02, 0.05, 0.1, 0.2),
        fc.constantFrom(0.01, 0.05, 0.1),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (size, alpha, delta, nLooks, extra) => {
          const { looks } = plan(size, alpha, delta, nLooks);
          const nBad = Math.floor(alpha * size + 1e-9) + 1;
          const worse = Math.min(size, nBad + Math.floor(extra * (size - nBad)));
          expect(certifyingChance(looks, size, worse / size)).toBeLessThanOrEqual(delta + 1e-9);
          expect(looks.every((look) => look.nChecks <= size)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("gives a bound at or below alpha once certified, and a tighter one at the first look", () => {
    const { looks } = plan(200, 0.05, 0.05, 2);
    const first = certifiedUpperBound(looks, 0, 200, 0.05);
    const second = certifiedUpperBound(looks, 1, 200, 0.05);
    expect(first).toBeLessThanOrEqual(second);
    expect(second).toBeLessThanOrEqual(0.05);
    expect(first).toBeGreaterThan(0);
  });

  it("agrees with drawing from real lists", () => {
    const { looks, falseCertainty } = plan(60, 0.1, 0.1, 2);
    const list = Array.from({ length: 60 }, (_, index) => index < 7);
    const rng = createRng(7, "look-plan");
    const nRuns = 20_000;
    let certified = 0;
    for (let run = 0; run < nRuns; run += 1) {
      const draws = shuffled(list, rng);
      const bad = (n: number) => draws.slice(0, n).filter(Boolean).length;
      if (looks.some((look) => bad(look.nChecks) <= look.maxBad)) certified += 1;
    }
    const sigma = Math.sqrt((falseCertainty * (1 - falseCertainty)) / nRuns);
    expect(Math.abs(certified / nRuns - falseCertainty)).toBeLessThan(4 * sigma);
  });
});

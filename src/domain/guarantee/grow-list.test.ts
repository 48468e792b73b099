import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonLower } from "../statistics/binomial.ts";
import { createRng, shuffled } from "../random/rng.ts";
import { planLooks } from "../statistics/look-plan.ts";
import { firstListSize, nextListSize, planGrowth, reachOf } from "./grow-list.ts";

const settings = { alpha: 0.05, delta: 0.05, nLooks: 2 };
const falling = (n: number): number[] => Array.from({ length: n }, (_, index) => 1 - index / (2 * n));

describe("the first list", () => {
  it("is half of the one that promises most, unless most of that would be seen", () => {
    expect(firstListSize(falling(1000), 600, settings)).toBe(300);
    const short = firstListSize(falling(250), 150, settings);
    expect(short).toBeGreaterThan(75);
    expect(planLooks({ populationSize: short, ...settings }).looks[0]!.nChecks).toBeLessThanOrEqual(0.4 * short);
    expect(firstListSize(falling(100), 60, settings)).toBe(60);
    expect(firstListSize(falling(20), 15, settings)).toBe(15);
    expect(firstListSize([], 0, settings)).toBe(0);
  });

  it("ends where the score changes", () => {
    const list = [...new Array<number>(400).fill(0.9), ...falling(200).map((p) => p / 2)];
    expect(firstListSize(list, 500, settings)).toBe(400);
  });

  it("never reaches what is more likely bad than good", () => {
    const list = Array.from({ length: 100 }, (_, index) => 1 - index / 100);
    expect(reachOf(list, 20)).toBe(51);
    expect(reachOf(list, 70)).toBe(70);
    expect([nextListSize(100, 1000), nextListSize(100, 110), nextListSize(100, 100)]).toEqual([115, 110, 100]);
  });
});

describe("growing", () => {
  it("keeps the promise wherever the bad masks lie: a list above the bound is certified with at most delta", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 300 }),
        fc.constantFrom(0, 1, 2, 3),
        fc.integer({ min: 0, max: 1000 }),
        (firstSize, worstStep, seed) => {
          const rng = createRng(seed, "growth");
          const delta = 0.1;
          let broken = 0;
          const nRuns = 400;
          for (let run = 0; run < nRuns; run += 1) broken += Number(isBroken({ firstSize, worstStep, delta }, rng));
          expect(clopperPearsonLower(broken, nRuns, 0.001)).toBeLessThanOrEqual(delta);
        },
      ),
      { numRuns: 12 },
    );
  });
});

/** Grows a list whose bad masks come in one step, just enough of them to break the promise from there on. */
function isBroken(
  { firstSize, worstStep, delta }: { firstSize: number; worstStep: number; delta: number },
  rng: ReturnType<typeof createRng>,
): boolean {
  const alpha = 0.05;
  let strata = [
    { size: firstSize, nChecks: planLooks({ populationSize: firstSize, alpha, delta, nLooks: 1 }).looks[0]!.nChecks },
  ];
  let [size, nBad] = [0, 0];
  for (let step = 0; step < 6; step += 1) {
    const stratum = strata[step]!;
    size += stratum.size;
    const most = Math.floor(alpha * size + 1e-9) + 1;
    const nBadHere = step === worstStep ? Math.min(stratum.size, most) : 0;
    nBad += nBadHere;
    const masks = Array.from({ length: stratum.size }, (_, index) => index < nBadHere);
    if (shuffled(masks, rng).slice(0, stratum.nChecks).some(Boolean)) return false;
    if (nBad > alpha * size) return true;
    strata = [...planGrowth(strata, nextListSize(size, 10_000) - size, { alpha, delta })!.strata];
  }
  return false;
}

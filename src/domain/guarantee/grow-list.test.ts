import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonLower } from "../statistics/binomial.ts";
import { createRng, type Rng, shuffled } from "../random/rng.ts";
import { planLooks } from "../statistics/look-plan.ts";
import { proveAndGrow } from "#tests/support/grow-by-lot.ts";
import { firstListSize, nextListSize, reachOf } from "./grow-list.ts";

const settings = { alpha: 0.05, delta: 0.05, nLooks: 2 };
const falling = (n: number): number[] => Array.from({ length: n }, (_, index) => 1 - index / (2 * n));

describe("the first list", () => {
  it("is half of the one that promises most, unless most of that would be seen", () => {
    expect(firstListSize(falling(1000), 600, settings)).toBe(300);
    const short = firstListSize(falling(250), 150, settings);
    expect(short).toBeGreaterThan(75);
    expect(planLooks({ populationSize: short, ...settings }).looks[0]!.nChecks).toBeLessThanOrEqual(0.4 * short);
    expect(firstListSize(falling(100), 60, settings)).toBe(60);
    expect(firstListSize([], 0, settings)).toBe(0);
  });

  it("ends where one more mask may be bad, as far as the list goes", () => {
    expect(firstListSize(falling(100), 69, settings)).toBe(60);
    expect(firstListSize(falling(100), 71, settings)).toBe(80);
    expect(firstListSize(falling(20), 15, settings)).toBe(20);
    expect(firstListSize(falling(18), 15, settings)).toBe(18);
    expect(firstListSize(falling(20), 9, settings)).toBe(9);
    expect([nextListSize(60, 1000, 0.05), nextListSize(100, 1000, 0.05), nextListSize(400, 1000, 0.05)]).toEqual([
      80, 120, 460,
    ]);
    expect([nextListSize(100, 1000, 0.01), nextListSize(100, 150, 0.01), nextListSize(67, 1000, 0.03)]).toEqual([
      200, 150, 100,
    ]);
  });

  it("ends where the score changes", () => {
    const list = [...new Array<number>(400).fill(0.9), ...falling(200).map((p) => p / 2)];
    expect(firstListSize(list, 500, settings)).toBe(400);
  });

  it("never reaches what is more likely bad than good", () => {
    const list = Array.from({ length: 100 }, (_, index) => 1 - index / 100);
    expect(reachOf(list, 20)).toBe(51);
    expect(reachOf(list, 70)).toBe(70);
    expect([nextListSize(100, 110, 0.05), nextListSize(100, 100, 0.05)]).toEqual([110, 100]);
  });
});

describe("growing", () => {
  it("keeps the promise wherever the bad masks lie: a list above the bound is certified with at most delta", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 300 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 1000 }),
        (firstSize, worstStep, nBefore, seed) => {
          const rng = createRng(seed, "growth");
          const delta = 0.1;
          let broken = 0;
          const nRuns = 400;
          for (let run = 0; run < nRuns; run += 1)
            broken += Number(isBroken({ firstSize, worstStep, nBefore, delta }, rng));
          expect(clopperPearsonLower(broken, nRuns, 0.001)).toBeLessThanOrEqual(delta);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("goes on after a bad check, by more checks", () => {
    const rng = createRng(3, "growth");
    const isGood = Array.from({ length: 400 }, (_, place) => place !== 7);
    // The bad one is the first that is drawn.
    const lot = [7, ...shuffled([...Array(200).keys()], rng).filter((place) => place !== 7)];
    const list = { isGood, reach: 400, lot, mostChecks: Infinity };
    const { provenSizes, checked, proof } = proveAndGrow(list, settings, rng);
    expect(provenSizes).toEqual([200, 240, 280, 320, 360, 400]);
    expect(proof.nBad).toBeLessThanOrEqual(1);
    expect(checked.size).toBeGreaterThan(planLooks({ populationSize: 400, ...settings }).looks[1]!.nChecks);
  });

  it("asks a long list for about eight more checks a step", () => {
    const rng = createRng(5, "growth");
    const first = shuffled([...Array(2000).keys()], rng);
    const nChecksUpTo = (reach: number): number =>
      proveAndGrow(
        { isGood: new Array<boolean>(reach).fill(true), reach, lot: first, mostChecks: Infinity },
        settings,
        rng,
      ).checked.size;
    const [alone, grown] = [nChecksUpTo(2000), nChecksUpTo(2300)];
    expect(alone).toBe(planLooks({ populationSize: 2000, ...settings }).looks[0]!.nChecks);
    expect(grown - alone).toBeGreaterThan(2);
    expect(grown - alone).toBeLessThan(16);
  });
});

/** Grows a list of which so many masks are bad, and from one step on just enough of them to break the promise. */
function isBroken(
  { firstSize, worstStep, nBefore, delta }: Record<"firstSize" | "worstStep" | "nBefore" | "delta", number>,
  rng: Rng,
): boolean {
  const alpha = 0.05;
  const sizes = [firstSize];
  while (sizes.length < 7) sizes.push(nextListSize(sizes.at(-1)!, 10_000, alpha));
  const isGood = new Array<boolean>(sizes.at(-1)!).fill(true);
  for (let place = 0; place < nBefore; place += 1) isGood[place] = false;
  const start = worstStep === 0 ? nBefore : sizes[worstStep - 1]!;
  const nMore = Math.floor(alpha * sizes[worstStep]! + 1e-9) + 1 - nBefore;
  for (let place = start; place < Math.min(sizes[worstStep]!, start + nMore); place += 1) isGood[place] = false;
  const lot = shuffled([...Array(firstSize).keys()], rng);
  const list = { isGood, reach: isGood.length, lot, mostChecks: Infinity };
  const { provenSizes } = proveAndGrow(list, { alpha, delta, nLooks: 2 }, rng);
  return provenSizes.some((size) => isGood.slice(0, size).filter((good) => !good).length > alpha * size + 1e-9);
}

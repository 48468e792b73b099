import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng, shuffled } from "../random/rng.ts";
import { clopperPearsonLower } from "../statistics/binomial.ts";
import { ALARM_E_VALUE, evaluateSpotChecks, SPOT_CHECK_BATCH, type SpotOutcome } from "./spot-checks.ts";

const rest = { size: 933, mostBad: 50 };
const some = (n: number, outcome: SpotOutcome): SpotOutcome[] => new Array<SpotOutcome>(n).fill(outcome);
const batch = (nBad: number): SpotOutcome[] => [...some(nBad, "bad"), ...some(SPOT_CHECK_BATCH - nBad, "good")];

describe("looking at spot checks", () => {
  it("waits for a whole batch, and asks for the next when one is complete", () => {
    expect(evaluateSpotChecks([], rest)).toEqual({
      n: 0,
      nBad: 0,
      eValue: 1,
      isAlarmed: false,
      nToNextLook: 20,
      drawUpTo: 20,
    });
    const underWay = [...some(15, "bad"), ...some(5, "undecided")];
    expect(evaluateSpotChecks(underWay, rest)).toMatchObject({
      n: 15,
      nBad: 15,
      eValue: 1,
      isAlarmed: false,
      nToNextLook: 5,
      drawUpTo: 20,
    });
    expect(evaluateSpotChecks(batch(0), rest)).toMatchObject({ n: 20, nToNextLook: 20, drawUpTo: 40 });
    const [first, second] = [evaluateSpotChecks(batch(1), rest), evaluateSpotChecks([...batch(1), ...batch(1)], rest)];
    expect(first.eValue).toBeLessThan(1);
    expect(second.eValue).toBeLessThan(first.eValue);
  });

  it("fills up what was drawn beyond a batch", () => {
    expect(evaluateSpotChecks([...batch(0), ...some(7, "good")], rest)).toMatchObject({
      n: 27,
      nToNextLook: 13,
      drawUpTo: 40,
    });
    expect(evaluateSpotChecks(some(27, "undecided"), rest)).toMatchObject({ nToNextLook: 20, drawUpTo: 40 });
  });

  it("raises the alarm at five of twenty, not at four, and asks for no more then", () => {
    expect(evaluateSpotChecks(batch(4), rest)).toMatchObject({ isAlarmed: false });
    const alarm = { n: 20, nBad: 5, isAlarmed: true, nToNextLook: 0, drawUpTo: 0 };
    expect(evaluateSpotChecks(batch(5), rest)).toMatchObject(alarm);
    // What comes after it takes it back no more than a later look could.
    expect(evaluateSpotChecks([...batch(5), ...batch(0), ...batch(0)], rest)).toMatchObject(alarm);
  });

  it("passes over masks that are gone", () => {
    const outcomes = [...some(3, "gone"), ...some(17, "good")];
    expect(evaluateSpotChecks(outcomes, rest)).toMatchObject({ n: 17, nToNextLook: 20, drawUpTo: 40 });
    expect(evaluateSpotChecks([...some(15, "gone"), ...some(5, "bad")], rest)).toMatchObject({ isAlarmed: true, n: 5 });
  });

  it("ends with the list, its last batch as short as it must be", () => {
    const small = { size: 25, mostBad: 3 };
    expect(evaluateSpotChecks(batch(1), small)).toMatchObject({ nToNextLook: 5, drawUpTo: 25 });
    expect(evaluateSpotChecks([...batch(1), ...some(5, "good")], small)).toMatchObject({
      n: 25,
      nToNextLook: 0,
      drawUpTo: 25,
      isAlarmed: false,
    });
    expect(evaluateSpotChecks([], { size: 0, mostBad: 0 })).toMatchObject({ nToNextLook: 0, drawUpTo: 0 });
  });

  it("never looks before a batch is complete, and never alarms a list that is seen to keep its bound", () => {
    const outcome = fc.constantFrom<SpotOutcome>("good", "good", "good", "bad", "undecided");
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 90 }), (outcomes) => {
        const state = evaluateSpotChecks(outcomes, { size: 90, mostBad: 9 });
        const nBefore = outcomes.indexOf("undecided") < 0 ? outcomes.length : outcomes.indexOf("undecided");
        const nLookedAt = nBefore === 90 ? 90 : nBefore - (nBefore % SPOT_CHECK_BATCH);
        const looked = evaluateSpotChecks(outcomes.slice(0, nLookedAt), { size: 90, mostBad: 9 });
        expect([state.isAlarmed, state.eValue]).toEqual([looked.isAlarmed, looked.eValue]);
        if (outcomes.length === 90 && state.nBad <= 9 && state.n === 90) expect(state.eValue).toBeLessThan(1);
      }),
    );
  });
});

/** Batches until the alarm, over many orders of one list; Infinity where it never came. */
function batchesToAlarm(size: number, nBad: number, mostBad: number, nRuns: number): number[] {
  const rng = createRng(5, "spot-checks", size, nBad);
  const list = [...some(nBad, "bad"), ...some(size - nBad, "good")];
  return Array.from({ length: nRuns }, () => {
    const { isAlarmed, n } = evaluateSpotChecks(shuffled(list, rng), { size, mostBad });
    return isAlarmed ? Math.ceil(n / SPOT_CHECK_BATCH) : Infinity;
  });
}

describe("the alarm, looked at after every batch until the list is exhausted", () => {
  it.each([
    [60, 0.2],
    [200, 0.05],
    [1000, 0.05],
    [1000, 0.1],
  ])("is false in at most one of twenty lists of %i masks that hold exactly a share of %f", (size, alpha) => {
    const nBad = alpha * size;
    const nRuns = 1000;
    const nFalse = batchesToAlarm(size, nBad, nBad, nRuns).filter(Number.isFinite).length;
    expect(clopperPearsonLower(nFalse, nRuns, 0.01)).toBeLessThanOrEqual(1 / ALARM_E_VALUE);
  });

  it("comes within seven batches with nine chances in ten where thrice the promised share of 5 % is bad", () => {
    const batches = batchesToAlarm(1000, 150, 50, 500);
    expect(batches.filter((n) => n <= 7).length / 500).toBeGreaterThan(0.9);
    expect(batches.filter((n) => n <= 4).length / 500).toBeGreaterThan(0.5);
    expect(batches.every(Number.isFinite)).toBe(true);
  });
});

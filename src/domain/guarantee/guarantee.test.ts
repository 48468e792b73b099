import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng, shuffled } from "../random/rng.ts";
import { planLooks } from "../statistics/look-plan.ts";
import { bestPerCaseAndClass } from "./automatic-list.ts";
import { chooseThreshold } from "./choose-threshold.ts";
import { type CheckOutcome, evaluateChecks } from "./evaluate-checks.ts";
import { guaranteeSentence } from "./sentence.ts";

const plan = {
  looks: [
    { nChecks: 4, maxBad: 0 },
    { nChecks: 7, maxBad: 1 },
  ],
  populationSize: 100,
  delta: 0.05,
};
const outcomes = (text: string): CheckOutcome[] =>
  [...text].map((letter) => (letter === "g" ? "good" : letter === "b" ? "bad" : "undecided"));

describe("looking at random checks", () => {
  it.each([
    ["", null, false, 4, 4],
    ["gg", null, false, 2, 4],
    ["gg?g", null, false, 1, 4],
    ["gggg", 0, false, 0, 0],
    ["gb", null, false, 5, 7],
    ["gggb", null, false, 3, 7],
    ["gggbggg", 1, false, 0, 0],
    ["gggbggb", null, true, 0, 0],
    ["bb", null, true, 0, 0],
    // A bad one after the first look has certified does not undo it: the plan had stopped.
    ["ggggb", 0, false, 0, 0],
  ])("%s", (text, certifiedAt, hasFailed, nMoreNeeded, drawUpTo) => {
    expect(evaluateChecks(outcomes(text), plan)).toMatchObject({ certifiedAt, hasFailed, nMoreNeeded, drawUpTo });
  });

  it("keeps its promise on lists whose bad share is just above alpha", () => {
    const [size, alpha, delta] = [120, 0.05, 0.1];
    const { looks } = planLooks({ populationSize: size, alpha, delta, nLooks: 2 });
    const rng = createRng(11, "promise");
    const list = Array.from({ length: size }, (_, index): CheckOutcome => (index < 7 ? "bad" : "good"));
    let broken = 0;
    for (let run = 0; run < 4000; run += 1) {
      if (evaluateChecks(shuffled(list, rng), { looks, populationSize: size, delta }).certifiedAt !== null) broken += 1;
    }
    expect(broken / 4000).toBeLessThan(delta + 3 * Math.sqrt((delta * (1 - delta)) / 4000));
    expect(broken / 4000).toBeGreaterThan(delta / 3);
  });
});

describe("the automatic list", () => {
  it("holds at most one mask a case and class, the best one that no person has decided", () => {
    const entry = (candidateId: number, caseId: number, classId: number, score: number) => ({
      candidateId,
      caseId,
      classId,
      score,
    });
    const entries = [
      entry(1, 1, 1, 0.9),
      entry(2, 1, 1, 0.95),
      entry(3, 1, 2, 0.2),
      entry(4, 2, 1, 0.5),
      entry(5, 2, 1, 0.5),
      entry(6, 3, 1, 0.7),
    ];
    const list = bestPerCaseAndClass(
      entries,
      (e) => e.candidateId !== 2,
      (e) => e.caseId === 3,
    );
    expect(list.map((e) => e.candidateId)).toEqual([1, 4, 3]);
  });
});

describe("choosing the threshold", () => {
  const list = Array.from({ length: 200 }, (_, index) => 1 - index / 200);
  it("ends the list above where the bad ones begin", () => {
    const scores = Array.from({ length: 100 }, (_, index) => 1 - index / 100);
    const isGood = scores.map((score) => score > 0.5);
    const choice = chooseThreshold(list, { scores, isGood }, { alpha: 0.05, delta: 0.05, nLooks: 2 });
    expect(choice.threshold).toBeGreaterThan(0.45);
    expect(choice.threshold).toBeLessThan(0.75);
    expect(choice.expectedAccepted).toBeGreaterThan(40);
  });

  it("takes all of the list when nothing is bad, next to nothing when everything is", () => {
    const scores = Array.from({ length: 100 }, (_, index) => index / 100);
    const settings = { alpha: 0.1, delta: 0.1, nLooks: 2 };
    expect(chooseThreshold(list, { scores, isGood: scores.map(() => true) }, settings).listSize).toBe(200);
    const hopeless = chooseThreshold(list, { scores, isGood: scores.map(() => false) }, settings);
    expect(hopeless.expectedAccepted).toBeLessThan(5);
    expect(chooseThreshold([], { scores, isGood: scores.map(() => true) }, settings).threshold).toBe(Infinity);
  });

  it("answers for any labels", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { maxLength: 30 }),
        (items) => {
          const labelled = { scores: items.map(([score]) => score), isGood: items.map(([, good]) => good) };
          const choice = chooseThreshold(list, labelled, { alpha: 0.1, delta: 0.1, nLooks: 2 });
          expect(choice.listSize).toBe(list.filter((score) => score >= choice.threshold).length);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("the sentence", () => {
  it("says the bound, rounded up, and never more than is proven", () => {
    const facts = {
      alpha: 0.05,
      delta: 0.05,
      isProven: true,
      reason: null,
      nChecks: 67,
      nBad: 0,
      nMoreNeeded: 0,
      upperBound: 0.04101,
    };
    expect(guaranteeSentence(facts)).toBe(
      "Of the masks accepted by the judge, at most 5 in 100 are bad. We are 95 % sure of this, for masks like the ones in this project. Proven on 67 random checks: 0 were bad, so the true share is at most 4.2 %.",
    );
    expect(
      guaranteeSentence({
        ...facts,
        isProven: false,
        reason: "No check is marked yet.",
        nMoreNeeded: 67,
        upperBound: null,
      }),
    ).toBe("Nothing is accepted without you. No check is marked yet. Mark 67 more random checks to prove the bound.");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng, shuffled } from "../random/rng.ts";
import { planLooks } from "../statistics/look-plan.ts";
import { bestPerCaseAndClass } from "./automatic-list.ts";
import { chooseThreshold } from "./choose-threshold.ts";
import { type CheckOutcome, evaluateChecks } from "./evaluate-checks.ts";
import { proofStage } from "./proof-stage.ts";
import { type GuaranteeFacts, guaranteeReason, guaranteeSentence, guaranteeWords } from "./sentence.ts";

const plan = {
  looks: [
    { nChecks: 4, maxBad: 0 },
    { nChecks: 7, maxBad: 1 },
  ],
  populationSize: 100,
  delta: 0.05,
};
const outcomes = (text: string): CheckOutcome[] =>
  text.split("").map((letter) => ({ g: "good", b: "bad", l: "put-off" } as const)[letter] ?? "undecided");

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
    // Put off: the look waits for it where it could still certify; as long it counts as bad.
    ["gggl", null, false, 1, 4],
    ["ggll", null, false, 2, 4],
    ["ggl", null, false, 2, 4],
    ["ggblggg", null, false, 1, 7],
    ["gggbggl", null, false, 1, 7],
    ["ggbb", null, true, 0, 0],
  ])("%s", (text, certifiedAt, hasFailed, nMoreNeeded, drawUpTo) => {
    const proof = evaluateChecks(outcomes(text), plan);
    expect(proof).toMatchObject({ certifiedAt, hasFailed, nMoreNeeded, drawUpTo });
    // No check is counted as decided and as open: the window draws a square for each.
    if (nMoreNeeded > 0) expect(proof.nDecided + nMoreNeeded).toBe(drawUpTo);
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
  const settings = { alpha: 0.05, delta: 0.05, nLooks: 2 };
  /** Labels that were asked for, none drawn by lot. */
  const asked = (labelled: readonly number[]) => ({ labelled, drawn: [] });
  const uniform = Array.from({ length: 100 }, (_, index) => 1 - index / 100);

  it("ends the list before it is expected to hold too many bad masks", () => {
    // 150 masks that are good with 99 %, 50 with 60 %.
    const list = [
      ...new Array<number>(150).fill(0).map((_, i) => 0.99 - i * 1e-5),
      ...new Array<number>(50).fill(0).map((_, i) => 0.6 - i * 1e-5),
    ];
    const choice = chooseThreshold(list, asked(list), settings);
    expect(choice.listSize).toBeGreaterThan(100);
    expect(choice.listSize).toBeLessThan(160);
  });

  it("takes all of a list that is good, next to nothing of one that is bad, nothing of none", () => {
    const good = new Array<number>(200).fill(0).map((_, i) => 0.999 - i * 1e-6);
    expect(chooseThreshold(good, asked(good), settings).listSize).toBe(200);
    const bad = new Array<number>(200).fill(0).map((_, i) => 0.3 - i * 1e-6);
    expect(chooseThreshold(bad, asked(bad), settings).expectedAccepted).toBeLessThan(2);
    expect(chooseThreshold([], asked(uniform), settings).threshold).toBe(Infinity);
  });

  it("does not depend on which masks were asked for: only their number counts", () => {
    const list = uniform.map((p) => 0.5 + p / 2);
    const few = chooseThreshold(list, asked(list.slice(0, 5)), settings);
    const many = chooseThreshold(list, asked([...list, ...list, ...list]), settings);
    expect(few.expectedAccepted).toBeLessThan(many.expectedAccepted);
  });

  it("learns from the checks of a proof that failed, and from those of one that held", () => {
    const list = uniform.map((p) => 0.5 + p / 2);
    const drawnFrom = (isGood: (index: number) => boolean) => {
      const places = Array.from({ length: 24 }, (_, index) => index * 4);
      return { labelled: [], drawn: places.map((at, index) => ({ pGood: list[at]!, isGood: isGood(index) })) };
    };
    const size = (isGood: (index: number) => boolean) => chooseThreshold(list, drawnFrom(isGood), settings).listSize;
    const [good, someBad, lowBad] = [size(() => true), size((k) => k % 4 > 0), size((k) => k < 12)];
    expect(good).toBeGreaterThan(someBad);
    expect(good).toBeGreaterThan(lowBad);
    // Where bad ones lie at the end alone, the beginning is still worth a try.
    expect(lowBad).toBeGreaterThan(10);
    expect(lowBad).toBeLessThan(50);
  });

  it("answers for any labels", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), fc.boolean()), { maxLength: 30 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
        (labels, given) => {
          const list = given.toSorted((a, b) => b - a);
          const labelled = labels.map(([p]) => p);
          const drawn = labels.flatMap(([pGood, isGood, wasDrawn]) => (wasDrawn ? [{ pGood, isGood }] : []));
          const choice = chooseThreshold(list, { labelled, drawn }, { alpha: 0.1, delta: 0.1, nLooks: 2 });
          expect(choice.listSize).toBe(list.filter((score) => score >= choice.threshold).length);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("the sentence", () => {
  const proven: GuaranteeFacts = {
    alpha: 0.05,
    delta: 0.05,
    threshold: 0.93,
    n_random_checks: 67,
    n_bad: 0,
    n_more_needed: 0,
    n_automatic: 1000,
    upper_bound: 0.04101,
    n_unseen: 933,
    max_bad_unseen: 41,
    growth: null,
    spot_checks: { n: 0, n_bad: 0, observed_share: null, e_value: 1, is_alarmed: false, n_to_next_look: 20 },
  };
  const alarmed: GuaranteeFacts = {
    ...proven,
    threshold: null,
    upper_bound: null,
    max_bad_unseen: null,
    spot_checks: { n: 20, n_bad: 5, observed_share: 0.25, e_value: 37.9, is_alarmed: true, n_to_next_look: 0 },
  };
  const open: GuaranteeFacts = { ...proven, threshold: null, upper_bound: null, max_bad_unseen: null };

  it("says the bound, rounded up, and never more than is proven", () => {
    expect(guaranteeSentence(proven)).toBe(
      "Of the masks accepted by the judge, at most 5 in 100 are bad. We are 95 % sure of this, for masks like the ones in this project. Proven on 67 random checks: 0 were bad, so the true share is at most 4.2 %. Of the 933 masks that nobody has looked at, at most 41 are bad.",
    );
    expect(guaranteeSentence({ ...open, n_random_checks: 0, n_more_needed: 67 })).toBe(
      "Nothing is accepted without you. 1,000 masks are ready to be accepted, but no random check of them is marked yet. Mark 67 more random checks to prove the bound.",
    );
  });

  it("says the same in German, with German numbers", () => {
    expect(guaranteeSentence({ ...proven, n_automatic: 2000, n_unseen: 1933, alpha: 0.005 }, "de")).toBe(
      "Von den Masken, die der Gutachter annimmt, sind höchstens 5 von 1.000 schlecht. Das gilt mit 95 % Sicherheit, für Masken wie die in diesem Projekt. Belegt mit 67 Stichproben: 0 waren schlecht; der wahre Anteil ist also höchstens 4,2 %. Von den 1.933 Masken, die niemand angesehen hat, sind höchstens 41 schlecht.",
    );
  });

  it("names every stage before the proof, in both languages", () => {
    const stages: readonly [GuaranteeFacts, string][] = [
      [{ ...open, n_automatic: 0, n_random_checks: 0, n_more_needed: 67 }, "not-judged"],
      [{ ...open, n_automatic: 0, n_random_checks: 0 }, "no-list"],
      [{ ...open, n_random_checks: 0, n_more_needed: 67 }, "no-checks"],
      [{ ...open, n_random_checks: 45, n_more_needed: 22 }, "checking"],
      [{ ...open, n_random_checks: 104, n_bad: 2 }, "contradicted"],
      [alarmed, "alarmed"],
      [proven, "proven"],
    ];
    expect(stages.map(([facts]) => proofStage(facts))).toEqual(stages.map(([, stage]) => stage));
    for (const language of ["en", "de"] as const) {
      const reasons = stages.map(([facts]) => guaranteeReason(facts, language));
      expect(new Set(reasons).size).toBe(stages.length);
      expect(reasons.at(-1)).toBeNull();
    }
  });

  it("says beside the promise what was observed since, and why it no longer holds", () => {
    const watched = { ...proven, spot_checks: { ...proven.spot_checks, n: 40, observed_share: 0 } };
    expect(guaranteeWords(watched, "en").observed).toBe("Of 40 spot checks since then, 0 were bad.");
    expect(guaranteeWords(watched, "de").observed).toBe("Von 40 Nachkontrollen seitdem waren 0 schlecht.");
    expect(guaranteeSentence(watched).endsWith("at most 41 are bad. Of 40 spot checks since then, 0 were bad.")).toBe(
      true,
    );
    expect(guaranteeSentence(alarmed)).toBe(
      "Nothing is accepted without you. 5 of 20 spot checks are bad: they speak against “at most 5 in 100”, which no longer holds. Train a new version and prove its list, or choose a higher limit.",
    );
    expect(guaranteeSentence(alarmed, "de")).toBe(
      "Ohne Sie wird nichts angenommen. 5 von 20 Nachkontrollen sind schlecht: Sie sprechen gegen „höchstens 5 von 100“, das gilt nun nicht mehr. Trainieren Sie eine neue Version und belegen Sie deren Liste, oder wählen Sie eine höhere Grenze.",
    );
  });

  it("says what more checks could add, beside the promise and not in it", () => {
    const growing = { ...proven, growth: { n_more_needed: 7, n_automatic: 1150 } };
    expect(guaranteeWords(growing, "en").further).toBe(
      "Mark 7 more random checks: if none is bad, 150 more masks are accepted.",
    );
    expect(guaranteeWords(growing, "de").further).toBe(
      "Markieren Sie 7 weitere Stichproben: Ist keine schlecht, werden 150 weitere Masken angenommen.",
    );
    expect(guaranteeSentence(growing)).toBe(guaranteeSentence(proven));
    expect([guaranteeWords(proven, "en").further, guaranteeWords(open, "en").further]).toEqual(["", ""]);
  });

  it("gives its parts, which joined are the sentence, and holds the bound's own words", () => {
    for (const language of ["en", "de"] as const) {
      const words = guaranteeWords(proven, language);
      expect(words.promise).toContain(words.bound);
      expect([words.promise, words.proof, words.unseen].join(" ")).toBe(guaranteeSentence(proven, language));
      expect(words.observed).toBe("");
    }
  });
});

import { describe, expect, it } from "vitest";
import type { Guarantee } from "#contract/guarantee.ts";
import { type JudgeSituation, limitIndex, limitsFor, nextStep, offeredVersion } from "./next-step.ts";

const readiness = {
  nLabels: 0,
  nGood: 0,
  nBad: 0,
  minLabels: 20,
  minOfEach: 5,
  isReady: false,
  nNewSinceLast: 0,
  canResume: false,
};

const guarantee: Guarantee = {
  alpha: 0.05,
  delta: 0.05,
  threshold: null,
  reason: "",
  n_random_checks: 0,
  n_bad: 0,
  n_more_needed: 67,
  n_automatic: 1000,
  upper_bound: null,
  n_unseen: 1000,
  max_bad_unseen: null,
  growth: null,
  spot_checks: { n: 0, n_bad: 0, observed_share: null, e_value: 1, is_alarmed: false, n_to_next_look: 0 },
  further: "",
  sentence: "",
};

const start: JudgeSituation = {
  project: { nCandidates: 2568, judgeVersion: null, guarantee: null },
  readiness,
  versions: [],
  isTraining: false,
  isJudging: false,
};

const trained = (version: number, nLabels = 24) => ({ version, metrics: { n_labels: nLabels } });

const judged = (part: Partial<Guarantee>): JudgeSituation => ({
  ...start,
  versions: [trained(1)],
  project: { ...start.project, judgeVersion: 1, guarantee: { ...guarantee, ...part } },
});

describe("the next step", () => {
  it("stays with the first labels where an opinion was formed without any, and says that the masks are sorted", () => {
    const sorted = { ...judged({}), versions: [trained(1, 0)] };
    expect(nextStep(sorted)).toMatchObject({ kind: "first-labels", isSorted: true });
    expect(nextStep(start)).toMatchObject({ kind: "first-labels", isSorted: false });
    expect(nextStep({ ...sorted, readiness: { ...readiness, isReady: true } }).kind).toBe("train-first");
    expect(nextStep({ ...sorted, versions: [trained(2), trained(1, 0)] }).kind).toBe("prove");
  });

  it("follows the working order", () => {
    const steps = [
      { ...start, project: { ...start.project, nCandidates: 0 } },
      start,
      { ...start, readiness: { ...readiness, nLabels: 20, nGood: 20 } },
      { ...start, readiness: { ...readiness, nLabels: 24, nGood: 12, nBad: 12, isReady: true } },
      { ...start, isTraining: true },
      { ...start, versions: [trained(1)] },
      judged({}),
      judged({ n_random_checks: 45, n_more_needed: 22 }),
      judged({ n_random_checks: 67, n_more_needed: 0, threshold: 0.93 }),
    ].map((situation) => nextStep(situation).kind);
    expect(steps).toEqual([
      "no-masks",
      "first-labels",
      "one-kind",
      "train-first",
      "training-first",
      "apply",
      "prove",
      "prove",
      "proven",
    ]);
  });

  it("says how many labels are missing, and of which kind", () => {
    expect(nextStep({ ...start, readiness: { ...readiness, nLabels: 7, nGood: 7 } })).toEqual({
      kind: "first-labels",
      isSorted: false,
      nDone: 7,
      nWanted: 20,
    });
    expect(nextStep({ ...start, readiness: { ...readiness, nLabels: 22, nGood: 1, nBad: 21 } })).toEqual({
      kind: "one-kind",
      missing: "good",
      nLabels: 22,
      nOther: 21,
      nMissing: 4,
    });
  });

  it("says where the proof costs more marks than it saves", () => {
    expect(nextStep(judged({}))).toMatchObject({ kind: "prove", nMore: 67, nListed: 1000, isShort: false });
    expect(nextStep(judged({ n_automatic: 25, n_more_needed: 19 }))).toMatchObject({ nListed: 25, isShort: true });
  });

  it("tells a bound that the checks contradict from one that no list can reach", () => {
    expect(nextStep(judged({ n_random_checks: 104, n_bad: 2, n_more_needed: 0 })).kind).toBe("contradicted");
    const spotChecks = { n: 20, n_bad: 5, observed_share: 0.25, e_value: 38, is_alarmed: true, n_to_next_look: 0 };
    expect(nextStep(judged({ n_random_checks: 67, n_more_needed: 0, spot_checks: spotChecks }))).toEqual({
      kind: "alarmed",
      nDone: 20,
      nBad: 5,
    });
    expect(nextStep(judged({ n_automatic: 0, n_more_needed: 0 })).kind).toBe("out-of-reach");
    expect(nextStep(judged({ n_automatic: 0, n_more_needed: 67 })).kind).toBe("apply");
  });
});

describe("limits", () => {
  it("offers the seven bounds, and the project's own where it is another", () => {
    expect(limitsFor(0.05)).toHaveLength(7);
    expect(limitsFor(0.04)).toEqual([0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15]);
    expect(limitIndex(limitsFor(0.1), 0.1 + 1e-12)).toBe(5);
  });
});

describe("a newer version", () => {
  it("is offered while an older one is in use, and not after a person went back to it on purpose with none newer", () => {
    const rows = [
      { version: 8, isInUse: false, hasScores: true },
      { version: 7, isInUse: true, hasScores: true },
    ];
    expect(offeredVersion(rows)).toEqual({ newest: 8, inUse: 7, isTried: true });
    expect(offeredVersion(rows.slice(1))).toBeNull();
    expect(offeredVersion([])).toBeNull();
  });
});

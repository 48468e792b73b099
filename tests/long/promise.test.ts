import { describe, expect, it } from "vitest";
import { applyPlatt, fitPlatt } from "#domain/calibration/platt.ts";
import { bestPerCaseAndClass, type ListEntry } from "#domain/guarantee/automatic-list.ts";
import { chooseThreshold } from "#domain/guarantee/choose-threshold.ts";
import { firstListSize, reachOf } from "#domain/guarantee/grow-list.ts";
import type { ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { evaluateSpotChecks } from "#domain/guarantee/spot-checks.ts";
import { createRng, type Rng, shuffled } from "#domain/random/rng.ts";
import { clopperPearsonLower } from "#domain/statistics/binomial.ts";
import { proveAndGrow } from "#tests/support/grow-by-lot.ts";
import { smallestCountAbove } from "#domain/statistics/look-plan.ts";

const N_PROJECTS = 1000;
/** Versions that a project trains at most before it gives up. */
const N_VERSIONS = 3;
const settings = { alpha: 0.05, delta: 0.05, nLooks: 2 };

interface Mask extends ListEntry {
  readonly isGood: boolean;
}

interface Outcome {
  /** Accepted without a person, of the cases that could be. */
  readonly coverage: number;
  readonly nVersions: number;
  /** The proven list holds more bad masks than promised; null where none was proven. */
  readonly isBroken: boolean | null;
  /** Spot checks to the end of the list raised the alarm. */
  readonly isAlarmed: boolean;
}

/** A project of its own kind: how many cases, how good the masks, how much the judge knows, how well it knows itself. */
function makePool(rng: Rng): { masks: Mask[]; nCases: number } {
  const nCases = 150 + rng.int(1050);
  const nPerCase = 1 + rng.int(4);
  const lean = -0.5 + 3 * rng.next();
  const knowledge = 0.5 + 2.5 * rng.next();
  // What the masks of a case have in common, and the judge does not see.
  const blindness = 1.5 * rng.next();
  const masks: Mask[] = [];
  for (let caseId = 0; caseId < nCases; caseId += 1) {
    const common = rng.normal();
    for (let at = 0; at < nPerCase; at += 1) {
      const seen = rng.normal();
      const truth = lean + knowledge * seen + blindness * common + 0.7 * rng.normal();
      masks.push({ candidateId: masks.length, caseId, classId: 1, score: seen, isGood: truth > 0 });
    }
  }
  return { masks, nCases };
}

/** Follows one project as a person would: mark what teaches most, train, prove; if that fails, mark more and train again. */
function follow(seed: number): Outcome {
  const rng = createRng(seed, "project");
  const { masks, nCases } = makePool(rng);
  const labelled = new Set<number>();
  const checked: { pGood: number; isGood: boolean }[] = [];
  let isFirst = true;
  for (let version = 1; version <= N_VERSIONS; version += 1) {
    const open = masks.filter((mask) => !labelled.has(mask.candidateId));
    const asked = isFirst ? shuffled(open, rng) : open.toSorted((a, b) => Math.abs(a.score) - Math.abs(b.score));
    for (const mask of asked.slice(0, 30 + rng.int(70))) labelled.add(mask.candidateId);
    isFirst = false;
    const taught = masks.filter((mask) => labelled.has(mask.candidateId));
    const platt = fitPlatt(
      taught.map((mask) => mask.score),
      taught.map((mask) => mask.isGood),
    );
    const settled = new Set(taught.filter((mask) => mask.isGood).map((mask) => mask.caseId));
    const entries = masks.map((mask) => ({ ...mask, score: applyPlatt(platt, mask.score) }));
    const best = bestPerCaseAndClass(
      entries,
      (entry) => !labelled.has(entry.candidateId),
      (entry) => settled.has(entry.caseId),
    );
    const scores = best.map((entry) => entry.score);
    const { listSize } = chooseThreshold(
      scores,
      { labelled: taught.map((mask) => applyPlatt(platt, mask.score)), drawn: checked },
      settings,
    );
    const firstSize = firstListSize(scores, listSize, settings);
    const order = best.map(({ candidateId }) => masks[candidateId]!);
    const lot = shuffled([...order.keys()].slice(0, firstSize), rng);
    const isGoodOf = order.map(({ isGood }) => isGood);
    const list = { isGood: isGoodOf, reach: reachOf(scores, firstSize), lot, mostChecks: Infinity };
    const { lot: longest, proof, provenSizes, checked: looked } = proveAndGrow(list, settings, rng);
    if (provenSizes.length > 0) {
      const accepted = longest.map((place) => outcomeOf(order[place]!));
      return {
        coverage: longest.length / nCases,
        nVersions: version,
        isBroken: isBroken(accepted),
        isAlarmed: watch(accepted, proof),
      };
    }
    // The checks of a version that another replaces may teach.
    for (const place of looked) {
      const mask = order[place]!;
      labelled.add(mask.candidateId);
      checked.push({ pGood: applyPlatt(platt, mask.score), isGood: mask.isGood });
    }
  }
  return { coverage: 0, nVersions: N_VERSIONS, isBroken: null, isAlarmed: false };
}

/** What a simulated person says. */
type Checked = "good" | "bad";

function outcomeOf({ isGood }: { readonly isGood: boolean }): Checked {
  return isGood ? "good" : "bad";
}

function isBroken(lot: readonly Checked[]): boolean {
  return lot.filter((outcome) => outcome === "bad").length >= smallestCountAbove(lot.length, settings.alpha);
}

/** Spot checks to the end: of a list in the order of its lot what comes after its proof. */
function watch(lot: readonly Checked[], { nDecided, nBad }: ProofState): boolean {
  const further = lot.slice(nDecided);
  const mostBad = smallestCountAbove(lot.length, settings.alpha) - 1 - nBad;
  return evaluateSpotChecks(further, { size: further.length, mostBad }).isAlarmed;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const shareOf = (n: number, of: number): string => `${n} of ${of} (${of === 0 ? "none" : percent(n / of)})`;

describe("the promise", () => {
  it(`is kept by ${N_PROJECTS} synthetic projects, planned looks, lists that grow and several versions included`, () => {
    const outcomes = Array.from({ length: N_PROJECTS }, (_, seed) => follow(seed));
    const proven = outcomes.filter((outcome) => outcome.isBroken !== null);
    const broken = proven.filter((outcome) => outcome.isBroken);
    const kept = proven.filter((outcome) => !outcome.isBroken);
    const nFalse = kept.filter((outcome) => outcome.isAlarmed).length;
    const nFound = broken.filter((outcome) => outcome.isAlarmed).length;
    const mean = (of: readonly Outcome[]): number => of.reduce((sum, { coverage }) => sum + coverage, 0) / of.length;
    process.stdout.write(
      [
        `proven: ${shareOf(proven.length, N_PROJECTS)}, with ${(proven.reduce((sum, { nVersions }) => sum + nVersions, 0) / proven.length).toFixed(2)} versions`,
        `promise broken: ${shareOf(broken.length, N_PROJECTS)}`,
        `mean coverage: ${percent(mean(outcomes))} of all projects, ${percent(mean(proven))} of the proven`,
        `spot checks to the end: alarm in ${shareOf(nFalse, kept.length)} that keep it, in ${shareOf(nFound, broken.length)} that break it`,
        "",
      ].join("\n"),
    );
    expect(proven.length).toBeGreaterThan(N_PROJECTS / 4);
    expect(clopperPearsonLower(broken.length, N_PROJECTS, 0.01)).toBeLessThanOrEqual(settings.delta);
    expect(clopperPearsonLower(nFalse, kept.length, 0.01)).toBeLessThanOrEqual(1 / 20);
  });

  it("is kept at its worst: lists with one bad mask more than the bound allows", () => {
    const rng = createRng(1, "worst");
    const nBroken = Array.from({ length: N_PROJECTS }, () => {
      const size = 60 + rng.int(940);
      const nBad = smallestCountAbove(size, settings.alpha);
      const isGood = Array.from({ length: size }, (_, place) => place >= nBad);
      const list = { isGood, reach: size, lot: shuffled([...isGood.keys()], rng), mostChecks: Infinity };
      return proveAndGrow(list, settings, rng).provenSizes.length;
    }).filter((nProven) => nProven > 0).length;
    process.stdout.write(`at its worst broken: ${shareOf(nBroken, N_PROJECTS)}\n`);
    expect(clopperPearsonLower(nBroken, N_PROJECTS, 0.01)).toBeLessThanOrEqual(settings.delta);
    expect(nBroken).toBeGreaterThan(0);
  });
});

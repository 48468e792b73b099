import type { Guarantee } from "#contract/guarantee.ts";
import { type CheckOutcome, evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { guaranteeSentence } from "#domain/guarantee/sentence.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";
import type { ReadableProject } from "../project.ts";
import { type LabelState, labelStates } from "../queries/labels.ts";
import { type Lot, lotFor } from "../queries/lots.ts";
import { getSetting } from "../queries/settings.ts";

/** The guarantee asked for: as given, else the project's setting. */
export function settingsFor(
  project: ReadableProject,
  alpha: number | undefined,
  delta: number | undefined,
): { alpha: number; delta: number } {
  return { alpha: alpha ?? getSetting(project, "alpha"), delta: delta ?? getSetting(project, "delta") };
}

export interface GuaranteeState {
  readonly guarantee: Guarantee;
  readonly lot: Lot | null;
  readonly proof: ProofState | null;
}

/**
 * How far a version's guarantee is proven. Nothing of it is stored: it follows from the frozen list, the draws and the
 * labels as they are, so that a mark taken back takes the proof back with it.
 */
export function guaranteeOf(
  project: ReadableProject,
  version: number,
  alpha: number,
  delta: number,
  states: ReadonlyMap<number, LabelState> = labelStates(project),
): GuaranteeState {
  const lot = lotFor(project, version, alpha, delta);
  if (!lot) return { lot, proof: null, guarantee: unlisted(project, alpha, delta) };
  const outcomes = lot.members.slice(0, lot.nDrawn).map((candidateId) => checkOutcome(states.get(candidateId)));
  const proof = evaluateChecks(outcomes, { looks: lot.looks, populationSize: lot.members.length, delta });
  const isProven = proof.certifiedAt !== null;
  const reason = isProven ? null : reasonOf(lot, proof);
  const unseen = unseenPart(lot, states, proof.upperBound);
  return {
    lot,
    proof,
    guarantee: {
      alpha,
      delta,
      threshold: isProven ? lot.threshold : null,
      reason,
      n_random_checks: proof.nDecided,
      n_bad: proof.nBad,
      n_more_needed: proof.nMoreNeeded,
      n_automatic: lot.members.length,
      upper_bound: proof.upperBound,
      n_unseen: unseen.n,
      max_bad_unseen: unseen.maxBad,
      sentence: guaranteeSentence({
        alpha,
        delta,
        isProven,
        reason,
        nChecks: proof.nDecided,
        nBad: proof.nBad,
        nMoreNeeded: proof.nMoreNeeded,
        upperBound: proof.upperBound,
        nUnseen: unseen.n,
        maxBadUnseen: unseen.maxBad,
      }),
    },
  };
}

/** The bound is on the whole list; the bad masks that were found in it are out, the rest lies among those unseen. */
function unseenPart(
  lot: Lot,
  states: ReadonlyMap<number, LabelState>,
  upperBound: number | null,
): { n: number; maxBad: number | null } {
  const n = lot.members.filter((candidateId) => !states.has(candidateId)).length;
  if (upperBound === null) return { n, maxBad: null };
  const nFound = lot.members.filter((candidateId) => checkOutcome(states.get(candidateId)) === "bad").length;
  const most = Math.floor(upperBound * lot.members.length + 1e-9);
  return { n, maxBad: Math.max(0, Math.min(n, most - nFound)) };
}

/**
 * What a check proves. `later` counts as bad until it is decided, and so do raters who disagree; a mark given with the
 * judge's opinion in sight proves nothing and has to be given again.
 */
export function checkOutcome(state: LabelState | undefined): CheckOutcome {
  if (!state || state.word === null || !state.isBlind) return "undecided";
  return state.word === "accept" ? "good" : "bad";
}

function reasonOf(lot: Lot, proof: ProofState): string {
  if (lot.members.length === 0) return "No list of masks is good enough to be worth proving yet.";
  if (proof.hasFailed)
    return `${proof.nBad} of ${proof.nDecided} random checks were bad, which is more than the bound allows.`;
  if (proof.nDecided === 0)
    return `${lot.members.length} masks are ready to be accepted, but no random check of them is marked yet.`;
  return `${proof.nDecided} random checks are marked, ${proof.nBad} of them bad.`;
}

/** Before a version has judged: how many checks a long list would need, so that the way ahead is known. */
function unlisted(project: ReadableProject, alpha: number, delta: number): Guarantee {
  const reason = "This version has not judged yet.";
  const { looks } = planLooks({ populationSize: Infinity, alpha, delta, nLooks: getSetting(project, "nLooks") });
  const nMoreNeeded = looks[0]?.nChecks ?? 0;
  return {
    alpha,
    delta,
    threshold: null,
    reason,
    n_random_checks: 0,
    n_bad: 0,
    n_more_needed: nMoreNeeded,
    n_automatic: 0,
    upper_bound: null,
    n_unseen: 0,
    max_bad_unseen: null,
    sentence: guaranteeSentence({
      alpha,
      delta,
      isProven: false,
      reason,
      nChecks: 0,
      nBad: 0,
      nMoreNeeded,
      upperBound: null,
      nUnseen: 0,
      maxBadUnseen: null,
    }),
  };
}

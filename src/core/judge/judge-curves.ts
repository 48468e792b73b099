import type { Output } from "#contract/commands.ts";
import { countsAsBad } from "#domain/guarantee/evaluate-checks.ts";
import { wilsonInterval } from "#domain/statistics/binomial.ts";
import { hypergeometricUpper } from "#domain/statistics/hypergeometric.ts";
import { reliabilityBins } from "#domain/statistics/reliability.ts";
import type { ReadableProject } from "../project/project.ts";
import { type JudgeRecord, judgeRecord, type Score, scoresInTurns } from "../project/queries/judges.ts";
import { type LabelState, labelStates } from "../project/queries/labels.ts";
import type { Lot } from "../project/queries/lots.ts";
import { checkOutcome, guaranteeOf, settingsFor } from "../project/state/guarantee.ts";
import { openSlots } from "./open-slots.ts";
import { trainingCurve } from "./training-history.ts";

type Curves = Output<"judge.curves">;

/** A bin of the reliability diagram holds at least so many labels, and there are at most so many bins. */
const LEAST_IN_BIN = 8;
const MOST_BINS = 8;
/** The worst case of fewer checks than this says nothing (ui.md, *Plots*). */
const LEAST_FOR_WORST_CASE = 17;

/** What a version's plots show. */
export async function judgeCurves(project: ReadableProject, version: number): Promise<Curves> {
  const judge = judgeRecord(project, version);
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  const states = labelStates(project);
  const { lot, proof } = guaranteeOf(project, version, alpha, delta, states);
  const curves = { reliability: reliability(judge), training: trainingCurve(judge.settings) };
  if (!lot) return { ...curves, risk: [], nChecks: 0, chosenCoverage: null };
  const scores = await scoresInTurns(project, version);
  const nPossible = openSlots(project, states).countWith(lot.members);
  const nProof = proof === null || proof.certifiedAt === null ? lot.nDrawn : lot.looks[proof.certifiedAt]!.nChecks;
  const risk = riskCurve({ ...lot, nDrawn: nProof }, states, scores, {
    nPossible,
    upperBound: proof?.upperBound ?? null,
  });
  return {
    ...curves,
    risk,
    nChecks: risk.length,
    chosenCoverage: nPossible === 0 ? null : lot.members.length / nPossible,
  };
}

function reliability({ crossFitted: { pGood, isGood } }: JudgeRecord): Curves["reliability"] {
  if (pGood.length === 0) return [];
  const nBins = Math.max(1, Math.min(MOST_BINS, Math.floor(pGood.length / LEAST_IN_BIN)));
  return reliabilityBins(pGood, isGood, nBins).map(({ meanPredicted, observed, n }) => {
    const [low, high] = wilsonInterval(Math.round(observed * n), n);
    return { said: meanPredicted, good: observed, low, high, n };
  });
}

/**
 * Over the decided checks, best score first; of a proven list those that proved it, without the spot checks since. The
 * checks with a score at least that high are draws without replacement from the part of the list with such scores: bad
 * among them is what was measured there, and its exact bound the worst case, each for itself (only the whole list, at a
 * planned look, is what is promised). The checks of a list that has grown are draws from its parts: only the whole has a bound.
 */
function riskCurve(
  lot: Lot,
  states: ReadonlyMap<number, LabelState>,
  scores: ReadonlyMap<number, Score>,
  { nPossible, upperBound }: { readonly nPossible: number; readonly upperBound: number | null },
): Curves["risk"] {
  const scoreOf = (candidateId: number): number => scores.get(candidateId)?.pGood ?? 0;
  const listed = lot.members.map(scoreOf).toSorted((a, b) => b - a);
  const checks = lot.members
    .slice(0, lot.nDrawn)
    .flatMap((candidateId) => {
      const outcome = checkOutcome(states.get(candidateId));
      return outcome === "undecided" ? [] : [{ score: scoreOf(candidateId), isBad: countsAsBad(outcome) }];
    })
    .toSorted((a, b) => b.score - a.score);
  let nBad = 0;
  let nListed = 0;
  return checks.map(({ score, isBad }, index) => {
    if (isBad) nBad += 1;
    const n = index + 1;
    // All checks together are draws from the whole list.
    const lowest = n === checks.length ? -Infinity : score;
    while (nListed < listed.length && listed[nListed]! >= lowest) nListed += 1;
    const isLast = n === checks.length;
    const isBounded = !lot.strata && n >= LEAST_FOR_WORST_CASE;
    return {
      coverage: nListed / nPossible,
      measured: nBad / n,
      worst: isBounded
        ? hypergeometricUpper(nBad, n, nListed, lot.delta) / nListed
        : lot.strata && isLast
          ? upperBound
          : null,
    };
  });
}

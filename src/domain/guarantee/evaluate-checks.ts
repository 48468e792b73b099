import { certifiedUpperBound, type Look } from "../statistics/look-plan.ts";
import { boundOfNoBad, type Stratum } from "../statistics/no-bad.ts";

/** What a person said of a random check. What was put off counts as bad until it is decided. */
export type CheckOutcome = "good" | "bad" | "put-off" | "undecided";

/** Whether a check counts as bad as things stand. */
export function countsAsBad(outcome: CheckOutcome): boolean {
  return outcome === "bad" || outcome === "put-off";
}

/** Whether a mark is asked for: a proof waits for what was put off, what watches a proven list does not. */
export function isAskedFor(outcome: CheckOutcome, isWatched: boolean): boolean {
  return outcome === "undecided" || (outcome === "put-off" && !isWatched);
}

function isDecided(outcome: CheckOutcome): boolean {
  return outcome === "good" || outcome === "bad";
}

/** How far the proof of one automatic list has come. */
export interface ProofState {
  /** Index of the look that certified the list; null while nothing is proven. */
  readonly certifiedAt: number | null;
  /** More bad checks were found than any planned look allows: this list cannot be proven any more. */
  readonly hasFailed: boolean;
  /** Checks that are decided, those after the look that certified left out. Put-off ones are open until then. */
  readonly nDecided: number;
  readonly nBad: number;
  /** Open checks of the next look that can still certify; 0 once certified or failed. */
  readonly nMoreNeeded: number;
  /** How many checks have to be drawn by then, from the first on. */
  readonly drawUpTo: number;
  /** With confidence 1 − delta at most this share of the list is bad; null while nothing is proven. */
  readonly upperBound: number | null;
}

/**
 * Looks at random checks, only where the plan has a look (methods 8.2): a look is taken when all of its checks are
 * decided, and certifies when no more of them are bad than it allows. Where only checks that were put off stand in its way,
 * it waits for them: deciding one costs less than drawing those of the look after it.
 * @param outcomes of the checks in the order in which they were drawn by lot; what is not drawn yet is left out
 * @param plan with the strata of a list that has grown by them, where it has. `leastAllowed`: looks that allow fewer bad
 * checks are left out, since so many were found before the list has grown; that only makes a proof harder.
 */
export function evaluateChecks(
  outcomes: readonly CheckOutcome[],
  plan: {
    readonly looks: readonly Look[];
    readonly populationSize: number;
    readonly delta: number;
    readonly strata?: readonly Stratum[] | null;
    readonly leastAllowed?: number;
  },
): ProofState {
  const { looks, populationSize, delta, strata, leastAllowed = 0 } = plan;
  const nDecided = outcomes.filter(isDecided).length;
  const nBad = outcomes.filter((outcome) => outcome === "bad").length;
  const base = { nDecided, nBad, nMoreNeeded: 0, drawUpTo: 0, upperBound: null, certifiedAt: null, hasFailed: false };
  for (const [index, look] of looks.entries()) {
    const first = outcomes.slice(0, look.nChecks);
    const nRejected = first.filter((outcome) => outcome === "bad").length;
    if (nRejected > look.maxBad || look.maxBad < leastAllowed) continue;
    const nBadFirst = first.filter(countsAsBad).length;
    const isComplete = first.length === look.nChecks && !first.includes("undecided");
    if (!isComplete || nBadFirst > look.maxBad)
      return { ...base, nMoreNeeded: look.nChecks - first.filter(isDecided).length, drawUpTo: look.nChecks };
    // What was drawn after that look watches the list, and is no part of its proof.
    const proof = { nDecided: look.nChecks, nBad: nBadFirst, certifiedAt: index };
    const upperBound = strata ? boundOfNoBad(strata, delta) : certifiedUpperBound(looks, index, populationSize, delta);
    return { ...base, ...proof, upperBound };
  }
  return { ...base, hasFailed: looks.length > 0 };
}

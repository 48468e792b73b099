import { eValueAgainst } from "../statistics/e-value.ts";
import type { CheckOutcome } from "./evaluate-checks.ts";

/** Spot checks are looked at when so many more of them are decided, and at no other time (methods 8.2). */
export const SPOT_CHECK_BATCH = 20;
/** Evidence that withdraws what was proven: reached by chance in at most one project of twenty, however long it runs. */
export const ALARM_E_VALUE = 20;

/** What a spot check says (put off counts as bad); `gone` where the mask was taken out of the project, so that nobody can mark it any more. */
export type SpotOutcome = Exclude<CheckOutcome, "put-off"> | "gone";

/** What the spot checks of a proven list have shown. */
export interface SpotCheckState {
  /** Decided ones; once the alarm is raised, those that raised it. */
  readonly n: number;
  readonly nBad: number;
  /** After the last complete batch; 1 before the first. */
  readonly eValue: number;
  readonly isAlarmed: boolean;
  /** Marks until the next look, drawn already or not; 0 when alarmed, and when the list has no more. */
  readonly nToNextLook: number;
  /** How many should be drawn as things stand: whole batches, and one that waits for marks. 0 when alarmed. */
  readonly drawUpTo: number;
}

/**
 * Watches a list after its proof. Spot checks are the next members of the very lot that proved it, so they are draws
 * without replacement from what the proof left of the list; whatever the proof was, they may be tested anew.
 * @param outcomes of the members drawn after the look that certified, in the order of the lot
 * @param rest what the proof left: masks, and how many of them may be bad if the list keeps its bound. A mask that is
 * gone is a draw that nobody has seen: the others are still a fair draw from the rest.
 */
export function evaluateSpotChecks(
  outcomes: readonly SpotOutcome[],
  rest: { readonly size: number; readonly mostBad: number },
): SpotCheckState {
  let eValue = 1;
  for (let start = 0; ; start += SPOT_CHECK_BATCH) {
    const end = Math.min(start + SPOT_CHECK_BATCH, rest.size);
    const batch = outcomes.slice(start, end);
    const nMissing = end - start - batch.filter((outcome) => outcome !== "undecided").length;
    if (nMissing > 0 || start >= rest.size) {
      const drawUpTo = Math.min(
        rest.size,
        Math.max(end, SPOT_CHECK_BATCH * Math.ceil(outcomes.length / SPOT_CHECK_BATCH)),
      );
      return { ...count(outcomes), eValue, isAlarmed: false, nToNextLook: Math.max(0, nMissing), drawUpTo };
    }
    const seen = count(outcomes.slice(0, end));
    eValue = eValueAgainst(rest, seen.nBad, seen.n);
    if (eValue >= ALARM_E_VALUE) return { ...seen, eValue, isAlarmed: true, nToNextLook: 0, drawUpTo: 0 };
  }
}

function count(outcomes: readonly SpotOutcome[]): { n: number; nBad: number } {
  const nBad = outcomes.filter((outcome) => outcome === "bad").length;
  return { nBad, n: nBad + outcomes.filter((outcome) => outcome === "good").length };
}

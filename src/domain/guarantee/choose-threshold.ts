import { certifyingChance, planLooks } from "../statistics/look-plan.ts";
import { type DrawnMask, leantBelief, taughtBelief } from "./list-belief.ts";

/** Where the automatic list should end, before any of its checks is drawn. */
export interface ThresholdChoice {
  /** Lowest score on the list; Infinity where no list is worth a try. */
  readonly threshold: number;
  readonly listSize: number;
  /** Masks that this choice is expected to accept: list size × chance to be proven. */
  readonly expectedAccepted: number;
}

/** From so many masks on that were drawn by lot from earlier lists, these say how bad a list is. */
const ENOUGH_DRAWN = 10;

/**
 * Chooses the list that promises to accept the most: for every possible end, its length times the chance that the
 * planned looks certify it, over what is believed of its bad share. After a proof that failed, its checks are what is
 * known best, and the next list ends where they say that it can be proven.
 *
 * Only training labels speak here, no random check of the list itself, so the proof stays untouched: however bad the
 * choice, what is proven is proven of the list that was chosen.
 * @param list calibrated probabilities of the masks that could be on the list, highest first
 * @param labelled cross-fitted probabilities of the training labels
 * @param drawn checks of earlier versions' lists
 */
export function chooseThreshold(
  list: readonly number[],
  { labelled, drawn }: { readonly labelled: readonly number[]; readonly drawn: readonly DrawnMask[] },
  { alpha, delta, nLooks }: { alpha: number; delta: number; nLooks: number },
): ThresholdChoice {
  const belief = drawn.length >= ENOUGH_DRAWN ? taughtBelief(list, drawn) : leantBelief(list, labelled);
  let best: ThresholdChoice = { threshold: Infinity, listSize: 0, expectedAccepted: 0 };
  for (const listSize of sizesToTry(list)) {
    const shares = belief(listSize);
    const { looks } = planLooks({ populationSize: listSize, alpha, delta, nLooks });
    const chance = shares.reduce((sum, share) => sum + certifyingChance(looks, listSize, share), 0) / shares.length;
    const expectedAccepted = listSize * chance;
    if (expectedAccepted > best.expectedAccepted) {
      best = { threshold: list[listSize - 1]!, listSize, expectedAccepted };
    }
  }
  return best;
}

/** At most 40 list sizes, evenly spread, each ending where the score changes. */
function sizesToTry(list: readonly number[]): number[] {
  const ends = list.flatMap((score, index) => (list[index + 1] === score ? [] : [index + 1]));
  const step = Math.max(1, ends.length / 40);
  const sizes = new Set<number>();
  for (let at = step; at < ends.length + 0.5; at += step) sizes.add(ends[Math.min(ends.length, Math.round(at)) - 1]!);
  return [...sizes];
}

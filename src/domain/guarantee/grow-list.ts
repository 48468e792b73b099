import { mergedByLot, type Rng, shuffled } from "../random/rng.ts";
import { planLooks } from "../statistics/look-plan.ts";

/** A list grows by about this share at a time. */
const STEP = 0.15;
/** The first list is about this share of the one that promises most: what comes first is proven soonest. */
const FIRST_SHARE = 0.5;
/** Of the first list, at most this share is to be looked at, where it can be longer: what is seen saves nobody anything. */
const MOST_SEEN = 0.4;
/** What is believed to be more likely bad than good is never accepted unseen, whatever the checks say. */
const LEAST_P_GOOD = 0.5;
/** Keeps 0.05 × 100 at 5. */
const ROUNDING = 1e-9;

/**
 * Where the first list ends of those that are proven one after the other (fixed-sequence testing, methods 8.2): the
 * surest masks first. A list that was proven grows while its checks allow it, so that little is lost where the judge knows
 * less than was believed.
 * @param list calibrated probabilities, highest first
 * @param listSize masks on the list that promises most
 * @returns how many masks; it ends where the score changes
 */
export function firstListSize(
  list: readonly number[],
  listSize: number,
  settings: { readonly alpha: number; readonly delta: number; readonly nLooks: number },
): number {
  const size = leastWorthChecking(list, listSize, settings);
  const nAllowed = Math.round(settings.alpha * size);
  if (nAllowed === 0) return size;
  let rounded = Math.min(reachOf(list, size), sizeAllowing(nAllowed, settings.alpha));
  while (rounded < list.length && list[rounded] === list[rounded - 1]) rounded += 1;
  return rounded;
}

function leastWorthChecking(
  list: readonly number[],
  listSize: number,
  settings: { readonly alpha: number; readonly delta: number; readonly nLooks: number },
): number {
  for (let size = Math.ceil(FIRST_SHARE * listSize); size < listSize; size += 1) {
    if (list[size] === list[size - 1]) continue;
    const { looks } = planLooks({ populationSize: size, ...settings });
    if (looks.length > 0 && looks[0]!.nChecks <= MOST_SEEN * size) return size;
  }
  return listSize;
}

/**
 * The shortest list that may hold so many bad masks. Lists end there where they can: one more mask allowed to be bad saves
 * checks (at most 5 in 100 bad: 99 masks need 42 checks, 100 need 36), and every further mask costs some.
 */
function sizeAllowing(nBad: number, alpha: number): number {
  return Math.ceil(nBad / alpha - ROUNDING);
}

/** How far a list can grow at most. @param list calibrated probabilities, highest first */
export function reachOf(list: readonly number[], firstSize: number): number {
  return Math.max(firstSize, list.filter((score) => mayGrowBy({ score })).length);
}

/** Whether a list may grow by a mask. @param score calibrated probability */
export function mayGrowBy({ score }: { readonly score: number }): boolean {
  return score >= LEAST_P_GOOD;
}

/** How many masks the next list holds. */
export function nextListSize(size: number, reach: number, alpha: number): number {
  const nAllowed = Math.floor(alpha * size + ROUNDING);
  const next = Math.max(nAllowed + 1, Math.round((1 + STEP) * alpha * size));
  return Math.min(reach, sizeAllowing(next, alpha));
}

/**
 * The lot of a list that has grown: that of the list before it, and one of the masks that were added, merged by lot. So it
 * is a lot of the whole list like any other, and what was drawn of the list before stands where it would have been drawn
 * of this one (the same masks are asked again as far as can be: permanent random numbers, Ohlsson 1995).
 */
export function grownLot<T>(before: readonly T[], added: readonly T[], rng: Rng): T[] {
  return mergedByLot(before, shuffled(added, rng), rng);
}

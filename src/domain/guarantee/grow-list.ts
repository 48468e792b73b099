import { checksOfStratum, type Stratum } from "../statistics/no-bad.ts";
import { type Look, planLooks } from "../statistics/look-plan.ts";

/** A list grows by this share at a time. */
const STEP = 0.15;
/** The first list is this share of the one that promises most: what comes first is proven soonest. */
const FIRST_SHARE = 0.5;
/** Of the first list, at most this share is to be looked at, where it can be longer: what is seen saves nobody anything. */
const MOST_SEEN = 0.4;
/** What is believed to be more likely bad than good is never accepted unseen, whatever the checks say. */
const LEAST_P_GOOD = 0.5;

/**
 * Where the first list ends of those that are proven one after the other (fixed-sequence testing, methods 8.2): the
 * surest masks first. A list that was proven grows while no check is bad, so that little is lost where the judge knows
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
  for (let size = Math.ceil(FIRST_SHARE * listSize); size < listSize; size += 1) {
    if (list[size] === list[size - 1]) continue;
    const { looks } = planLooks({ populationSize: size, ...settings });
    if (looks.length > 0 && looks[0]!.nChecks <= MOST_SEEN * size) return size;
  }
  return listSize;
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
export function nextListSize(size: number, reach: number): number {
  return Math.min(reach, Math.ceil((1 + STEP) * size));
}

/** The look that proves a list that has grown: no check may be bad, those of the list before included. */
export interface GrowthPlan {
  readonly strata: readonly Stratum[];
  readonly look: Look;
}

/**
 * Plans the checks of a list that has grown by `nNew` masks.
 * @param before strata of the proven list, all of whose checks were good
 * @returns null where even all of the new masks would not prove it
 */
export function planGrowth(
  before: readonly Stratum[],
  nNew: number,
  settings: { readonly alpha: number; readonly delta: number },
): GrowthPlan | null {
  const nChecks = checksOfStratum(before, nNew, settings);
  if (nChecks === null) return null;
  const strata = [...before, { size: nNew, nChecks }];
  return { strata, look: { nChecks: strata.reduce((sum, stratum) => sum + stratum.nChecks, 0), maxBad: 0 } };
}

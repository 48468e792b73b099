import { nextListSize, planGrowth } from "#domain/guarantee/grow-list.ts";
import { type Rng, shuffled } from "#domain/random/rng.ts";

/** A list that was proven without a bad check, and what it could grow by. */
export interface ProvenList {
  /** Of all masks that could be on it, the surest first: whether each is good. */
  readonly isGood: readonly boolean[];
  readonly size: number;
  readonly nChecks: number;
  readonly reach: number;
}

/**
 * Lets a proven list grow as the product does, step by step, for as long as no check is bad and checks are left.
 * @returns how many masks it then holds, and the places of the checks that this took
 */
export function growByLot(
  { isGood, size: firstSize, nChecks, reach }: ProvenList,
  settings: { readonly alpha: number; readonly delta: number },
  mostChecks: number,
  rng: Rng,
): { readonly size: number; readonly checked: readonly number[] } {
  let strata: { size: number; nChecks: number }[] = [{ size: firstSize, nChecks }];
  let size = firstSize;
  const checked: number[] = [];
  for (;;) {
    const added = Math.min(isGood.length, nextListSize(size, reach)) - size;
    const plan = added > 0 ? planGrowth(strata, added, settings) : null;
    const nMore = plan?.strata.at(-1)!.nChecks ?? 0;
    if (!plan || checked.length + nMore > mostChecks) return { size, checked };
    const start = size;
    const lot = shuffled(
      Array.from({ length: added }, (_, index) => start + index),
      rng,
    ).slice(0, nMore);
    const firstBad = lot.findIndex((place) => !isGood[place]);
    checked.push(...lot.slice(0, firstBad < 0 ? nMore : firstBad + 1));
    if (firstBad >= 0) return { size, checked };
    strata = [...plan.strata];
    size += added;
  }
}

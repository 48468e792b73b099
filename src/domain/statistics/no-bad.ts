/**
 * A part of a list that checks are drawn from by a lot of its own, without replacement: so lists grew at first. Those that
 * did keep their proof.
 */
export interface Stratum {
  readonly size: number;
  readonly nChecks: number;
}

/**
 * The largest probability that none of the checks is bad in a list that holds `nBad` bad masks, however these are spread
 * over its strata. Within a stratum of N masks with n checks, each further bad mask (the k-th, counted from 0) escapes
 * with (N − n − k) ÷ (N − k), which falls with k: so the worst spread puts one bad mask after the other where it escapes
 * most easily.
 */
export function chanceOfNoBad(strata: readonly Stratum[], nBad: number): number {
  const placed = strata.map(() => 0);
  let chance = 1;
  for (let i = 0; i < nBad && chance > 0; i += 1) {
    let [best, at] = [-1, -1];
    for (const [index, { size, nChecks }] of strata.entries()) {
      const k = placed[index]!;
      const escapes = k < size ? Math.max(0, size - nChecks - k) / (size - k) : -1;
      if (escapes > best) [best, at] = [escapes, index];
    }
    if (at < 0) return 0;
    placed[at]! += 1;
    chance *= best;
  }
  return chance;
}

/** Upper bound with confidence 1 − delta on the share of bad masks in a list of which no check was bad. */
export function boundOfNoBad(strata: readonly Stratum[], delta: number): number {
  const size = strata.reduce((sum, stratum) => sum + stratum.size, 0);
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (chanceOfNoBad(strata, middle) > delta) low = middle;
    else high = middle - 1;
  }
  return size === 0 ? 0 : low / size;
}

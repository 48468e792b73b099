import { binomialCdf, binomialPmf } from "./binomial.ts";
import { hypergeometricCdf, hypergeometricPmf } from "./hypergeometric.ts";

/** At this many checks, at most `maxBad` of them may be bad. */
export interface Look {
  readonly nChecks: number;
  readonly maxBad: number;
}

export interface LookPlan {
  readonly looks: readonly Look[];
  /** Probability of ever certifying when the true share is the smallest one above alpha; at most delta. */
  readonly falseCertainty: number;
}

export interface PlanRequest {
  /** Masks on the automatic list; Infinity for draws with replacement (binomial). */
  readonly populationSize: number;
  readonly alpha: number;
  readonly delta: number;
  readonly nLooks: number;
}

/**
 * Plans the looks at random checks (methods 8.2, "Looking more than once"): at n_0 < n_1 < … checks 0, 1, … bad are
 * allowed. All looks share one nominal level δ′ ≤ δ, each n_i being the smallest count with P(at most i bad) ≤ δ′ at
 * the smallest bad share above alpha; δ′ is the largest for which the probability of ever certifying, by dynamic
 * programming over the number of bad so far, stays at or below delta.
 *
 * A finite list is drawn without replacement, so its law is hypergeometric. Looks that a small list cannot have are
 * left out; a list that cannot hold more than a share alpha of bad masks needs no check at all.
 */
export function planLooks({ populationSize, alpha, delta, nLooks }: PlanRequest): LookPlan {
  const law = lawAt(populationSize, smallestCountAbove(populationSize, alpha), alpha);
  if (law.maxDraws === 0 || law.nBad > populationSize) return { looks: [], falseCertainty: 0 };
  let level = delta;
  for (;;) {
    const looks: Look[] = [];
    for (let maxBad = 0; maxBad < Math.min(nLooks, law.nBad); maxBad += 1) {
      const nChecks = smallestDraws(law, maxBad, level);
      if (nChecks !== null) looks.push({ nChecks, maxBad });
    }
    const falseCertainty = chanceToCertify(looks, law);
    if (falseCertainty <= delta) return { looks, falseCertainty };
    level = Math.max(...looks.map(({ nChecks, maxBad }) => law.cdf(maxBad, nChecks))) * (1 - 1e-12);
  }
}

/** Probability that a plan certifies a list with `nBad` bad masks (or, for Infinity, a bad share of `badShare`). */
export function certifyingChance(looks: readonly Look[], populationSize: number, badShare: number): number {
  const nBad = Number.isFinite(populationSize) ? Math.round(badShare * populationSize) : Infinity;
  return chanceToCertify(looks, lawAt(populationSize, nBad, badShare));
}

/**
 * Upper bound with confidence 1 − delta on the bad share of a list that was certified at look `index` (0-based):
 * the largest share at which certifying at that look or earlier has a probability above delta. Valid with the looks
 * planned (stage-wise ordering of the outcomes). Finite lists only.
 */
export function certifiedUpperBound(
  looks: readonly Look[],
  index: number,
  populationSize: number,
  delta: number,
): number {
  const reached = looks.slice(0, index + 1);
  let low = 0;
  let high = populationSize;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (chanceToCertify(reached, lawAt(populationSize, middle, 0)) > delta) low = middle;
    else high = middle - 1;
  }
  return populationSize === 0 ? 0 : low / populationSize;
}

/** The smallest number of bad masks that is more than a share alpha of the list. */
export function smallestCountAbove(populationSize: number, alpha: number): number {
  return Number.isFinite(populationSize) ? Math.floor(alpha * populationSize + 1e-9) + 1 : Infinity;
}

/** The law of the number of bad masks among draws, whichever kind of list they come from. */
interface Law {
  readonly nBad: number;
  readonly maxDraws: number;
  cdf(k: number, nDrawn: number): number;
  /** P(k more bad in `nMore` further draws, after `nDrawn` draws that held `nBadDrawn`). */
  pmfFurther(k: number, nMore: number, nDrawn: number, nBadDrawn: number): number;
}

function lawAt(populationSize: number, nBad: number, share: number): Law {
  if (!Number.isFinite(populationSize)) {
    return {
      nBad: Infinity,
      maxDraws: 1_000_000,
      cdf: (k, n) => binomialCdf(k, n, share),
      pmfFurther: (k, nMore) => binomialPmf(k, nMore, share),
    };
  }
  return {
    nBad,
    maxDraws: populationSize,
    cdf: (k, n) => hypergeometricCdf(k, n, { size: populationSize, bad: nBad }),
    pmfFurther: (k, nMore, nDrawn, nBadDrawn) =>
      hypergeometricPmf(k, nMore, { size: populationSize - nDrawn, bad: nBad - nBadDrawn }),
  };
}

/** The smallest number of draws with P(at most maxBad bad) ≤ level; null when even all of the list is not enough. */
function smallestDraws(law: Law, maxBad: number, level: number): number | null {
  let low = maxBad + 1;
  let high = low;
  while (high < law.maxDraws && law.cdf(maxBad, high) > level) high = Math.min(law.maxDraws, high * 2);
  if (law.cdf(maxBad, high) > level) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (law.cdf(maxBad, middle) <= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

function chanceToCertify(looks: readonly Look[], law: Law): number {
  let certified = 0;
  let nDrawn = 0;
  /** Probability of each number of bad so far, without having certified. */
  let undecided = new Map([[0, 1]]);
  const most = looks.at(-1)?.maxBad ?? -1;
  for (const look of looks) {
    const next = new Map<number, number>();
    const nMore = look.nChecks - nDrawn;
    for (const [nBadDrawn, probability] of undecided) {
      for (let k = 0; nBadDrawn + k <= most && k <= nMore; k += 1) {
        const p = probability * law.pmfFurther(k, nMore, nDrawn, nBadDrawn);
        if (nBadDrawn + k <= look.maxBad) certified += p;
        else next.set(nBadDrawn + k, (next.get(nBadDrawn + k) ?? 0) + p);
      }
    }
    undecided = next;
    nDrawn = look.nChecks;
  }
  return certified;
}

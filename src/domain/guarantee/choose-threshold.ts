import { binomialPmf, clopperPearsonLower } from "../statistics/binomial.ts";
import { certifyingChance, planLooks } from "../statistics/look-plan.ts";

/** Where the automatic list should end, before any of its checks is drawn. */
export interface ThresholdChoice {
  /** Lowest score on the list; Infinity where no list is worth a try. */
  readonly threshold: number;
  readonly listSize: number;
  /** Masks that this choice is expected to accept: list size × chance to be proven. */
  readonly expectedAccepted: number;
}

/**
 * Chooses the list that promises to accept the most: for every possible end, its length times the chance that the
 * planned looks certify it, given what the cross-fitted scores of the training labels say of the bad share above it
 * (a Beta(k + ½, m − k + ½) belief from k bad among m labels there).
 *
 * Only training labels speak here, no random check, so the proof stays untouched: however bad the choice, what is
 * proven is proven of the list that was chosen.
 * @param listScores scores of the masks that could be on the list, highest first
 */
export function chooseThreshold(
  listScores: readonly number[],
  labelled: { readonly scores: readonly number[]; readonly isGood: readonly boolean[] },
  { alpha, delta, nLooks }: { alpha: number; delta: number; nLooks: number },
): ThresholdChoice {
  let best: ThresholdChoice = { threshold: Infinity, listSize: 0, expectedAccepted: 0 };
  for (const listSize of sizesToTry(listScores)) {
    const threshold = listScores[listSize - 1]!;
    const above = labelled.isGood.filter((_, index) => labelled.scores[index]! >= threshold);
    const belief = betaPoints(above.filter((good) => !good).length, above.length);
    const { looks } = planLooks({ populationSize: listSize, alpha, delta, nLooks });
    const chance = belief.reduce((sum, share) => sum + certifyingChance(looks, listSize, share), 0) / belief.length;
    const expectedAccepted = listSize * chance;
    if (expectedAccepted > best.expectedAccepted) best = { threshold, listSize, expectedAccepted };
  }
  return best;
}

/** At most 40 list sizes, evenly spread, each ending where the score changes. */
function sizesToTry(listScores: readonly number[]): number[] {
  const ends = listScores.flatMap((score, index) => (listScores[index + 1] === score ? [] : [index + 1]));
  const step = Math.max(1, ends.length / 40);
  const sizes = new Set<number>();
  for (let at = step; at < ends.length + 0.5; at += step) sizes.add(ends[Math.min(ends.length, Math.round(at)) - 1]!);
  return [...sizes];
}

const N_POINTS = 20;

/** Equally likely bad shares under Beta(k + ½, m − k + ½), by inverting its distribution on a grid. */
function betaPoints(k: number, m: number): number[] {
  const nGrid = 400;
  const weights = Array.from({ length: nGrid }, (_, i) => {
    const share = (i + 0.5) / nGrid;
    // The density up to a factor: binomial likelihood times the prior share^-½ (1 − share)^-½.
    return binomialPmf(k, m, share) / Math.sqrt(share * (1 - share));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const points: number[] = [];
  let cumulative = 0;
  for (const [i, weight] of weights.entries()) {
    cumulative += weight / total;
    while (points.length < N_POINTS && cumulative >= (points.length + 0.5) / N_POINTS) points.push((i + 0.5) / nGrid);
  }
  while (points.length < N_POINTS) points.push(clopperPearsonLower(k, Math.max(1, m), 0.5));
  return points;
}

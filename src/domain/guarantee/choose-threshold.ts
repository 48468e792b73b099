import { certifyingChance, planLooks } from "../statistics/look-plan.ts";

/** Where the automatic list should end, before any of its checks is drawn. */
export interface ThresholdChoice {
  /** Lowest score on the list; Infinity where no list is worth a try. */
  readonly threshold: number;
  readonly listSize: number;
  /** Masks that this choice is expected to accept: list size × chance to be proven. */
  readonly expectedAccepted: number;
}

/** What the believed bad share of a list is multiplied by, from the shortest to the whole. */
const LEAN = { shortest: 0.2, whole: 1.8 } as const;

/**
 * Chooses the list that promises to accept the most: for every possible end, its length times the chance that the
 * planned looks certify it. The bad share of a list is believed to be about the mean of 1 − p over its masks (p being
 * calibrated on cross-fitted scores), with a certainty that grows with the number of training labels in its range:
 * Beta(r m + ½, (1 − r) m + ½) for a mean of r and m labels there. Counting the bad among those labels instead would
 * mislead, since a queue that asks for doubtful masks makes them worse than the list.
 *
 * Calibration on few labels is too flat at the top, and the best of several masks of a case is worse than its p says, the
 * more so further down: taken at its word, it makes every length look alike, and the longest is chosen and fails. So the
 * mean is leant: a fifth of it is believed of the shortest list, nearly twice of the whole.
 *
 * Only training labels speak here, no random check, so the proof stays untouched: however bad the choice, what is
 * proven is proven of the list that was chosen.
 * @param listProbabilities calibrated probabilities of the masks that could be on the list, highest first
 * @param labelledProbabilities cross-fitted probabilities of the training labels
 */
export function chooseThreshold(
  listProbabilities: readonly number[],
  labelledProbabilities: readonly number[],
  { alpha, delta, nLooks }: { alpha: number; delta: number; nLooks: number },
): ThresholdChoice {
  let best: ThresholdChoice = { threshold: Infinity, listSize: 0, expectedAccepted: 0 };
  const expectedBad = cumulativeSums(listProbabilities.map((p) => 1 - p));
  for (const listSize of sizesToTry(listProbabilities)) {
    const threshold = listProbabilities[listSize - 1]!;
    const nLabels = labelledProbabilities.filter((p) => p >= threshold).length;
    const flat = expectedBad[listSize - 1]! / listSize;
    const lean = LEAN.shortest + (LEAN.whole - LEAN.shortest) * (listSize / listProbabilities.length);
    const belief = betaPoints(Math.min(1, flat * lean) * nLabels, nLabels);
    const { looks } = planLooks({ populationSize: listSize, alpha, delta, nLooks });
    const chance = belief.reduce((sum, share) => sum + certifyingChance(looks, listSize, share), 0) / belief.length;
    const expectedAccepted = listSize * chance;
    if (expectedAccepted > best.expectedAccepted) best = { threshold, listSize, expectedAccepted };
  }
  return best;
}

function cumulativeSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** At most 40 list sizes, evenly spread, each ending where the score changes. */
function sizesToTry(listProbabilities: readonly number[]): number[] {
  const ends = listProbabilities.flatMap((score, index) => (listProbabilities[index + 1] === score ? [] : [index + 1]));
  const step = Math.max(1, ends.length / 40);
  const sizes = new Set<number>();
  for (let at = step; at < ends.length + 0.5; at += step) sizes.add(ends[Math.min(ends.length, Math.round(at)) - 1]!);
  return [...sizes];
}

const N_POINTS = 20;

/** Equally likely bad shares under Beta(k + ½, m − k + ½), k and m not necessarily whole, by summing its density. */
function betaPoints(k: number, m: number): number[] {
  const nGrid = 400;
  const centres = Array.from({ length: nGrid }, (_, i) => (i + 0.5) / nGrid);
  const logs = centres.map((share) => (k - 0.5) * Math.log(share) + (m - k - 0.5) * Math.log1p(-share));
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const points: number[] = [];
  let cumulative = 0;
  for (const [i, weight] of weights.entries()) {
    cumulative += weight / total;
    while (points.length < N_POINTS && cumulative >= (points.length + 0.5) / N_POINTS - 1e-12) points.push(centres[i]!);
  }
  return points;
}

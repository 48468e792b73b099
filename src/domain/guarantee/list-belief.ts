/** A mask that was drawn by lot from the automatic list of an earlier version, and marked. */
export interface DrawnMask {
  /** What that version said of it, not having been taught on it. */
  readonly pGood: number;
  readonly isGood: boolean;
}

/** Equally likely shares of bad masks among the first `listSize` of a list. */
export type ListBelief = (listSize: number) => readonly number[];

/** What the believed bad share of a list is multiplied by, from the shortest to the whole. */
const LEAN = { shortest: 0.2, whole: 1.8 } as const;
const N_POINTS = 20;

/**
 * What is believed of a list before any lot was drawn. The bad share is about the mean of 1 − p over its masks (p being
 * calibrated on cross-fitted scores), with a certainty that grows with the number of training labels in its range:
 * Beta(r m + ½, (1 − r) m + ½) for a mean of r and m labels there. Counting the bad among those labels instead would
 * mislead, since a queue that asks for doubtful masks makes them worse than the list.
 *
 * Calibration on few labels is too flat at the top, and the best of several masks of a case is worse than its p says, the
 * more so further down: taken at its word, it makes every length look alike, and the longest is chosen and fails. So the
 * mean is leant: a fifth of it is believed of the shortest list, nearly twice of the whole.
 * @param list calibrated probabilities, highest first
 * @param labelled cross-fitted probabilities of the training labels
 */
export function leantBelief(list: readonly number[], labelled: readonly number[]): ListBelief {
  let sum = 0;
  const expectedBad = list.map((p) => (sum += 1 - p));
  return (listSize) => {
    const nLabels = labelled.filter((p) => p >= list[listSize - 1]!).length;
    const lean = LEAN.shortest + (LEAN.whole - LEAN.shortest) * (listSize / list.length);
    const mean = Math.min(1, (expectedBad[listSize - 1]! / listSize) * lean);
    return betaPoints(mean * nLabels, nLabels);
  };
}

/**
 * A mask's chance to be bad is believed to follow logit(bad) = slope × logit(1 − p) + shift. Prior of the shift and of
 * the logarithm of the slope: normal; the best of several masks is somewhat worse than its p says, and calibration on
 * few labels too flat.
 */
const PRIOR = { shift: { mean: 0.5, sd: 1 }, logSlope: { mean: 0.3, sd: 0.3 } } as const;
const SLOPES = [0.5, 0.75, 1, 1.4, 2, 2.8];
const SHIFTS = Array.from({ length: 17 }, (_, index) => (index - 8) / 2);
/** Parts of the posterior that weigh less than this are left out. */
const LEAST_WEIGHT = 1e-3;
/** A longer list is summed over so many of its masks, evenly spread. */
const MOST_SUMMED = 2000;

/**
 * What is believed of a list once masks of earlier ones were drawn by lot and marked: those say without bias how bad the
 * judge's best masks are. Their scores count as they were when they were drawn: the best of several masks of a case, by
 * a judge that had not seen them, as on the list at hand. (Cross-fitted scores of the next version would flatter it: the
 * bad ones among them are no longer the best of their case.) Posterior of slope and shift on a grid.
 * @param list calibrated probabilities, highest first
 */
export function taughtBelief(list: readonly number[], drawn: readonly DrawnMask[]): ListBelief {
  const marked = drawn.map(({ pGood, isGood }) => ({ odds: badLogit(pGood), isGood }));
  const grid = SLOPES.flatMap((slope) =>
    SHIFTS.map((shift) => {
      let log = -0.5 * ((shift - PRIOR.shift.mean) / PRIOR.shift.sd) ** 2;
      log -= 0.5 * ((Math.log(slope) - PRIOR.logSlope.mean) / PRIOR.logSlope.sd) ** 2;
      for (const { odds, isGood } of marked) {
        const bad = sigmoid(slope * odds + shift);
        log += Math.log(isGood ? 1 - bad : bad);
      }
      return { slope, shift, log };
    }),
  );
  const highest = Math.max(...grid.map(({ log }) => log));
  const likely = grid
    .map((point) => ({ ...point, weight: Math.exp(point.log - highest) }))
    .filter(({ weight }) => weight >= LEAST_WEIGHT);
  const step = Math.max(1, list.length / MOST_SUMMED);
  const odds = Array.from({ length: Math.ceil(list.length / step) }, (_, at) => badLogit(list[Math.floor(at * step)]!));
  const curves = likely.map(({ slope, shift, weight }) => {
    let sum = 0;
    return { weight, sums: odds.map((each) => (sum += sigmoid(slope * each + shift))) };
  });
  return (listSize) => {
    const n = Math.min(odds.length, Math.max(1, Math.round(listSize / step)));
    return quantiles(curves.map(({ weight, sums }) => ({ weight, value: sums[n - 1]! / n })));
  };
}

/** Log-odds of a mask being bad, kept finite. */
function badLogit(pGood: number): number {
  const p = Math.min(0.999, Math.max(0.001, 1 - pGood));
  return Math.log(p / (1 - p));
}

/** Kept away from 0 and 1 so that its logarithm is finite. */
function sigmoid(x: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, 1 / (1 + Math.exp(-x))));
}

function quantiles(points: readonly { readonly weight: number; readonly value: number }[]): number[] {
  const sorted = points.toSorted((a, b) => a.value - b.value);
  return equallyLikely(
    sorted.map(({ weight }) => weight),
    sorted.map(({ value }) => value),
  );
}

/** Equally likely bad shares under Beta(k + ½, m − k + ½), k and m not necessarily whole, by summing its density. */
function betaPoints(k: number, m: number): number[] {
  const nGrid = 400;
  const centres = Array.from({ length: nGrid }, (_, i) => (i + 0.5) / nGrid);
  const logs = centres.map((share) => (k - 0.5) * Math.log(share) + (m - k - 0.5) * Math.log1p(-share));
  const highest = Math.max(...logs);
  return equallyLikely(
    logs.map((log) => Math.exp(log - highest)),
    centres,
  );
}

/** The values at the middles of so many equal parts of the weight; values ascend. */
function equallyLikely(weights: readonly number[], values: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const points: number[] = [];
  let cumulative = 0;
  for (const [i, weight] of weights.entries()) {
    cumulative += weight / total;
    while (points.length < N_POINTS && cumulative >= (points.length + 0.5) / N_POINTS - 1e-12) points.push(values[i]!);
  }
  return points;
}

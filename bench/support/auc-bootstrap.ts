import { groupedBootstrap, type Interval } from "#domain/statistics/bootstrap.ts";

const N_REPEATS = 1000;
const CONFIDENCE = 0.95;

/** Masks that figures are taken on. */
export interface Tested {
  readonly isGood: readonly boolean[];
  readonly subjects: readonly string[];
}

type Scores = readonly number[];

/** Interval of the mean AUC over several runs on the same masks, subjects resampled. */
export function aucInterval(runs: readonly Scores[], tested: Tested): Interval | null {
  return meanInterval(runs.map(rankedAuc), tested);
}

/** Interval of the mean of (AUC of the one − AUC of the other) over pairs of runs on the same masks, subjects resampled. */
export function differenceInterval(
  pairs: readonly { readonly one: Scores; readonly other: Scores }[],
  tested: Tested,
): Interval | null {
  const differences = pairs.map(({ one, other }): WeightedAuc => {
    const [a, b] = [rankedAuc(one), rankedAuc(other)];
    return (weights, isGood) => a(weights, isGood) - b(weights, isGood);
  });
  return meanInterval(differences, tested);
}

/** Of the masks counted so often each; NaN where one of the two kinds is missing. */
type WeightedAuc = (weights: Uint16Array, isGood: readonly boolean[]) => number;

function meanInterval(figures: readonly WeightedAuc[], { isGood, subjects }: Tested): Interval | null {
  const weights = new Uint16Array(isGood.length);
  const statistic = (indices: readonly number[]): number | null => {
    weights.fill(0);
    for (const index of indices) weights[index]! += 1;
    const mean = figures.reduce((sum, figure) => sum + figure(weights, isGood), 0) / figures.length;
    return Number.isNaN(mean) ? null : mean;
  };
  return groupedBootstrap(subjects, statistic, { nRepeats: N_REPEATS, seed: 1, confidence: CONFIDENCE });
}

/** Ranks the scores once, so that every resampling is a single pass over them. */
function rankedAuc(scores: Scores): WeightedAuc {
  const order = Int32Array.from(scores.keys()).toSorted((a, b) => scores[a]! - scores[b]!);
  return (weights, isGood) => {
    let [nBadBelow, nGood, won] = [0, 0, 0];
    for (let start = 0; start < order.length;) {
      let [good, bad, end] = [0, 0, start];
      for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end += 1) {
        const index = order[end]!;
        if (isGood[index]) good += weights[index]!;
        else bad += weights[index]!;
      }
      won += good * (nBadBelow + bad / 2);
      nGood += good;
      nBadBelow += bad;
      start = end;
    }
    return nGood > 0 && nBadBelow > 0 ? won / (nGood * nBadBelow) : Number.NaN;
  };
}

import { fitPenalisedLogistic } from "../learning/penalised-logistic.ts";
import { sigmoid } from "./sigmoid.ts";

/** Platt's calibration: probability = sigmoid(slope · logit + intercept). */
export interface PlattCalibration {
  readonly slope: number;
  readonly intercept: number;
}

export function applyPlatt({ slope, intercept }: PlattCalibration, logit: number): number {
  return sigmoid(slope * logit + intercept);
}

/**
 * What a judge says is meant as log odds, so the slope is expected to be 1, with this precision: that of a normal prior with
 * a deviation of about .3. Cross-fitted logits come from judges with fewer labels than the one to be calibrated, and of
 * few labels the likelihood alone takes the slope for anything; with 25 on hippocampus the log loss falls by a quarter
 * (decision 0008).
 */
const EXPECTED_SLOPE = 1;
const PRECISION = 10;
/** Calibration never turns the order of the scores round, nor makes all of them alike. */
const LEAST_SLOPE = 0.01;

/**
 * Fits slope and intercept on scores from networks that have not seen the item, with Platt's smoothed targets
 * ((N₊+1)/(N₊+2) and 1/(N₋+2), Platt 1999), which keep few labels from giving certainty, and the slope drawn to 1.
 */
export function fitPlatt(logits: ArrayLike<number>, isGood: readonly boolean[]): PlattCalibration {
  const nGood = isGood.filter(Boolean).length;
  const nBad = isGood.length - nGood;
  const weights = fitPenalisedLogistic({
    rows: Float64Array.from(logits),
    targets: isGood.map((good) => (good ? (nGood + 1) / (nGood + 2) : 1 / (nBad + 2))),
    strength: PRECISION,
    expected: [0, EXPECTED_SLOPE],
  });
  const [intercept, slope] = [weights[0]!, weights[1]!];
  if (slope >= LEAST_SLOPE) return { slope, intercept };
  const share = (nGood + 1) / (nGood + nBad + 2);
  const middle = Array.from(logits).reduce((sum, logit) => sum + logit / logits.length, 0);
  return { slope: LEAST_SLOPE, intercept: Math.log(share / (1 - share)) - LEAST_SLOPE * middle };
}

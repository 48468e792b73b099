import { sigmoid } from "../calibration/sigmoid.ts";
import { solveSymmetric } from "./solve-symmetric.ts";

/** Rows and what is to be said of them: log loss, and a ridge that draws the weights to what is expected of them. */
export interface PenalisedLogistic {
  /** Rows one after the other, without a column for the intercept. */
  readonly rows: Float64Array;
  /** Of each row, 0 … 1. */
  readonly targets: readonly number[];
  /** Of the ridge, against the summed loss. */
  readonly strength: number;
  /** The intercept, which the ridge leaves alone, and the weight of every column. */
  readonly expected: ArrayLike<number>;
}

/** Newton steps at most; few take more than ten. */
const MOST_STEPS = 100;
/** A step that is halved so often changes nothing any more. */
const LEAST_SIZE = 1e-6;
/** Weights that move by less have arrived. */
const ARRIVED = 1e-6;

/**
 * Intercept and weights of the least loss, by Newton's method (iteratively reweighted least squares) with step halving:
 * where few rows are far on their side, a whole step can lead away without end (Lin, Lin and Weng 2007).
 */
export function fitPenalisedLogistic(problem: PenalisedLogistic): Float64Array {
  let weights = Float64Array.from(problem.expected);
  let loss = lossOf(problem, weights);
  for (let n = 0; n < MOST_STEPS; n += 1) {
    const step = newtonStep(problem, weights);
    const better = firstNoWorse(problem, weights, step, loss);
    if (!better) break;
    [weights, loss] = better;
    if (step.every((value) => Math.abs(value) < ARRIVED)) break;
  }
  return weights;
}

/** The largest of the step, its half, its quarter, … that does not lead uphill; null where none does. */
function firstNoWorse(
  problem: PenalisedLogistic,
  weights: Float64Array,
  step: Float64Array,
  loss: number,
): [weights: Float64Array<ArrayBuffer>, loss: number] | null {
  for (let size = 1; size > LEAST_SIZE; size /= 2) {
    const next = Float64Array.from(weights, (weight, i) => weight - size * step[i]!);
    const nextLoss = lossOf(problem, next);
    if (nextLoss <= loss) return [next, nextLoss];
  }
  return null;
}

/** Summed log loss and ridge. */
function lossOf({ rows, targets, strength, expected }: PenalisedLogistic, weights: Float64Array): number {
  let loss = 0;
  for (let i = 1; i < weights.length; i += 1) loss += (strength / 2) * (weights[i]! - expected[i]!) ** 2;
  for (const [row, target] of targets.entries()) {
    const logit = logitOf(rows, row, weights);
    // log(1 + e^logit) − target · logit, without overflow
    loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target * logit;
  }
  return loss;
}

/** What Newton's method would take off the weights. */
function newtonStep({ rows, targets, strength, expected }: PenalisedLogistic, weights: Float64Array): Float64Array {
  const width = weights.length;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  for (let i = 1; i < width; i += 1) {
    gradient[i] = strength * (weights[i]! - expected[i]!);
    hessian[i * width + i] = strength;
  }
  hessian[0] = 1e-9;
  for (const [r, target] of targets.entries()) {
    const row = rows.subarray(r * (width - 1), (r + 1) * (width - 1));
    const p = sigmoid(logitOf(rows, r, weights));
    const error = p - target;
    const curvature = Math.max(1e-6, p * (1 - p));
    gradient[0]! += error;
    hessian[0] += curvature;
    for (let i = 0; i < row.length; i += 1) {
      const a = row[i]!;
      gradient[i + 1]! += error * a;
      const scaled = curvature * a;
      hessian[i + 1]! += scaled;
      hessian[(i + 1) * width]! += scaled;
      for (let j = 0; j <= i; j += 1) hessian[(i + 1) * width + j + 1]! += scaled * row[j]!;
    }
  }
  for (let i = 1; i < width; i += 1)
    for (let j = i + 1; j < width; j += 1) hessian[i * width + j] = hessian[j * width + i]!;
  return solveSymmetric(hessian, gradient);
}

function logitOf(rows: Float64Array, row: number, weights: Float64Array): number {
  const nColumns = weights.length - 1;
  let logit = weights[0]!;
  for (let i = 0; i < nColumns; i += 1) logit += weights[i + 1]! * rows[row * nColumns + i]!;
  return logit;
}

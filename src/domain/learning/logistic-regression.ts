import { sigmoid } from "../calibration/platt.ts";
import { type Classifier, rowOf, type Table } from "./classifier.ts";

export interface LogisticModel {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly intercept: number;
  readonly weights: readonly number[];
}

/** Standardised values beyond this are cut, so that one odd figure does not decide alone. */
const REACH = 4;

/** Newton steps at most; few take more than ten. */
const MOST_STEPS = 100;
/** A step that is halved so often changes nothing any more. */
const LEAST_STEP = 1e-6;

/**
 * Logistic regression with a ridge on standardised columns, by Newton's method (iteratively reweighted least squares) with
 * step halving: where few rows are far on their side, a whole step can lead away without end.
 * @param ridge strength of the ridge against the mean loss; the intercept is not held back
 * @param prior rows that the model is drawn to where labels are few: weights before the first label
 */
export function fitLogistic(
  table: Table,
  isGood: readonly boolean[],
  ridge: number,
  prior: readonly number[] | null = null,
): LogisticModel {
  const { nRows, nColumns } = table;
  const { mean, deviation } = moments(table);
  const problem: Problem = {
    z: standardised(table, mean, deviation),
    isGood,
    strength: ridge * nRows,
    start: Float64Array.of(0, ...(prior ?? new Array<number>(nColumns).fill(0))),
  };
  let weights = problem.start.slice();
  let loss = lossOf(problem, weights);
  for (let iteration = 0; iteration < MOST_STEPS; iteration += 1) {
    const step = newtonStep(problem, weights);
    let size = 1;
    let next = weights;
    let nextLoss = Infinity;
    for (; size > LEAST_STEP; size /= 2) {
      next = weights.map((weight, i) => weight - size * step[i]!);
      nextLoss = lossOf(problem, next);
      if (nextLoss <= loss) break;
    }
    if (!(nextLoss <= loss)) break;
    [weights, loss] = [next, nextLoss];
    if (step.every((value) => Math.abs(value) < 1e-6)) break;
  }
  return { mean: [...mean], deviation: [...deviation], intercept: weights[0]!, weights: [...weights.subarray(1)] };
}

interface Problem {
  /** Standardised rows, one after the other. */
  readonly z: Float64Array;
  readonly isGood: readonly boolean[];
  /** Of the ridge, against the summed loss. */
  readonly strength: number;
  /** What the ridge draws to: the intercept, which it leaves alone, and the weights. */
  readonly start: Float64Array;
}

/** Summed log loss and ridge. */
function lossOf({ z, isGood, strength, start }: Problem, weights: Float64Array): number {
  let loss = 0;
  for (let i = 1; i < weights.length; i += 1) loss += (strength / 2) * (weights[i]! - start[i]!) ** 2;
  for (const [row, good] of isGood.entries()) {
    const logit = logitOf(z, row, weights);
    // log(1 + e^logit) − logit where good, without overflow
    loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - (good ? logit : 0);
  }
  return loss;
}

/** What Newton's method would take off the weights. */
function newtonStep({ z, isGood, strength, start }: Problem, weights: Float64Array): Float64Array {
  const width = weights.length;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  for (let i = 1; i < width; i += 1) {
    gradient[i] = strength * (weights[i]! - start[i]!);
    hessian[i * width + i] = strength;
  }
  hessian[0] = 1e-9;
  for (const [r, good] of isGood.entries()) {
    const row = z.subarray(r * (width - 1), (r + 1) * (width - 1));
    const p = sigmoid(logitOf(z, r, weights));
    const error = p - (good ? 1 : 0);
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

function logitOf(z: Float64Array, row: number, weights: Float64Array): number {
  const nColumns = weights.length - 1;
  let logit = weights[0]!;
  for (let i = 0; i < nColumns; i += 1) logit += weights[i + 1]! * z[row * nColumns + i]!;
  return logit;
}

export function logisticClassifier({ mean, deviation, intercept, weights }: LogisticModel): Classifier {
  return {
    logit: (row) => {
      let sum = intercept;
      for (let i = 0; i < weights.length; i += 1) sum += weights[i]! * clip((row[i]! - mean[i]!) / deviation[i]!);
      return sum;
    },
  };
}

function moments({ nRows, nColumns, values }: Table): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(nColumns);
  const deviation = new Float64Array(nColumns);
  for (let at = 0; at < values.length; at += 1) mean[at % nColumns]! += values[at]! / nRows;
  for (let at = 0; at < values.length; at += 1)
    deviation[at % nColumns]! += (values[at]! - mean[at % nColumns]!) ** 2 / nRows;
  return { mean, deviation: deviation.map((value) => Math.sqrt(value) || 1) };
}

function standardised(table: Table, mean: Float64Array, deviation: Float64Array): Float64Array {
  const result = new Float64Array(table.values.length);
  for (let r = 0; r < table.nRows; r += 1) {
    const row = rowOf(table, r);
    for (let i = 0; i < table.nColumns; i += 1)
      result[r * table.nColumns + i] = clip((row[i]! - mean[i]!) / deviation[i]!);
  }
  return result;
}

function clip(value: number): number {
  return value > REACH ? REACH : value < -REACH ? -REACH : value;
}

/** Solves a symmetric positive definite system by Cholesky factors. */
export function solveSymmetric(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const factor = matrix.slice();
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = factor[i * n + j]!;
      for (let k = 0; k < j; k += 1) sum -= factor[i * n + k]! * factor[j * n + k]!;
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(1e-12, sum)) : sum / factor[j * n + j]!;
    }
  }
  const result = vector.slice();
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) result[i]! -= factor[i * n + k]! * result[k]!;
    result[i]! /= factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) result[i]! -= factor[k * n + i]! * result[k]!;
    result[i]! /= factor[i * n + i]!;
  }
  return result;
}

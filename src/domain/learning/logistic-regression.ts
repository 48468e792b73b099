import { type Classifier, rowOf, type Table } from "./classifier.ts";
import { fitPenalisedLogistic } from "./penalised-logistic.ts";

export interface LogisticModel {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly intercept: number;
  readonly weights: readonly number[];
}

/** Standardised values beyond this are cut, so that one odd figure does not decide alone. */
const REACH = 4;

/**
 * Logistic regression with a ridge on standardised columns.
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
  const weights = fitPenalisedLogistic({
    rows: standardised(table, mean, deviation),
    targets: isGood.map(Number),
    strength: ridge * nRows,
    expected: [0, ...(prior ?? new Array<number>(nColumns).fill(0))],
  });
  return { mean: [...mean], deviation: [...deviation], intercept: weights[0]!, weights: [...weights.subarray(1)] };
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

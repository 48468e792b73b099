import { fitLogistic, logisticClassifier } from "#domain/learning/logistic-regression.ts";

/**
 * Logistic regression with a small ridge on features and their squares: the rival that a network has to beat before it
 * may call itself a judge of masks (methods 1.3).
 * @returns a function that scores a feature vector
 */
export function logisticRegression(
  features: readonly (readonly number[])[],
  isGood: readonly boolean[],
  ridge = 1e-2,
): (x: readonly number[]) => number {
  const rows = features.map(withSquares);
  const table = { nRows: rows.length, nColumns: rows[0]!.length, values: Float64Array.from(rows.flat()) };
  const { logit } = logisticClassifier(fitLogistic(table, isGood, ridge));
  return (x) => logit(withSquares(x));
}

function withSquares(row: readonly number[]): number[] {
  return [...row, ...row.map((value) => value * value)];
}

import { sigmoid } from "#domain/calibration/platt.ts";

/**
 * Logistic regression with a small ridge on standardised features and their squares, by Newton's method: the rival that
 * a network has to beat before it may call itself a judge of masks (methods 1.3).
 * @returns a function that scores a feature vector
 */
export function logisticRegression(
  features: readonly (readonly number[])[],
  isGood: readonly boolean[],
  ridge = 1e-2,
): (x: readonly number[]) => number {
  const width = features[0]!.length;
  const mean = Array.from(
    { length: width },
    (_, f) => features.reduce((sum, row) => sum + row[f]!, 0) / features.length,
  );
  const deviation = mean.map(
    (m, f) => Math.sqrt(features.reduce((sum, row) => sum + (row[f]! - m) ** 2, 0) / features.length) || 1,
  );
  const expand = (row: readonly number[]): number[] => {
    const z = row.map((value, f) => (value - mean[f]!) / deviation[f]!);
    return [1, ...z, ...z.map((value) => value * value)];
  };
  const rows = features.map(expand);
  const n = rows[0]!.length;
  let weights = new Array<number>(n).fill(0);
  for (let iteration = 0; iteration < 50; iteration += 1) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : ridge * rows.length * weight));
    const hessian = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_unused, j) => (i === j ? ridge * rows.length + 1e-9 : 0)),
    );
    for (const [index, row] of rows.entries()) {
      const p = sigmoid(row.reduce((sum, value, i) => sum + value * weights[i]!, 0));
      for (let i = 0; i < n; i += 1) {
        gradient[i]! += (p - (isGood[index] ? 1 : 0)) * row[i]!;
        for (let j = 0; j < n; j += 1) hessian[i]![j]! += p * (1 - p) * row[i]! * row[j]!;
      }
    }
    const step = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight - step[i]!);
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  return (x) => expand(x).reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

/** Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i]!]);
  const n = rows.length;
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < n; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let k = column; k <= n; k += 1) rows[row]![k]! -= factor * rows[column]![k]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

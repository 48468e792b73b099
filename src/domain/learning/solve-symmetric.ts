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

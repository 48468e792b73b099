/** Ranks from 1; ties share their mean rank. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).toSorted((a, b) => values[a]! - values[b]!);
  const result = new Float64Array(order.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i += 1) result[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/**
 * Area under the ROC curve of `scores` for telling positives from the rest (Mann-Whitney; ties count one half).
 * @returns null where one of the two kinds is missing
 */
export function rocAuc(scores: ArrayLike<number>, isPositive: readonly boolean[]): number | null {
  const nPositive = isPositive.filter(Boolean).length;
  const nNegative = isPositive.length - nPositive;
  if (nPositive === 0 || nNegative === 0) return null;
  const rank = ranks(scores);
  let sum = 0;
  for (const [index, positive] of isPositive.entries()) if (positive) sum += rank[index]!;
  return (sum - (nPositive * (nPositive + 1)) / 2) / (nPositive * nNegative);
}

/** Spearman's rank correlation; null where one side is constant. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return pearson(ranks(a), ranks(b));
}

/** Pearson's correlation; null where one side is constant. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < n; i += 1) {
    meanA += a[i]! / n;
    meanB += b[i]! / n;
  }
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < n; i += 1) {
    const da = a[i]! - meanA;
    const db = b[i]! - meanB;
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** Exact binomial probabilities and Clopper-Pearson bounds (methods 8.1). */

const LOG_FACTORIAL: number[] = [0];

/** ln(n!), exact to double precision, remembered. */
export function logFactorial(n: number): number {
  for (let i = LOG_FACTORIAL.length; i <= n; i += 1) LOG_FACTORIAL.push(LOG_FACTORIAL[i - 1]! + Math.log(i));
  return LOG_FACTORIAL[n]!;
}

/** ln of n over k; −∞ outside of 0 ≤ k ≤ n. */
export function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** P(Bin(n, p) = k). */
export function binomialPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  return Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(Bin(n, p) ≤ k). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  let sum = 0;
  for (let i = 0; i <= k; i += 1) sum += binomialPmf(i, n, p);
  return Math.min(1, sum);
}

/**
 * One-sided upper Clopper-Pearson bound for k failures in n: the share u with P(Bin(n, u) ≤ k) = delta.
 * 1 when k = n (also when n = 0).
 */
export function clopperPearsonUpper(k: number, n: number, delta: number): number {
  if (k >= n) return 1;
  return bisect((u) => binomialCdf(k, n, u) > delta);
}

/** One-sided lower bound: the share l with P(Bin(n, l) ≥ k) = delta. 0 when k = 0. */
export function clopperPearsonLower(k: number, n: number, delta: number): number {
  if (k <= 0) return 0;
  return bisect((l) => 1 - binomialCdf(k - 1, n, l) < delta);
}

/** Wilson's score interval for k successes in n, 95 % unless told; [0, 1] for n = 0. */
export function wilsonInterval(k: number, n: number, z = 1.959964): readonly [number, number] {
  if (n === 0) return [0, 1];
  const share = k / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [k === 0 ? 0 : (centre - half) / scale, k === n ? 1 : (centre + half) / scale];
}

/** The point in [0, 1] where a predicate that holds on the left ceases to hold. */
function bisect(holds: (x: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

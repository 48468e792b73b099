import { logChoose } from "./binomial.ts";

/** A finite list: `size` masks, of which `bad` are bad. */
export interface Population {
  readonly size: number;
  readonly bad: number;
}

/** P(exactly k bad among n drawn without replacement). */
export function hypergeometricPmf(k: number, n: number, { size, bad }: Population): number {
  const log = logChoose(bad, k) + logChoose(size - bad, n - k) - logChoose(size, n);
  return Number.isFinite(log) ? Math.exp(log) : 0;
}

/** P(at most k bad among n drawn without replacement). */
export function hypergeometricCdf(k: number, n: number, population: Population): number {
  let sum = 0;
  for (let i = 0; i <= Math.min(k, n); i += 1) sum += hypergeometricPmf(i, n, population);
  return Math.min(1, sum);
}

/**
 * Exact upper bound with confidence 1 − delta on the number of bad in a list of `size`, of which `n` were drawn without
 * replacement and `k` were bad: the largest number at which so few bad ones are still drawn with more than delta.
 */
export function hypergeometricUpper(k: number, n: number, size: number, delta: number): number {
  let low = k;
  let high = size - (n - k);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (hypergeometricCdf(k, n, { size, bad: middle }) > delta) low = middle;
    else high = middle - 1;
  }
  return low;
}

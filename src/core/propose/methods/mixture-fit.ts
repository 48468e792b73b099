import { kMeans } from "./k-means.ts";

/** A mixture of normal distributions, each with a covariance of its own. */
export interface Mixture {
  readonly nComponents: number;
  readonly nFeatures: number;
  /** Shares of the components; they sum to 1. */
  readonly shares: Float64Array;
  /** Row by row: nComponents × nFeatures. */
  readonly means: Float64Array;
  /** Component by component the lower triangle, row by row, of what makes a difference from the mean a standard one. */
  readonly whitenings: Float64Array;
  /** Logarithm of a component's density at its mean, times its share. */
  readonly peaks: Float64Array;
}

export interface MixtureFit {
  readonly mixture: Mixture;
  /** Mean logarithm of the samples' density. */
  readonly logLikelihood: number;
  readonly rounds: number;
}

export interface FitOptions {
  readonly seed?: number;
  readonly maxRounds?: number;
  /** Rounds end when the mean log-likelihood grows by less. */
  readonly tolerance?: number;
  /** Added to every variance, so that no component shrinks to a point. */
  readonly ridge?: number;
  readonly tick?: (done: number) => void;
}

/**
 * Expectation maximisation (Dempster, Laird and Rubin 1977) of a mixture with full covariances, from the clusters of
 * k-means on; options and their defaults are those of scikit-learn's `GaussianMixture`.
 * @param samples row by row: n × nFeatures
 */
export function fitMixture(
  samples: Float32Array,
  nFeatures: number,
  nComponents: number,
  { seed = 1, maxRounds = 100, tolerance = 1e-3, ridge = 1e-6, tick }: FitOptions = {},
): MixtureFit {
  const n = samples.length / nFeatures;
  const shares = new Float64Array(n * nComponents);
  const { labels } = kMeans(samples, nFeatures, nComponents, { seed, nStarts: 1 });
  for (let i = 0; i < n; i += 1) shares[i * nComponents + labels[i]!] = 1;
  let mixture = maximise(samples, nFeatures, nComponents, shares, ridge);
  let logLikelihood = -Infinity;
  for (let round = 1; round <= maxRounds; round += 1) {
    const before = logLikelihood;
    logLikelihood = expect(mixture, samples, shares);
    mixture = maximise(samples, nFeatures, nComponents, shares, ridge);
    tick?.(round / maxRounds);
    if (Math.abs(logLikelihood - before) < tolerance) return { mixture, logLikelihood, rounds: round };
  }
  return { mixture, logLikelihood, rounds: maxRounds };
}

/** The component that most probably made each of `n` samples. Labels begin at `first`. */
export function assignComponents(
  mixture: Mixture,
  samples: Float32Array,
  n: number,
  labels: Uint8Array,
  first: number,
): void {
  const { nComponents } = mixture;
  const densities = new Float64Array(n * nComponents);
  logDensities(mixture, samples, n, densities);
  for (let i = 0, at = 0; i < n; i += 1, at += nComponents) {
    let best = 0;
    for (let c = 1; c < nComponents; c += 1) if (densities[at + c]! > densities[at + best]!) best = c;
    labels[first + i] = best;
  }
}

/** Fills in by how much each sample belongs to each component. @returns the mean log-likelihood */
function expect(mixture: Mixture, samples: Float32Array, shares: Float64Array): number {
  const { nComponents, nFeatures } = mixture;
  const n = samples.length / nFeatures;
  logDensities(mixture, samples, n, shares);
  let total = 0;
  for (let at = 0; at < shares.length; at += nComponents) {
    let highest = -Infinity;
    for (let c = at; c < at + nComponents; c += 1) if (shares[c]! > highest) highest = shares[c]!;
    let sum = 0;
    for (let c = at; c < at + nComponents; c += 1) {
      const apart = shares[c]! - highest;
      // Less than that is no part of a sum of ones.
      const share = apart > -40 ? Math.exp(apart) : 0;
      shares[c] = share;
      sum += share;
    }
    for (let c = at; c < at + nComponents; c += 1) shares[c]! /= sum;
    total += highest + Math.log(sum);
  }
  return total / n;
}

/** Logarithms of what each component contributes to the density at each sample, sample by sample. */
function logDensities(mixture: Mixture, samples: Float32Array, n: number, densities: Float64Array): void {
  const { nComponents, nFeatures, means, whitenings, peaks } = mixture;
  for (let c = 0, entry = 0; c < nComponents; c += 1) {
    const mean = means.subarray(c * nFeatures, (c + 1) * nFeatures);
    const nEntries = (nFeatures * (nFeatures + 1)) / 2;
    addDensities(samples, n, mean, whitenings.subarray(entry, entry + nEntries), peaks[c]!, densities, c, nComponents);
    entry += nEntries;
  }
}

function addDensities(
  samples: Float32Array,
  n: number,
  mean: Float64Array,
  whitening: Float64Array,
  peak: number,
  densities: Float64Array,
  first: number,
  step: number,
): void {
  const apart = new Float64Array(mean.length);
  for (let i = 0, at = 0, to = first; i < n; i += 1, at += mean.length, to += step) {
    for (let f = 0; f < mean.length; f += 1) apart[f] = samples[at + f]! - mean[f]!;
    let square = 0;
    for (let f = 0, entry = 0; f < mean.length; f += 1) {
      let standard = 0;
      for (let g = 0; g <= f; g += 1, entry += 1) standard += whitening[entry]! * apart[g]!;
      square += standard * standard;
    }
    densities[to] = peak - square / 2;
  }
}

/** The mixture that is most likely where each sample belongs to the components by these shares. */
function maximise(
  samples: Float32Array,
  nFeatures: number,
  nComponents: number,
  shares: Float64Array,
  ridge: number,
): Mixture {
  const n = samples.length / nFeatures;
  const nEntries = (nFeatures * (nFeatures + 1)) / 2;
  const means = new Float64Array(nComponents * nFeatures);
  const whitenings = new Float64Array(nComponents * nEntries);
  const weights = new Float64Array(nComponents);
  const peaks = new Float64Array(nComponents);
  for (let c = 0; c < nComponents; c += 1) {
    const mean = means.subarray(c * nFeatures, (c + 1) * nFeatures);
    const triangle = whitenings.subarray(c * nEntries, (c + 1) * nEntries);
    // A component that no sample belongs to stays without weight.
    const weight = addMoments(samples, shares, c, nComponents, mean, triangle) + 10 * Number.EPSILON;
    for (let f = 0; f < nFeatures; f += 1) mean[f]! /= weight;
    for (let f = 0, entry = 0; f < nFeatures; f += 1)
      for (let g = 0; g <= f; g += 1, entry += 1)
        triangle[entry] = triangle[entry]! / weight - mean[f]! * mean[g]! + (f === g ? ridge : 0);
    weights[c] = weight;
    peaks[c] = Math.log(weight / n) - whiten(triangle, nFeatures) - (nFeatures * Math.log(2 * Math.PI)) / 2;
  }
  return { nComponents, nFeatures, shares: weights.map((weight) => weight / n), means, whitenings, peaks };
}

/** Adds the samples and the products of their features, times what belongs to a component. @returns how much does */
function addMoments(
  samples: Float32Array,
  shares: Float64Array,
  component: number,
  nComponents: number,
  sums: Float64Array,
  products: Float64Array,
): number {
  let total = 0;
  for (let at = 0, from = component; at < samples.length; at += sums.length, from += nComponents) {
    const share = shares[from]!;
    // Most samples belong to one component alone, as far as numbers can say.
    if (share < 1e-12) continue;
    total += share;
    for (let f = 0, entry = 0; f < sums.length; f += 1) {
      const value = share * samples[at + f]!;
      sums[f]! += value;
      for (let g = 0; g <= f; g += 1, entry += 1) products[entry]! += value * samples[at + g]!;
    }
  }
  return total;
}

/**
 * Turns the lower triangle of a covariance, row by row, into that of the inverse of its Cholesky factor.
 * @returns the logarithm of the root of its determinant
 */
function whiten(triangle: Float64Array, n: number): number {
  const at = (i: number, j: number): number => (i * (i + 1)) / 2 + j;
  let logVolume = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = triangle[at(i, j)]!;
      for (let k = 0; k < j; k += 1) sum -= triangle[at(i, k)]! * triangle[at(j, k)]!;
      // What rounding leaves of a variance that is none must not be negative.
      triangle[at(i, j)] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / triangle[at(j, j)]!;
    }
    logVolume += Math.log(triangle[at(i, i)]!);
  }
  // The inverse in place, row by row: rows above are inverted already.
  for (let i = 0; i < n; i += 1) {
    const scale = 1 / triangle[at(i, i)]!;
    for (let j = 0; j < i; j += 1) {
      let sum = 0;
      for (let k = j; k < i; k += 1) sum += triangle[at(i, k)]! * triangle[at(k, j)]!;
      triangle[at(i, j)] = -scale * sum;
    }
    triangle[at(i, i)] = scale;
  }
  return logVolume;
}

import { createRng, type Rng, weightedIndex } from "#domain/random/rng.ts";

export interface Clustering {
  /** Row by row: nClusters × nFeatures. */
  readonly centroids: Float64Array;
  /** Cluster of every sample. */
  readonly labels: Uint8Array;
  /** Sum of squared distances to the centroids. */
  readonly inertia: number;
}

/**
 * k-means with k-means++ seeding (Arthur and Vassilvitskii 2007): Lloyd's iterations until no centroid moves by more
 * than `tolerance`, the best of several starts.
 * @param samples row by row: n × nFeatures
 */
export function kMeans(
  samples: Float32Array,
  nFeatures: number,
  nClusters: number,
  { seed = 1, nStarts = 4, maxIterations = 100, tolerance = 1e-4 } = {},
): Clustering {
  let best: Clustering | null = null;
  for (let start = 0; start < nStarts; start += 1) {
    const rng = createRng(seed, "k-means", start);
    const result = lloyd(
      samples,
      nFeatures,
      seedCentroids(samples, nFeatures, nClusters, rng),
      maxIterations,
      tolerance,
    );
    if (!best || result.inertia < best.inertia) best = result;
  }
  return best!;
}

function lloyd(
  samples: Float32Array,
  nFeatures: number,
  centroids: Float64Array,
  maxIterations: number,
  tolerance: number,
): Clustering {
  const n = samples.length / nFeatures;
  const nClusters = centroids.length / nFeatures;
  const labels = new Uint8Array(n);
  let inertia = assign(samples, nFeatures, centroids, labels);
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    const sums = new Float64Array(centroids.length);
    const counts = new Float64Array(nClusters);
    for (let i = 0; i < n; i += 1) {
      const cluster = labels[i]!;
      counts[cluster]! += 1;
      for (let f = 0; f < nFeatures; f += 1) sums[cluster * nFeatures + f]! += samples[i * nFeatures + f]!;
    }
    let moved = 0;
    for (let c = 0; c < nClusters; c += 1) {
      if (counts[c] === 0) continue;
      let shift = 0;
      for (let f = 0; f < nFeatures; f += 1) {
        const at = c * nFeatures + f;
        const value = sums[at]! / counts[c]!;
        shift += (value - centroids[at]!) ** 2;
        centroids[at] = value;
      }
      moved = Math.max(moved, shift);
    }
    inertia = assign(samples, nFeatures, centroids, labels);
    if (moved < tolerance * tolerance) break;
  }
  return { centroids, labels, inertia };
}

function assign(samples: Float32Array, nFeatures: number, centroids: Float64Array, labels: Uint8Array): number {
  let inertia = 0;
  for (let i = 0, at = 0; i < labels.length; i += 1, at += nFeatures) {
    let best = Infinity;
    for (let c = 0, row = 0; row < centroids.length; c += 1, row += nFeatures) {
      let distance = 0;
      for (let f = 0; f < nFeatures; f += 1) distance += (samples[at + f]! - centroids[row + f]!) ** 2;
      if (distance < best) {
        best = distance;
        labels[i] = c;
      }
    }
    inertia += best;
  }
  return inertia;
}

/** The first centroid at random, each further one with probability proportional to its squared distance (on a sample). */
function seedCentroids(samples: Float32Array, nFeatures: number, nClusters: number, rng: Rng): Float64Array {
  const n = samples.length / nFeatures;
  const pool = Array.from({ length: Math.min(n, 2000) }, () => rng.int(n));
  const centroids = new Float64Array(nClusters * nFeatures);
  const place = (cluster: number, sample: number): void => {
    for (let f = 0; f < nFeatures; f += 1) centroids[cluster * nFeatures + f] = samples[sample * nFeatures + f]!;
  };
  place(0, pool[0]!);
  const distances = new Array<number>(pool.length).fill(Infinity);
  for (let cluster = 1; cluster < nClusters; cluster += 1) {
    for (const [i, sample] of pool.entries()) {
      let distance = 0;
      for (let f = 0; f < nFeatures; f += 1)
        distance += (samples[sample * nFeatures + f]! - centroids[(cluster - 1) * nFeatures + f]!) ** 2;
      distances[i] = Math.min(distances[i]!, distance);
    }
    place(cluster, pool[weightedIndex(distances, rng)]!);
  }
  return centroids;
}

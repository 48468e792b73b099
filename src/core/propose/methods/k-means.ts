import { createRng, type Rng, weightedIndex } from "#domain/random/rng.ts";
import { type Method, numberOf } from "../method.ts";
import { nearestCentroids } from "../nearest-centroid.ts";
import { objectMask, objectParameters } from "../object-clusters.ts";
import { smoothedFeatures, trainingSet } from "../pixel-features.ts";

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

/** Lloyd's iterations. Takes the memory of the centroids. */
function lloyd(
  samples: Float32Array,
  nFeatures: number,
  centroids: Float64Array,
  maxIterations: number,
  tolerance: number,
): Clustering {
  const n = samples.length / nFeatures;
  const nClusters = centroids.length / nFeatures;
  const clusters = {
    centroids,
    labels: new Uint8Array(n),
    sums: new Float64Array(centroids.length),
    counts: new Float64Array(nClusters),
  };
  const { labels, sums, counts } = clusters;
  let inertia = assign(samples, nFeatures, clusters);
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
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
    inertia = assign(samples, nFeatures, clusters);
    if (moved < tolerance * tolerance) break;
  }
  return { centroids, labels, inertia };
}

interface Clusters {
  readonly centroids: Float64Array;
  readonly labels: Uint8Array;
  /** Sums of the samples of every cluster, and how many they are. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Finds the nearest centroid of every sample. @returns the inertia */
function assign(samples: Float32Array, nFeatures: number, clusters: Clusters): number {
  clusters.sums.fill(0);
  clusters.counts.fill(0);
  if (nFeatures === 3) return assignTriples(samples, clusters);
  const { centroids, labels, sums, counts } = clusters;
  let inertia = 0;
  for (let i = 0, at = 0; i < labels.length; i += 1, at += nFeatures) {
    let best = Infinity;
    let label = 0;
    for (let c = 0, row = 0; row < centroids.length; c += 1, row += nFeatures) {
      let distance = 0;
      for (let f = 0; f < nFeatures; f += 1) distance += (samples[at + f]! - centroids[row + f]!) ** 2;
      if (distance < best) {
        best = distance;
        label = c;
      }
    }
    labels[i] = label;
    inertia += best;
    counts[label]! += 1;
    for (let f = 0; f < nFeatures; f += 1) sums[label * nFeatures + f]! += samples[at + f]!;
  }
  return inertia;
}

/** The same for three features, which is much faster without the innermost loops. */
function assignTriples(samples: Float32Array, { centroids, labels, sums, counts }: Clusters): number {
  let inertia = 0;
  for (let i = 0, at = 0; i < labels.length; i += 1, at += 3) {
    const x = samples[at]!;
    const y = samples[at + 1]!;
    const z = samples[at + 2]!;
    let best = Infinity;
    let nearest = 0;
    for (let row = 0; row < centroids.length; row += 3) {
      const u = x - centroids[row]!;
      const v = y - centroids[row + 1]!;
      const w = z - centroids[row + 2]!;
      const distance = u * u + v * v + w * w;
      if (distance < best) {
        best = distance;
        nearest = row;
      }
    }
    const label = (nearest / 3) | 0;
    labels[i] = label;
    inertia += best;
    counts[label]! += 1;
    sums[nearest]! += x;
    sums[nearest + 1]! += y;
    sums[nearest + 2]! += z;
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

/** Starts are tried on few voxels, and the best of them goes on with all of the training voxels. */
const STARTS = { nStarts: 10, maxIterations: 20 };
const MOST_START_VOXELS = 1000;

/** Voxels with alike grey values, also when smoothed, make clusters, some of which are the object. */
export const kMeansMethod: Method = {
  name: "k-means",
  parameters: [{ kind: "number", name: "nClusters", default: 3, min: 2, max: 8, step: 1 }, ...objectParameters],
  isIterative: true,
  run(image, values, { seed, tick }) {
    const features = smoothedFeatures(image);
    tick(0);
    const training = trainingSet(features, seed);
    const { samples, nFeatures } = training;
    const few = everyNth(samples, nFeatures, MOST_START_VOXELS);
    const start = kMeans(few, nFeatures, numberOf(values, "nClusters"), { seed, ...STARTS });
    const { centroids, inertia } = lloyd(samples, nFeatures, start.centroids, 100, 1e-3);
    const labels = nearestCentroids(features, training, centroids, tick);
    return { mask: objectMask(image, labels, values), told: { inertia: inertia / (samples.length / nFeatures) } };
  },
};

/** At most so many of the samples, evenly spaced. */
function everyNth(samples: Float32Array, nFeatures: number, most: number): Float32Array {
  const n = samples.length / nFeatures;
  const nTaken = Math.min(n, most);
  const taken = new Float32Array(nTaken * nFeatures);
  for (let i = 0; i < nTaken; i += 1) {
    const from = Math.floor((i * n) / nTaken) * nFeatures;
    taken.set(samples.subarray(from, from + nFeatures), i * nFeatures);
  }
  return taken;
}

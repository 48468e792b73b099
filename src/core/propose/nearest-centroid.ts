import { forEachBlock, type PixelFeatures, type TrainingSet } from "./pixel-features.ts";

/**
 * The nearest of some centroids for every voxel, the first of equally near ones.
 * @param centroids row by row, on the scale of the training set; at most 256
 */
export function nearestCentroids(
  features: PixelFeatures,
  training: TrainingSet,
  centroids: Float64Array,
  tick: (done: number) => void,
): Uint8Array {
  const { nFeatures } = training;
  const labels = new Uint8Array(features.planes[0]!.length);
  const others = othersByDistance(centroids, nFeatures);
  forEachBlock(features, training, (block, n, first) => {
    label(block, n, nFeatures, centroids, others, labels, first);
    tick(first / labels.length);
  });
  return labels;
}

function label(
  block: Float32Array,
  n: number,
  nFeatures: number,
  centroids: Float64Array,
  { order, quarters }: Others,
  labels: Uint8Array,
  first: number,
): void {
  const nOthers = centroids.length / nFeatures - 1;
  let winner = labels[Math.max(0, first - 1)]!;
  for (let i = 0, at = 0; i < n; i += 1, at += nFeatures) {
    // Neighbours are alike, so the search begins with the last winner. A centroid twice as far from it as the voxel is
    // cannot be closer to the voxel, and neither can those after it.
    let best = squaredDistance(block, at, centroids, winner * nFeatures, nFeatures);
    const limit = best;
    const from = winner * nOthers;
    for (let other = from; other < from + nOthers && quarters[other]! <= limit; other += 1) {
      const candidate = order[other]!;
      const distance = squaredDistance(block, at, centroids, candidate * nFeatures, nFeatures);
      if (distance > best || (distance === best && candidate > winner)) continue;
      best = distance;
      winner = candidate;
    }
    labels[first + i] = winner;
  }
}

function squaredDistance(block: Float32Array, at: number, centroids: Float64Array, row: number, n: number): number {
  let sum = 0;
  for (let f = 0; f < n; f += 1) {
    const difference = block[at + f]! - centroids[row + f]!;
    sum += difference * difference;
  }
  return sum;
}

/** For every centroid, row by row, the others from the nearest to the furthest. */
interface Others {
  readonly order: Uint8Array;
  /** Squares of half their distances. */
  readonly quarters: Float64Array;
}

function othersByDistance(centroids: Float64Array, nFeatures: number): Others {
  const indices = Array.from({ length: centroids.length / nFeatures }, (_, c) => c);
  const rows = indices.map((c) =>
    indices
      .filter((other) => other !== c)
      .map((other) => ({ other, quarter: quarterOf(centroids, c * nFeatures, other * nFeatures, nFeatures) }))
      .toSorted((a, b) => a.quarter - b.quarter),
  );
  return {
    order: Uint8Array.from(rows.flat(), ({ other }) => other),
    quarters: Float64Array.from(rows.flat(), ({ quarter }) => quarter),
  };
}

function quarterOf(centroids: Float64Array, a: number, b: number, n: number): number {
  let square = 0;
  for (let f = 0; f < n; f += 1) square += (centroids[a + f]! - centroids[b + f]!) ** 2;
  return square / 4;
}

import { connectedComponents, fillHoles } from "#domain/mask/components.ts";
import { distanceTo } from "#domain/mask/distance-transform.ts";
import { dice } from "#domain/mask/overlap.ts";
import { gaussianSmooth } from "#domain/image/gaussian.ts";
import type { Rng } from "#domain/random/rng.ts";
import { kMeans } from "#core/propose/methods/k-means.ts";
import { multiOtsuThresholds } from "#core/propose/methods/multi-otsu.ts";
import { otsuThreshold } from "#core/propose/methods/otsu.ts";
import { trainSom, winnerOf } from "#core/propose/methods/som.ts";
import { watershed } from "#core/propose/methods/watershed.ts";

type Size = readonly [number, number];

/**
 * Masks of one picture by the classical ways of the reference bench: each cuts the picture into grey levels or clusters,
 * one of which is taken for the object: with an atlas the one that overlaps it most (methods 2.3), without one the
 * brightest or the darkest, whichever touches the border less.
 */
export function classicalMasks(
  image: Float32Array,
  size: Size,
  rng: Rng,
  atlas: Uint8Array | null,
): { source: string; mask: Uint8Array }[] {
  const smooth = gaussianSmooth(image, size, [1, 1]);
  const sign = isObjectBright(smooth, size) ? 1 : -1;
  const worth = (mask: Uint8Array): number => (atlas ? dice(mask, atlas) : sign * meanInside(image, mask));
  const objectOf = (levels: Uint8Array): Uint8Array =>
    [...new Set(levels)]
      .map((level) => levels.map((value) => (value === level ? 1 : 0)))
      .toSorted((a, b) => worth(b) - worth(a))[0]!;
  const cut = (...thresholds: readonly number[]): Uint8Array =>
    objectOf(Uint8Array.from(smooth, (value) => thresholds.filter((threshold) => value > threshold).length));
  const otsu = cut(otsuThreshold(smooth));
  const samples = samplesOf([image, smooth, gaussianSmooth(image, size, [3, 3])]);
  const random = percentile(smooth, 0.2 + 0.7 * rng.next());
  return [
    { source: "otsu", mask: otsu },
    { source: "multi-otsu", mask: cut(...multiOtsuThresholds(smooth, 3)) },
    { source: "k-means", mask: objectOf(kMeans(samples, N_FEATURES, 3, { seed: rng.int(1e6), nStarts: 2 }).labels) },
    { source: "som", mask: objectOf(bySom(samples, rng.int(1e6))) },
    { source: "watershed", mask: byWatershed(otsu, size) },
    { source: "random-threshold", mask: cut(random) },
  ];
}

/** The darker or the brighter side of Otsu's threshold, whichever touches the border less. */
function isObjectBright(image: Float32Array, [nx, ny]: Size): boolean {
  const threshold = otsuThreshold(image);
  let bright = 0;
  let n = 0;
  for (let i = 0; i < image.length; i += 1) {
    const [x, y] = [i % nx, Math.floor(i / nx)];
    if (x > 0 && y > 0 && x < nx - 1 && y < ny - 1) continue;
    n += 1;
    if (image[i]! > threshold) bright += 1;
  }
  return bright <= n / 2;
}

function meanInside(image: Float32Array, mask: Uint8Array): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0) continue;
    sum += image[i]!;
    n += 1;
  }
  return n > 0 ? sum / n : Number.NaN;
}

const N_FEATURES = 3;

/** What pixels are clustered by: grey values and two ways of smoothing them, each with mean 0 and deviation 1. */
function samplesOf(fields: readonly Float32Array[]): Float32Array {
  const samples = new Float32Array(fields[0]!.length * N_FEATURES);
  for (const [f, field] of fields.entries()) {
    const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
    const deviation = Math.sqrt(field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length) || 1;
    for (let i = 0; i < field.length; i += 1) samples[i * N_FEATURES + f] = (field[i]! - mean) / deviation;
  }
  return samples;
}

function bySom(samples: Float32Array, seed: number): Uint8Array {
  const map = trainSom(samples, N_FEATURES, 2, 2, { seed, nIterations: 3000 });
  return Uint8Array.from({ length: samples.length / N_FEATURES }, (_, i) => winnerOf(map, samples, i * N_FEATURES));
}

/** Otsu's mask cut into basins around its distance peaks, small basins left out. */
function byWatershed(otsu: Uint8Array, size: Size): Uint8Array {
  const filled = fillHoles(otsu, size);
  const background = filled.map((value) => 1 - value);
  const distance = gaussianSmooth(
    distanceTo(background, size, [1, 1]).map((value) => (Number.isFinite(value) ? value : 0)),
    size,
    [1.5, 1.5],
  );
  const peaks = Uint8Array.from(distance, (value, i) => (value > 2 && isPeak(distance, i, size) ? 1 : 0));
  const { labels } = connectedComponents(peaks, size, true);
  const basins = watershed(
    distance.map((value) => -value),
    labels,
    filled,
    size,
  );
  const counts = new Map<number, number>();
  for (const basin of basins) counts.set(basin, (counts.get(basin) ?? 0) + 1);
  return Uint8Array.from(basins, (basin) => (basin > 0 && counts.get(basin)! >= 12 ? 1 : 0));
}

function isPeak(field: Float32Array, at: number, [nx, ny]: Size): boolean {
  const [x, y] = [at % nx, Math.floor(at / nx)];
  for (let dy = -2; dy <= 2; dy += 1) {
    for (let dx = -2; dx <= 2; dx += 1) {
      const [u, v] = [x + dx, y + dy];
      if (u >= 0 && v >= 0 && u < nx && v < ny && field[v * nx + u]! > field[at]!) return false;
    }
  }
  return true;
}

function percentile(values: Float32Array, share: number): number {
  return values.toSorted()[Math.floor(share * (values.length - 1))]!;
}

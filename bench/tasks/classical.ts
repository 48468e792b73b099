import { connectedComponents, fillHoles } from "#domain/mask/components.ts";
import { distanceTo } from "#domain/mask/distance-transform.ts";
import { gaussianSmooth } from "#domain/image/gaussian.ts";
import type { Rng } from "#domain/random/rng.ts";
import { kMeans } from "#core/propose/methods/k-means.ts";
import { multiOtsuThresholds } from "#core/propose/methods/multi-otsu.ts";
import { otsuThreshold } from "#core/propose/methods/otsu.ts";
import { trainSom, winnerOf } from "#core/propose/methods/som.ts";
import { watershed } from "#core/propose/methods/watershed.ts";

/** Masks of one picture by the classical ways of the reference bench. */
export function classicalMasks(
  image: Float32Array,
  size: readonly [number, number],
  rng: Rng,
): { source: string; mask: Uint8Array }[] {
  const smooth = gaussianSmooth(image, size, [1, 1]);
  const bright = isObjectBright(smooth, size);
  const above = (field: ArrayLike<number>, threshold: number): Uint8Array =>
    Uint8Array.from({ length: field.length }, (_, i) =>
      (bright ? field[i]! > threshold : field[i]! <= threshold) ? 1 : 0,
    );
  const otsu = above(smooth, otsuThreshold(smooth));
  const multi = multiOtsuThresholds(smooth, 3);
  const low = percentile(smooth, 0.2 + 0.7 * rng.next());
  return [
    { source: "otsu", mask: otsu },
    { source: "multi-otsu", mask: above(smooth, (bright ? multi.at(-1) : multi[0])!) },
    { source: "k-means", mask: clustered(image, smooth, size, bright, "k-means", rng.int(1e6)) },
    { source: "som", mask: clustered(image, smooth, size, bright, "som", rng.int(1e6)) },
    { source: "watershed", mask: byWatershed(otsu, size) },
    { source: "random-threshold", mask: above(smooth, low) },
  ];
}

/** The darker or the brighter side of Otsu's threshold, whichever touches the border less. */
function isObjectBright(image: Float32Array, [nx, ny]: readonly [number, number]): boolean {
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

function clustered(
  image: Float32Array,
  smooth: Float32Array,
  size: readonly [number, number],
  bright: boolean,
  how: "k-means" | "som",
  seed: number,
): Uint8Array {
  const wide = gaussianSmooth(image, size, [3, 3]);
  const nFeatures = 3;
  const samples = new Float32Array(image.length * nFeatures);
  for (const [f, field] of [image, smooth, wide].entries()) {
    const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
    const deviation = Math.sqrt(field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length) || 1;
    for (let i = 0; i < field.length; i += 1) samples[i * nFeatures + f] = (field[i]! - mean) / deviation;
  }
  const nClusters = how === "som" ? 4 : 3;
  let labels: Uint8Array;
  if (how === "k-means") labels = kMeans(samples, nFeatures, nClusters, { seed, nStarts: 2 }).labels;
  else {
    const map = trainSom(samples, nFeatures, 2, 2, { seed, nIterations: 3000 });
    labels = Uint8Array.from({ length: image.length }, (_, i) => winnerOf(map, samples, i * nFeatures));
  }
  const means = Array.from({ length: nClusters }, (_, cluster) => {
    let sum = 0;
    let n = 0;
    for (let i = 0; i < labels.length; i += 1) {
      if (labels[i] !== cluster) continue;
      sum += image[i]!;
      n += 1;
    }
    return n > 0 ? sum / n : Number.NaN;
  });
  const known = means.filter((mean) => !Number.isNaN(mean));
  const wanted = means.indexOf(bright ? Math.max(...known) : Math.min(...known));
  return Uint8Array.from(labels, (label) => (label === wanted ? 1 : 0));
}

/** Otsu's mask cut into basins around its distance peaks, small basins left out. */
function byWatershed(otsu: Uint8Array, size: readonly [number, number]): Uint8Array {
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

function isPeak(field: Float32Array, at: number, [nx, ny]: readonly [number, number]): boolean {
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

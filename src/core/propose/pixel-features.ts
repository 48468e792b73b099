import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { sobelMagnitude } from "#domain/image/sobel.ts";
import { createRng } from "#domain/random/rng.ts";
import { extremes } from "./extremes.ts";
import { halfWindow, localMoments } from "./local-moments.ts";
import type { GreyImage } from "./method.ts";

/** Voxels that clusters are fitted to; all others only find theirs. */
const MOST_TRAINING_VOXELS = 20_000;
/** Voxels that are made ready at a time. */
const BLOCK = 4096;

/** What voxels are clustered by, one plane of numbers a feature. */
export interface PixelFeatures {
  readonly planes: readonly Float32Array[];
  /** How much a difference of one standard deviation of the feature counts. */
  readonly weights: readonly number[];
}

/** Features of some voxels row by row, with mean 0 and deviation 1 over them, times their weight. */
export interface TrainingSet {
  readonly samples: Float32Array;
  readonly nFeatures: number;
  /** What is taken off each feature, and what it is then multiplied with. */
  readonly means: Float64Array;
  readonly factors: Float64Array;
}

/** The grey value and what it is after smoothing with 1 and 3 finest voxels. */
export function smoothedFeatures(image: GreyImage): PixelFeatures {
  const grey = withinUnit(image.data);
  return evenly([grey, smoothed(image, grey, 1), smoothed(image, grey, 3)]);
}

/** The grey value alone. */
export function greyFeature(image: GreyImage): PixelFeatures {
  return evenly([withinUnit(image.data)]);
}

/**
 * Grey value, smoothed with 1, 2 and 4 finest voxels, deviation within 5 × 5, gradient (methods 2.3), and where they are
 * to count, the places along each axis, from the image's one end to the other.
 */
export function textureFeatures(image: GreyImage, positionWeight: number): PixelFeatures {
  const grey = withinUnit(image.data);
  const { deviation } = localMoments(grey, image.size, halfWindow(5, image.spacing));
  const planes = [
    grey,
    ...[1, 2, 4].map((sigma) => smoothed(image, grey, sigma)),
    deviation,
    sobelMagnitude(grey, image.size, image.spacing),
  ];
  const places = positionWeight > 0 ? [0, 1, 2].filter((axis) => image.size[axis]! > 1) : [];
  return {
    planes: [...planes, ...places.map((axis) => placesAlong(image.size, axis))],
    weights: [...planes.map(() => 1), ...places.map(() => positionWeight)],
  };
}

/**
 * Voxels to train on, all over the image: one at random out of every stretch of equal length.
 * @param most voxels at most
 */
export function trainingSet(
  { planes, weights }: PixelFeatures,
  seed: number,
  most = MOST_TRAINING_VOXELS,
): TrainingSet {
  const nVoxels = planes[0]!.length;
  const n = Math.min(nVoxels, most);
  const rng = createRng(seed, "training-voxels");
  const chosen = Int32Array.from({ length: n }, (_, i) =>
    Math.floor(((i + (n < nVoxels ? rng.next() : 0)) * nVoxels) / n),
  );
  const nFeatures = planes.length;
  const samples = new Float32Array(n * nFeatures);
  const means = new Float64Array(nFeatures);
  const factors = new Float64Array(nFeatures);
  for (const [f, plane] of planes.entries()) {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += plane[chosen[i]!]!;
    const mean = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i += 1) squares += (plane[chosen[i]!]! - mean) ** 2;
    // A feature that is the same everywhere tells nothing apart: 0, whatever rounding leaves of it.
    const deviation = Math.sqrt(squares / n);
    const factor = deviation > 1e-6 ? weights[f]! / deviation : 0;
    for (let i = 0; i < n; i += 1) samples[i * nFeatures + f] = (plane[chosen[i]!]! - mean) * factor;
    means[f] = mean;
    factors[f] = factor;
  }
  return { samples, nFeatures, means, factors };
}

/**
 * All voxels' features as the training voxels' are, row by row, a block at a time (the next block takes its memory).
 * @param visit is given the block, how many voxels it holds, and the first one's index
 */
export function forEachBlock(
  { planes }: PixelFeatures,
  { nFeatures, means, factors }: TrainingSet,
  visit: (block: Float32Array, n: number, first: number) => void,
): void {
  const nVoxels = planes[0]!.length;
  const block = new Float32Array(BLOCK * nFeatures);
  for (let first = 0; first < nVoxels; first += BLOCK) {
    const n = Math.min(BLOCK, nVoxels - first);
    for (let f = 0; f < nFeatures; f += 1)
      copyFeature(planes[f]!, first, n, means[f]!, factors[f]!, block, f, nFeatures);
    visit(block, n, first);
  }
}

function copyFeature(
  plane: Float32Array,
  first: number,
  n: number,
  mean: number,
  factor: number,
  block: Float32Array,
  f: number,
  nFeatures: number,
): void {
  for (let i = 0, to = f; i < n; i += 1, to += nFeatures) block[to] = (plane[first + i]! - mean) * factor;
}

function evenly(planes: readonly Float32Array[]): PixelFeatures {
  return { planes, weights: planes.map(() => 1) };
}

/** From 0 to 1, so that squares of large grey values stay within what 32 bits hold. */
function withinUnit(data: Float32Array): Float32Array {
  const [low, high] = extremes(data);
  const scale = high > low ? 1 / (high - low) : 0;
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) result[i] = (data[i]! - low) * scale;
  return result;
}

function smoothed({ size, spacing }: GreyImage, data: Float32Array, sigma: number): Float32Array {
  return gaussianSmooth(
    data,
    size,
    spacing.map((one) => sigma / one),
  );
}

function placesAlong([nx, ny, nz]: readonly [number, number, number], axis: number): Float32Array {
  const places = new Float32Array(nx * ny * nz);
  for (let z = 0, at = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, at += 1)
        places[at] = axis === 0 ? x / (nx - 1) : axis === 1 ? y / (ny - 1) : z / (nz - 1);
  return places;
}

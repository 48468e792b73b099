import { createRng, type Rng } from "#domain/random/rng.ts";
import type { SegmentationBatch } from "./train-unet.ts";

/** An image that a segmenter works on, x fastest, with what is known of its voxels. */
export interface SegmentationCase {
  /** Voxels along x, y, z; z is 1 for a picture. */
  readonly size: readonly [number, number, number];
  /** Grey values, the ends of the case's window at 0 and 255. */
  readonly image: Uint8Array;
  /** Class of every voxel, 0 background; 255 says nothing. */
  readonly labels: Uint8Array;
}

/**
 * How much of a volume a network sees at once: one slice (along z), one slice with its two neighbours as further
 * channels, or a block.
 */
export type Dimensions = "2" | "2.5" | "3";

export const NOT_KNOWN = 255;

export function channelsOf(dimensions: Dimensions): number {
  return dimensions === "2.5" ? 3 : 1;
}

export interface PatchPlan {
  readonly dimensions: Dimensions;
  /** Rows and columns, or slices, rows and columns. */
  readonly size: readonly number[];
  /** Background included. */
  readonly nClasses: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Mirrors at random: right where no side is special. */
  readonly mirror: boolean;
}

/** How often a patch is laid around a voxel of an object instead of anywhere. */
const AT_OBJECT = 0.67;
const MOST_TURN = (15 * Math.PI) / 180;
const MOST_SCALE = 0.1;

/** Means, deviations and places of objects, taken once. */
interface Prepared extends SegmentationCase {
  readonly mean: number;
  readonly deviation: number;
  /** Some voxels of objects. */
  readonly places: Int32Array;
}

const MOST_PLACES = 2000;

/**
 * Draws batches of patches, turned, scaled, mirrored and of other brightness at random: image and labels alike (methods
 * 1.2). What is drawn depends on seed and step alone.
 */
export function patchDrawer(cases: readonly SegmentationCase[], plan: PatchPlan): (step: number) => SegmentationBatch {
  const prepared = cases.map((one, index) => prepare(one, createRng(plan.seed, "places", index)));
  const [depth, height, width] = plan.size.length === 3 ? plan.size : [1, ...plan.size];
  const voxels = depth! * height! * width!;
  const channels = channelsOf(plan.dimensions);
  return (step) => {
    const rng = createRng(plan.seed, "batch", step);
    const images = new Float32Array(plan.batchSize * voxels * channels);
    const targets = new Float32Array(plan.batchSize * voxels * plan.nClasses);
    const weights = new Float32Array(plan.batchSize * voxels);
    for (let row = 0; row < plan.batchSize; row += 1) {
      const at = { images: row * voxels * channels, voxels: row * voxels };
      const one = prepared[rng.int(prepared.length)]!;
      writePatch(one, [depth!, height!, width!], plan, rng, { images, targets, weights }, at);
    }
    return { images, targets, weights, count: plan.batchSize };
  };
}

function writePatch(
  one: Prepared,
  [depth, height, width]: readonly [number, number, number],
  { dimensions, nClasses, mirror }: PatchPlan,
  rng: Rng,
  into: { images: Float32Array; targets: Float32Array; weights: Float32Array },
  at: { images: number; voxels: number },
): void {
  const [nx, ny, nz] = one.size;
  const channels = channelsOf(dimensions);
  const [cx, cy, cz] = centre(one, rng);
  const turn = (2 * rng.next() - 1) * MOST_TURN;
  const scale = 1 + (2 * rng.next() - 1) * MOST_SCALE;
  const [flipX, flipY] = [mirror && rng.next() < 0.5 ? -1 : 1, mirror && rng.next() < 0.5 ? -1 : 1];
  const [a, b] = [(Math.cos(turn) / scale) * flipX, (Math.sin(turn) / scale) * flipY];
  const [c, d] = [(-Math.sin(turn) / scale) * flipX, (Math.cos(turn) / scale) * flipY];
  const gain = (1 + 0.2 * (2 * rng.next() - 1)) / one.deviation;
  const shift = 0.2 * (2 * rng.next() - 1);
  for (let k = 0, v = at.voxels, i = at.images; k < depth; k += 1) {
    const z = depth === 1 ? cz : cz + k - Math.floor(depth / 2);
    for (let y = 0; y < height; y += 1) {
      const v0 = y - height / 2;
      for (let x = 0; x < width; x += 1, v += 1) {
        const u0 = x - width / 2;
        const sx = cx + a * u0 + b * v0;
        const sy = cy + c * u0 + d * v0;
        for (let channel = 0; channel < channels; channel += 1, i += 1) {
          const slice = Math.min(nz - 1, Math.max(0, z + (channels === 1 ? 0 : channel - 1)));
          into.images[i] = (sample(one.image, nx, ny, slice, sx, sy) - one.mean) * gain + shift;
        }
        const [px, py] = [Math.round(sx), Math.round(sy)];
        const isInside = px >= 0 && py >= 0 && px < nx && py < ny && z >= 0 && z < nz;
        const label = isInside ? one.labels[(z * ny + py) * nx + px]! : NOT_KNOWN;
        if (label === NOT_KNOWN) continue;
        into.targets[v * nClasses + label] = 1;
        into.weights[v] = 1;
      }
    }
  }
}

/** Grey value between pixels of a slice; beyond the edge the nearest pixel goes on. */
function sample(image: Uint8Array, nx: number, ny: number, slice: number, x: number, y: number): number {
  const [u, v] = [Math.min(nx - 1, Math.max(0, x)), Math.min(ny - 1, Math.max(0, y))];
  const [x0, y0] = [Math.floor(u), Math.floor(v)];
  const [x1, y1] = [Math.min(nx - 1, x0 + 1), Math.min(ny - 1, y0 + 1)];
  const [fx, fy] = [u - x0, v - y0];
  const row = slice * ny;
  const top = image[(row + y0) * nx + x0]! * (1 - fx) + image[(row + y0) * nx + x1]! * fx;
  const bottom = image[(row + y1) * nx + x0]! * (1 - fx) + image[(row + y1) * nx + x1]! * fx;
  return top * (1 - fy) + bottom * fy;
}

function centre({ size, places }: Prepared, rng: Rng): [number, number, number] {
  const [nx, ny, nz] = size;
  const anywhere = (): [number, number, number] => [rng.int(nx), rng.int(ny), rng.int(nz)];
  if (places.length === 0 || rng.next() >= AT_OBJECT) return anywhere();
  const at = places[rng.int(places.length)]!;
  return [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
}

function prepare(one: SegmentationCase, rng: Rng): Prepared {
  const { mean, deviation } = meanAndDeviation(one.image);
  let n = 0;
  for (const label of one.labels) if (label !== 0 && label !== NOT_KNOWN) n += 1;
  const places: number[] = [];
  const share = n > MOST_PLACES ? MOST_PLACES / n : 1;
  for (let i = 0; i < one.labels.length; i += 1) {
    const label = one.labels[i]!;
    if (label !== 0 && label !== NOT_KNOWN && (share === 1 || rng.next() < share)) places.push(i);
  }
  return { ...one, mean, deviation, places: Int32Array.from(places) };
}

/** @returns a deviation of 1 for constant data */
export function meanAndDeviation(values: Uint8Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) || 1 };
}

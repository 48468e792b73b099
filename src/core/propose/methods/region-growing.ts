import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { extremes } from "../extremes.ts";
import { choiceOf, type GreyImage, type Method, numberOf } from "../method.ts";
import { otsuThreshold } from "./otsu.ts";
import { padGrid } from "./padded-grid.ts";
import { findPeaks, reachOf } from "./peaks.ts";

/** Which neighbours a growing region takes in. */
export type GrowingRule =
  /** At most `k` standard deviations of the region off its mean, both as they are by then. */
  | { readonly kind: "deviation"; readonly k: number }
  /** At most so many grey values off the seed's (scikit-image's `flood`). */
  | { readonly kind: "tolerance"; readonly tolerance: number };

/** What grew from seeds. */
export interface Regions {
  /** 1 in any region. */
  readonly mask: Uint8Array;
  readonly nRegions: number;
  /** Regions that grew beyond the most voxels one may have, and were left out. */
  readonly nLeaked: number;
}

/**
 * Grows a region from each seed over neighbours across faces, as if there were no other; seeds that lie in the region of
 * an earlier one are left out, as are those that lie where an earlier one leaked. With the rule of deviations, mean and
 * deviation begin as those of the box of one voxel around the seed, and the deviation counts as at least 1/256 of the
 * range of grey values.
 * @param seeds indices of voxels
 * @param maxVoxels a region with more has leaked
 */
export function growRegions(image: GreyImage, seeds: ArrayLike<number>, rule: GrowingRule, maxVoxels: number): Regions {
  const { data, size } = image;
  const [low, high] = extremes(data);
  const grid = padGrid(size);
  // What is no number is near to none: growth ends at the border by itself.
  const values = new Float32Array(grid.length).fill(Number.NaN);
  for (const [line, start] of grid.lines.entries())
    values.set(data.subarray(line * size[0], (line + 1) * size[0]), start);
  const growth: Growth = {
    values,
    steps: grid.steps,
    k: rule.kind === "deviation" ? rule.k : 0,
    tolerance: rule.kind === "tolerance" ? rule.tolerance : (high - low) / 256,
    maxVoxels,
    seenFrom: new Int32Array(grid.length),
    region: new Int32Array(grid.length),
  };
  const isIn = new Uint8Array(grid.length);
  const hasLeaked = new Uint8Array(grid.length);
  let nRegions = 0;
  let nLeaked = 0;
  for (let i = 0; i < seeds.length; i += 1) {
    const line = Math.floor(seeds[i]! / size[0]);
    const seed = grid.lines[line]! + seeds[i]! - line * size[0];
    if (isIn[seed] === 1 || hasLeaked[seed] === 1) continue;
    const n = growFrom(seed, i + 1, momentsAround(seeds[i]!, image), growth);
    const isLeak = n > maxVoxels;
    if (isLeak) nLeaked += 1;
    else nRegions += 1;
    const marks = isLeak ? hasLeaked : isIn;
    for (let k = 0; k < n; k += 1) marks[growth.region[k]!] = 1;
  }
  const mask = new Uint8Array(data.length);
  for (const [line, start] of grid.lines.entries()) mask.set(isIn.subarray(start, start + size[0]), line * size[0]);
  return { mask, nRegions, nLeaked };
}

interface Growth {
  /** Grey values on the padded grid, no numbers around them. */
  readonly values: Float32Array;
  readonly steps: Int32Array;
  /** Deviations from the running mean; 0 for a fixed distance from the seed's value. */
  readonly k: number;
  /** That distance, or the least that counts as a deviation. */
  readonly tolerance: number;
  readonly maxVoxels: number;
  /** The number of the last seed from which a voxel was reached. */
  readonly seenFrom: Int32Array;
  /** Voxels of the region in order of arrival, which is the queue of those whose neighbours are still to be looked at. */
  readonly region: Int32Array;
}

/** @returns voxels of the region; more than allowed where it leaked */
function growFrom(seed: number, number: number, around: Moments, growth: Growth): number {
  const { values, steps, k, tolerance, maxVoxels, seenFrom, region } = growth;
  const origin = values[seed]!;
  let { n, sum, squares } = around;
  let middle = 0;
  let reach = tolerance;
  if (k > 0) {
    middle = sum / n;
    reach = k * Math.max(tolerance, Math.sqrt(Math.max(0, squares / n - middle * middle)));
  }
  seenFrom[seed] = number;
  region[0] = seed;
  let tail = 1;
  for (let head = 0; head < tail && tail <= maxVoxels; head += 1) {
    const at = region[head]!;
    for (let i = 0; i < steps.length; i += 1) {
      const next = at + steps[i]!;
      if (seenFrom[next] === number) continue;
      const off = values[next]! - origin;
      if (!(Math.abs(off - middle) <= reach)) continue;
      seenFrom[next] = number;
      region[tail] = next;
      tail += 1;
      if (k === 0) continue;
      n += 1;
      sum += off;
      squares += off * off;
      middle = sum / n;
      reach = k * Math.max(tolerance, Math.sqrt(Math.max(0, squares / n - middle * middle)));
    }
  }
  return tail;
}

/** Number, sum and sum of squares of differences from a seed's grey value: large grey values lose no digits. */
interface Moments {
  n: number;
  sum: number;
  squares: number;
}

/** Those of the box of one voxel around the seed. */
function momentsAround(seed: number, { data, size: [nx, ny, nz] }: GreyImage): Moments {
  const moments = { n: 0, sum: 0, squares: 0 };
  const [x, y, z] = [seed % nx, Math.floor(seed / nx) % ny, Math.floor(seed / (nx * ny))];
  for (let w = Math.max(0, z - 1); w <= Math.min(nz - 1, z + 1); w += 1)
    for (let v = Math.max(0, y - 1); v <= Math.min(ny - 1, y + 1); v += 1)
      for (let u = Math.max(0, x - 1); u <= Math.min(nx - 1, x + 1); u += 1) {
        const off = data[u + nx * (v + ny * w)]! - data[seed]!;
        moments.n += 1;
        moments.sum += off;
        moments.squares += off * off;
      }
  return moments;
}

/** Regions around the brightest points of the smoothed image that lie above its Otsu threshold. */
export const regionGrowing: Method = {
  name: "region-growing",
  parameters: [
    { kind: "choice", name: "rule", default: "tolerance", choices: ["tolerance", "deviation"] },
    { kind: "number", name: "k", default: 2, min: 0.5, max: 6, step: 0.1 },
    { kind: "number", name: "tolerance", default: 0.25, min: 0.01, max: 1, step: 0.01 },
    { kind: "number", name: "seedSigma", default: 2, min: 0, max: 10, step: 0.5 },
    { kind: "number", name: "seedDistance", default: 5, min: 1, max: 100, step: 1 },
    { kind: "number", name: "nSeeds", default: 200, min: 1, max: 1000, step: 1 },
    { kind: "number", name: "maxShare", default: 0.5, min: 0.01, max: 1, step: 0.01 },
  ],
  isIterative: false,
  run(image, values) {
    const { data, size, spacing } = image;
    const sigma = numberOf(values, "seedSigma");
    const smooth = gaussianSmooth(
      data,
      size,
      spacing.map((one) => sigma / one),
    );
    const [low, high] = extremes(data);
    const reach = reachOf(numberOf(values, "seedDistance"), image);
    const seeds = findPeaks(smooth, size, reach, otsuThreshold(smooth)).slice(0, numberOf(values, "nSeeds"));
    const rule: GrowingRule =
      choiceOf(values, "rule") === "tolerance"
        ? { kind: "tolerance", tolerance: numberOf(values, "tolerance") * (high - low) }
        : { kind: "deviation", k: numberOf(values, "k") };
    const maxVoxels = numberOf(values, "maxShare") * data.length;
    const { mask, nRegions, nLeaked } = growRegions(image, seeds, rule, maxVoxels);
    return { mask, told: { nSeeds: seeds.length, nRegions, nLeaked } };
  },
};

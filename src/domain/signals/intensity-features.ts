import { lowestBit } from "../mask/bit-mask.ts";
import { type Grid, lineStart } from "./crop.ts";
import { withinReach } from "./within-reach.ts";

const BINS = 64;

interface IntensityFeatures {
  "inside-mean": number;
  "inside-spread": number;
  "outside-mean": number;
  "outside-spread": number;
  /** (inside − outside) ÷ pooled standard deviation, with the ring around the mask as outside. */
  contrast: number;
  "contrast-size": number;
  /** How well one threshold parts inside from outside: |ROC AUC − 0.5| · 2. */
  separation: number;
  /** Best Dice between the mask and any thresholding of its surroundings, of either polarity. */
  "threshold-dice": number;
  /** Share of the mask that looks like what surrounds it, and of the ring that looks like the mask. */
  "surplus-like": number;
  "missed-like": number;
}

/** Grey values inside the mask, and in a ring of about half the mask's radius around it. */
export function intensityFeatures(grid: Grid): IntensityFeatures {
  const { mask, spacing, nVoxels } = grid;
  const isVolume = mask.size[2] > 1;
  const radius = isVolume ? Math.cbrt((3 * nVoxels) / (4 * Math.PI)) : Math.sqrt(nVoxels / Math.PI);
  const reach = Math.max(3, radius / 2) * Math.min(spacing[0]!, spacing[1]!);
  const ring = withinReach(grid, reach).words.map((word, at) => word & ~mask.words[at]!);
  const a = greysOf(grid, mask.words);
  const b = greysOf(grid, ring);
  const pooled = Math.sqrt((a.spread ** 2 + b.spread ** 2) / 2) || 1e-6;
  const contrast = b.n > 0 ? clamp((a.mean - b.mean) / pooled, 10) : 0;
  const { auc, dice } = separation(a.histogram, b.histogram);
  const middle = (a.mean + b.mean) / 2;
  const isBright = a.mean > b.mean;
  return {
    "inside-mean": a.mean,
    "inside-spread": a.spread,
    "outside-mean": b.mean,
    "outside-spread": b.spread,
    contrast,
    "contrast-size": Math.abs(contrast),
    separation: 2 * Math.abs(auc - 0.5),
    "threshold-dice": dice,
    "surplus-like": shareBeyond(a.histogram, middle, !isBright),
    "missed-like": shareBeyond(b.histogram, middle, isBright),
  };
}

interface Greys {
  readonly n: number;
  readonly mean: number;
  readonly spread: number;
  readonly histogram: Float64Array;
}

/** The grey values of the voxels whose bits are set in words of the grid. */
function greysOf(grid: Grid, words: Int32Array): Greys {
  const { image, mask } = grid;
  const [, ny, nz] = mask.size;
  const histogram = new Float64Array(BINS);
  let [n, sum, squares] = [0, 0, 0];
  for (let line = 0, word = 0; line < ny * nz; line += 1) {
    const y = line % ny;
    let first = lineStart(grid, y, (line - y) / ny);
    for (const end = word + mask.perLine; word < end; word += 1, first += 32) {
      for (let rest = words[word]!; rest !== 0; rest &= rest - 1) {
        const grey = image[first + lowestBit(rest)]!;
        const value = grey < -0.5 ? -0.5 : grey > 1.5 ? 1.5 : grey;
        const place = Math.floor(value * BINS);
        histogram[place < 0 ? 0 : place >= BINS ? BINS - 1 : place]! += 1;
        n += 1;
        sum += value;
        squares += value * value;
      }
    }
  }
  if (n === 0) return { n, mean: 0, spread: 0, histogram };
  const mean = sum / n;
  return { n, mean, spread: Math.sqrt(Math.max(0, squares / n - mean * mean)), histogram };
}

function separation(inside: Float64Array, outside: Float64Array): { auc: number; dice: number } {
  const nIn = inside.reduce((sum, value) => sum + value, 0);
  const nOut = outside.reduce((sum, value) => sum + value, 0);
  if (nIn === 0 || nOut === 0) return { auc: 0.5, dice: 0 };
  let [below, auc, best] = [0, 0, 0];
  let [inBelow, outBelow] = [0, 0];
  for (let bin = 0; bin < BINS; bin += 1) {
    auc += inside[bin]! * (below + outside[bin]! / 2);
    below += outside[bin]!;
    inBelow += inside[bin]!;
    outBelow += outside[bin]!;
    const [inAbove, outAbove] = [nIn - inBelow, nOut - outBelow];
    best = Math.max(best, (2 * inAbove) / (nIn + inAbove + outAbove), (2 * inBelow) / (nIn + inBelow + outBelow));
  }
  return { auc: auc / (nIn * nOut), dice: best };
}

/** Share of a histogram on one side of a grey value. */
function shareBeyond(histogram: Float64Array, value: number, above: boolean): number {
  const cut = Math.max(0, Math.min(BINS, Math.round(value * BINS)));
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  let n = 0;
  for (let bin = 0; bin < BINS; bin += 1) if (bin >= cut === above) n += histogram[bin]!;
  return n / total;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

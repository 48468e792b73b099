import { squaredDistanceTo } from "../mask/distance-transform.ts";
import { boxAround, type Grid } from "./crop.ts";
import { reused } from "./reused.ts";

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

const maskMemory = reused((n) => new Uint8Array(n));
const distanceMemory = reused((n) => new Float64Array(n));

/** Grey values inside the mask, and in a ring of about half the mask's radius around it. */
export function intensityFeatures(grid: Grid): IntensityFeatures {
  const { size, spacing, nVoxels } = grid;
  const isVolume = size[2]! > 1;
  const radius = isVolume ? Math.cbrt((3 * nVoxels) / (4 * Math.PI)) : Math.sqrt(nVoxels / Math.PI);
  const reach = Math.max(3, radius / 2) * Math.min(spacing[0]!, spacing[1]!);
  const { inside, outside, moments } = histograms(grid, reach);
  const a = meanAndSpread(moments.in);
  const b = meanAndSpread(moments.out);
  const pooled = Math.sqrt((a.spread ** 2 + b.spread ** 2) / 2) || 1e-6;
  const contrast = b.n > 0 ? clamp((a.mean - b.mean) / pooled, 10) : 0;
  const { auc, dice } = separation(inside, outside);
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
    "surplus-like": shareBeyond(inside, middle, !isBright),
    "missed-like": shareBeyond(outside, middle, isBright),
  };
}

/** Histograms of the grey values inside and in the ring, and of either number, sum and sum of squares. */
function histograms(
  grid: Grid,
  reach: number,
): { inside: Float64Array; outside: Float64Array; moments: { in: Float64Array; out: Float64Array } } {
  const { image, size } = grid;
  const near = boxAround(
    grid,
    grid.spacing.map((length) => Math.floor(reach / length) + 1),
    maskMemory,
  );
  const { mask } = near;
  const [nx, ny, nz] = near.size as [number, number, number];
  const squared = distanceMemory(mask.length);
  // A little more, lest rounding decides.
  const most = reach * reach * (1 + 1e-9);
  squaredDistanceTo(mask, near.size, near.spacing, squared, most);
  const inside = new Float64Array(BINS);
  const outside = new Float64Array(BINS);
  const moments = { in: new Float64Array(3), out: new Float64Array(3) };
  for (let z = 0, i = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      let at = near.origin[0]! + size[0]! * (y + near.origin[1]! + size[1]! * (z + near.origin[2]!));
      for (const end = i + nx; i < end; i += 1, at += 1) {
        const isInside = mask[i] === 1;
        if (!isInside && (squared[i]! > most || Math.sqrt(squared[i]!) > reach)) continue;
        const grey = image[at]!;
        const value = grey < -0.5 ? -0.5 : grey > 1.5 ? 1.5 : grey;
        const place = Math.floor(value * BINS);
        const bin = place < 0 ? 0 : place >= BINS ? BINS - 1 : place;
        const sums = isInside ? moments.in : moments.out;
        if (isInside) inside[bin]! += 1;
        else outside[bin]! += 1;
        sums[0]! += 1;
        sums[1]! += value;
        sums[2]! += value * value;
      }
    }
  }
  return { inside, outside, moments };
}

function meanAndSpread([n, sum, squares]: Float64Array): { n: number; mean: number; spread: number } {
  if (!n) return { n: 0, mean: 0, spread: 0 };
  const mean = sum! / n;
  return { n, mean, spread: Math.sqrt(Math.max(0, squares! / n - mean * mean)) };
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

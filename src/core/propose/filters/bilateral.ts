import { extremes } from "../extremes.ts";
import { type Filter, numberOf } from "../method.ts";

/** Whole steps of grey within one standard deviation, and how many of them share a place in the table of weights. */
const STEPS = 512;
const SHIFT = 3;
/** Standard deviations beyond which nothing weighs anything: of distance, and of grey. */
const REACH = 3;
const GREY_REACH = 6;

/**
 * Bilateral filter (Tomasi and Manduchi 1998), slice by slice: the mean of the neighbourhood, weighted by distance and
 * by how alike the grey values are, so that edges stay. Neighbours beyond three standard deviations or outside of the
 * picture are left out.
 * @param sigmas standard deviation of the distance along x and y, in voxels
 * @param sigmaGrey standard deviation of the difference of grey values
 */
export function bilateral(
  data: Float32Array,
  size: readonly number[],
  sigmas: readonly [number, number],
  sigmaGrey: number,
): Float32Array {
  const [low, high] = extremes(data);
  if (!(high > low) || !(sigmaGrey > 0)) return data.slice();
  const [nx, ny] = [size[0]!, size[1]!];
  const deviation = Math.min(STEPS, (2 ** 20 * sigmaGrey) / (high - low));
  const scale = deviation / sigmaGrey;
  const [reachX, reachY] = [
    Math.min(nx - 1, Math.floor(REACH * sigmas[0])),
    Math.min(ny - 1, Math.floor(REACH * sigmas[1])),
  ];
  const around = neighbourhood(sigmas, reachX, reachY);
  // All around there is a grey that is further from all others than the table's last weight.
  const brightest = Math.ceil((high - low) * scale);
  const outside = brightest + Math.ceil(GREY_REACH * deviation) + 1;
  const weights = greyWeights(outside, deviation);
  const rowLength = nx + 2 * reachX;
  const levels = new Int32Array(rowLength * (ny + 2 * reachY)).fill(outside);
  const result = new Float32Array(data.length);
  const sums = new Float64Array(nx);
  const totals = new Float64Array(nx);
  for (let start = 0; start < data.length; start += nx * ny) {
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        levels[(reachY + y) * rowLength + reachX + x] = Math.round((data[start + y * nx + x]! - low) * scale);
    for (let y = 0; y < ny; y += 1) {
      sumRow(levels, (reachY + y) * rowLength + reachX, rowLength, around, weights, sums, totals);
      for (let x = 0, at = start + y * nx; x < nx; x += 1, at += 1)
        result[at] = data[at]! + sums[x]! / totals[x]! / scale;
    }
  }
  return result;
}

/** Weights by the difference of grey, up to the largest there can be. */
function greyWeights(largest: number, deviation: number): Float64Array {
  return Float64Array.from({ length: (largest >> SHIFT) + 1 }, (_, place) => {
    const difference = ((place + 0.5) * 2 ** SHIFT - 0.5) / deviation;
    return difference < GREY_REACH ? Math.exp((-difference * difference) / 2) : 0;
  });
}

/** Neighbours in one line, from its middle outwards to both sides: what their distance makes them weigh. */
interface NeighbourLine {
  readonly dy: number;
  readonly spatial: Float64Array;
}

function neighbourhood([sx, sy]: readonly [number, number], reachX: number, reachY: number): NeighbourLine[] {
  return Array.from({ length: 2 * reachY + 1 }, (_, line) => {
    const dy = line - reachY;
    const width = Math.sqrt(REACH ** 2 - (dy / sy) ** 2) * sx;
    const length = 1 + Math.min(reachX, Math.floor(width));
    return { dy, spatial: Float64Array.from({ length }, (_, dx) => Math.exp(-((dx / sx) ** 2 + (dy / sy) ** 2) / 2)) };
  });
}

/** Sums over everybody's neighbourhood in one row: weights, and weighted differences from the middle in steps of grey. */
function sumRow(
  levels: Int32Array,
  row: number,
  rowLength: number,
  around: readonly NeighbourLine[],
  weights: Float64Array,
  sums: Float64Array,
  totals: Float64Array,
): void {
  sums.fill(0);
  totals.fill(0);
  for (const { dy, spatial } of around) {
    const other = row + dy * rowLength;
    for (let x = 0; x < sums.length; x += 1) {
      const level = levels[row + x]!;
      const middle = (levels[other + x]! - level) | 0;
      let total = spatial[0]! * weights[apart(middle) >> SHIFT]!;
      let sum = total * middle;
      for (let i = 1; i < spatial.length; i += 1) {
        const left = (levels[other + x - i]! - level) | 0;
        const right = (levels[other + x + i]! - level) | 0;
        const weightLeft = weights[apart(left) >> SHIFT]!;
        const weightRight = weights[apart(right) >> SHIFT]!;
        total += spatial[i]! * (weightLeft + weightRight);
        sum += spatial[i]! * (weightLeft * left + weightRight * right);
      }
      sums[x]! += sum;
      totals[x]! += total;
    }
  }
}

/** Without its sign, which is as good as random here: a branch on it would be dear. */
function apart(difference: number): number {
  const sign = difference >> 31;
  return ((difference ^ sign) - sign) | 0;
}

/** The grey deviation is a share of the image's range; sigma is in finest voxels. In volumes each slice by itself. */
export const bilateralFilter: Filter = {
  name: "bilateral",
  parameters: [
    { kind: "number", name: "sigma", default: 2, min: 1, max: 5, step: 0.5 },
    { kind: "number", name: "range", default: 0.1, min: 0.02, max: 0.5, step: 0.01 },
  ],
  run({ data, size, spacing }, values) {
    const [low, high] = extremes(data);
    const sigma = numberOf(values, "sigma");
    const sigmas: [number, number] = [sigma / spacing[0], sigma / spacing[1]];
    return bilateral(data, size, sigmas, numberOf(values, "range") * (high - low));
  },
};

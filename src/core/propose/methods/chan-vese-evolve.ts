import { extremes } from "../extremes.ts";
import { LevelSetGrid } from "./level-set-grid.ts";

/** A level set on its way to the contour between two phases. */
export interface LevelSet {
  /** Above 0 in one phase, at most 0 in the other. */
  readonly phi: Float32Array;
  readonly rounds: number;
  /** Voxels where phi is above 0. */
  readonly nAbove: number;
  /** Mean grey value, between 0 and 1, where phi is above 0 and where it is not; 0 for a phase without voxels. */
  readonly meanAbove: number;
  readonly meanBelow: number;
}

export interface ChanVeseOptions {
  /** Weight of the contour's length: higher is rounder. */
  readonly mu?: number;
  /** The change of phi in a round (root mean square) at which it counts as settled. */
  readonly tolerance?: number;
  readonly maxRounds?: number;
  /** @param done share of the rounds */
  readonly tick?: (done: number) => void;
}

/** Side of the squares that the contour starts from. */
const SQUARE = 5;

/**
 * The contour without edges of Chan and Vese (2001): the image, scaled to 0 … 1, in two phases of even grey value with
 * a short contour between them. The semi-implicit rounds of Getreuer (IPOL 2012) as scikit-image's `chan_vese` makes
 * them, in 2-D and, with the differences along z added, in 3-D; distances follow the spacing.
 */
export function evolveLevelSet(
  data: ArrayLike<number>,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  { mu = 0.25, tolerance = 1e-3, maxRounds = 100, tick = () => {} }: ChanVeseOptions = {},
): LevelSet {
  const image = scaled(data);
  const checks = checkerboard(size, spacing);
  const grid = new LevelSetGrid(size);
  grid.setImage(image);
  grid.setPhi(checks);
  let total = 0;
  let nAbove = 0;
  let above = 0;
  for (let i = 0; i < image.length; i += 1) {
    total += image[i]!;
    if (!(checks[i]! > 0)) continue;
    nAbove += 1;
    above += image[i]!;
  }
  const meanOf = (sum: number, n: number): number => (n > 0 ? sum / n : 0);
  let [meanAbove, meanBelow] = [meanOf(above, nAbove), meanOf(total - above, image.length - nAbove)];
  let rounds = 0;
  for (let change = Infinity; rounds < maxRounds && change > tolerance; rounds += 1) {
    const sums = grid.round(spacing, mu, meanAbove, meanBelow);
    nAbove = sums.nAbove;
    [meanAbove, meanBelow] = [meanOf(sums.above, nAbove), meanOf(total - sums.above, image.length - nAbove)];
    change = Math.sqrt(sums.change / image.length);
    tick((rounds + 1) / maxRounds);
  }
  return { phi: grid.phi(), rounds, nAbove, meanAbove, meanBelow };
}

/** Grey values between 0 and 1; constant ones are 0. */
function scaled(data: ArrayLike<number>): Float32Array {
  const [low, high] = extremes(data);
  const range = high - low;
  const result = new Float32Array(data.length);
  if (range > 0) for (let i = 0; i < data.length; i += 1) result[i] = (data[i]! - low) / range;
  return result;
}

/** Hills and dales in turn, side by side. */
function checkerboard(
  [nx, ny, nz]: readonly [number, number, number],
  [sx, sy, sz]: readonly [number, number, number],
): Float32Array {
  const along = (n: number, spacing: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => (n > 1 ? Math.sin((Math.PI / SQUARE) * i * spacing) : 1));
  const [wx, wy, wz] = [along(nx, sx), along(ny, sy), along(nz, sz)];
  const phi = new Float32Array(nx * ny * nz);
  for (let z = 0, at = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) for (let x = 0; x < nx; x += 1, at += 1) phi[at] = wx[x]! * wy[y]! * wz[z]!;
  return phi;
}

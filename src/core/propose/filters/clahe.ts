import { extremes } from "../extremes.ts";
import { type Filter, numberOf } from "../method.ts";

const N_BINS = 256;

/**
 * Contrast-limited adaptive histogram equalisation (Zuiderveld 1994), slice by slice: each tile has the map of grey
 * values that would make its histogram flat, bins being cut at `clip` times their mean, and a voxel takes the mean of
 * the four nearest tiles' maps. The range of grey values stays.
 * @param nTiles tiles along x and along y
 * @param clip what is cut off is shared among the bins below the limit; 1 leaves the picture as it is
 */
export function equaliseAdaptively(
  data: Float32Array,
  size: readonly number[],
  nTiles: number,
  clip: number,
): Float32Array {
  const [low, high] = extremes(data);
  if (!(high > low)) return data.slice();
  const [nx, ny] = [size[0]!, size[1]!];
  const scale = N_BINS / (high - low);
  const bins = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 1) bins[i] = Math.min(N_BINS - 1, (data[i]! - low) * scale);
  const across = tilesAlong(nx, nTiles);
  const down = tilesAlong(ny, nTiles);
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += nx * ny) {
    const maps = tileMaps(bins, start, nx, across, down, clip);
    for (let y = 0, at = start; y < ny; y += 1) {
      const upper = down.before[y]! * across.n * N_BINS;
      const lower = down.after[y]! * across.n * N_BINS;
      const fraction = down.fraction[y]!;
      for (let x = 0; x < nx; x += 1, at += 1) {
        const left = across.before[x]! * N_BINS + bins[at]!;
        const right = across.after[x]! * N_BINS + bins[at]!;
        const top = mixed(maps[upper + left]!, maps[upper + right]!, across.fraction[x]!);
        const bottom = mixed(maps[lower + left]!, maps[lower + right]!, across.fraction[x]!);
        result[at] = low + mixed(top, bottom, fraction) * (high - low);
      }
    }
  }
  return result;
}

function mixed(one: number, other: number, fraction: number): number {
  return one + (other - one) * fraction;
}

/** How a line is cut into tiles, and between the middles of which two of them each voxel lies. */
interface Tiles {
  readonly n: number;
  /** n + 1 places at which tiles begin and end. */
  readonly bounds: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly fraction: Float64Array;
}

function tilesAlong(length: number, nTiles: number): Tiles {
  const n = Math.min(nTiles, length);
  const place = (at: number): number => ((at + 0.5) * n) / length - 0.5;
  const voxels = Int32Array.from({ length }, (_, at) => at);
  return {
    n,
    bounds: Int32Array.from({ length: n + 1 }, (_, tile) => Math.floor((tile * length) / n)),
    before: voxels.map((at) => Math.max(0, Math.floor(place(at)))),
    after: voxels.map((at) => Math.min(n - 1, Math.floor(place(at)) + 1)),
    fraction: Float64Array.from(voxels, (at) => place(at) - Math.floor(place(at))),
  };
}

/** Tile by tile the share (0 … 1) that each bin becomes. */
function tileMaps(bins: Uint8Array, start: number, nx: number, across: Tiles, down: Tiles, clip: number): Float64Array {
  const maps = new Float64Array(across.n * down.n * N_BINS);
  for (let v = 0, tile = 0; v < down.n; v += 1) {
    for (let u = 0; u < across.n; u += 1, tile += 1) {
      const counts = maps.subarray(tile * N_BINS, (tile + 1) * N_BINS);
      for (let y = down.bounds[v]!; y < down.bounds[v + 1]!; y += 1) {
        const row = start + y * nx;
        for (let x = across.bounds[u]!; x < across.bounds[u + 1]!; x += 1) counts[bins[row + x]!]! += 1;
      }
      const n = (across.bounds[u + 1]! - across.bounds[u]!) * (down.bounds[v + 1]! - down.bounds[v]!);
      clipCounts(counts, (clip * n) / N_BINS);
      let sum = 0;
      for (let bin = 0; bin < N_BINS; bin += 1) counts[bin] = Math.min(1, (sum += counts[bin]!) / n);
    }
  }
  return maps;
}

/** Cuts counts at a limit and shares what was cut off among those below it, until no more is left or all are full. */
function clipCounts(counts: Float64Array, limit: number): void {
  for (let round = 0; round < N_BINS; round += 1) {
    let excess = 0;
    let nBelow = 0;
    for (let bin = 0; bin < counts.length; bin += 1) {
      if (counts[bin]! < limit) nBelow += 1;
      else {
        excess += counts[bin]! - limit;
        counts[bin] = limit;
      }
    }
    if (excess < 1e-6 || nBelow === 0) return;
    const share = excess / nBelow;
    for (let bin = 0; bin < counts.length; bin += 1) if (counts[bin]! < limit) counts[bin]! += share;
  }
}

/** Eight by eight tiles and a limit of twice the mean, as is usual. */
export const clahe: Filter = {
  name: "clahe",
  parameters: [
    { kind: "number", name: "tiles", default: 8, min: 1, max: 32, step: 1 },
    { kind: "number", name: "clip", default: 2, min: 1, max: 10, step: 0.5 },
  ],
  run({ data, size }, values) {
    return equaliseAdaptively(data, size, numberOf(values, "tiles"), numberOf(values, "clip"));
  },
};

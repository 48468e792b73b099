import { choiceOf, type Filter } from "../method.ts";
import { greater, lesser, orderedKeys, valuesOf } from "../ordered-keys.ts";
import { type Comparator, type MedianNetwork, medianNetwork } from "./median-network.ts";

/** Voxels along a line that go through the network together: short enough for the processor's first cache. */
const STRETCH = 256;

/** Networks of windows that were asked for, which take a moment to find. */
const networks = new Map<string, MedianNetwork>();

/**
 * Median of a square of `width` × `width` voxels (a cube with `isCube`), the nearest voxel going on beyond the border
 * (scipy's `median_filter` with mode "nearest"). Sorting networks compare stretches of lines voxel by voxel: first all
 * columns of a line's windows are sorted, then each place of the window is one wire.
 * @param width odd
 */
export function medianOf(data: Float32Array, size: readonly number[], width: number, isCube = false): Float32Array {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const { keys, scale } = orderedKeys(data);
  const result = new Int32Array(keys.length);
  const radius = (width - 1) / 2;
  const depth = isCube ? radius : 0;
  const nRows = width * (2 * depth + 1);
  const network = networkFor(width, nRows);
  // The rows of the window, lengthened at both ends, and a stretch of every place in the window.
  const rows = Array.from({ length: nRows }, () => new Int32Array(nx + 2 * radius));
  const wires = Array.from({ length: nRows * width }, () => new Int32Array(STRETCH));
  const middle = wires[(wires.length - 1) / 2]!;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let row = 0; row < nRows; row += 1) {
        const v = within(y + (row % width) - radius, ny);
        const w = within(z + Math.floor(row / width) - depth, nz);
        copyRow(keys, (w * ny + v) * nx, nx, radius, rows[row]!);
      }
      for (const { low, high } of network.column) compare.both(rows[low]!, rows[high]!, nx + 2 * radius);
      const start = (z * ny + y) * nx;
      for (let x = 0; x < nx; x += STRETCH) {
        const n = Math.min(STRETCH, nx - x);
        for (let wire = 0; wire < wires.length; wire += 1)
          copyStretch(rows[Math.floor(wire / width)]!, x + (wire % width), n, wires[wire]!);
        for (const { low, high, wants } of network.window) compare[wants](wires[low]!, wires[high]!, n);
        for (let i = 0; i < n; i += 1) result[start + x + i] = middle[i]!;
      }
    }
  }
  return valuesOf({ keys: result, scale });
}

function networkFor(nColumns: number, height: number): MedianNetwork {
  const name = `${nColumns}x${height}`;
  const network = networks.get(name) ?? medianNetwork(nColumns, height);
  networks.set(name, network);
  return network;
}

function within(place: number, length: number): number {
  return Math.max(0, Math.min(length - 1, place));
}

function copyRow(keys: Int32Array, from: number, nx: number, radius: number, row: Int32Array): void {
  row.fill(keys[from]!, 0, radius);
  for (let x = 0; x < nx; x += 1) row[radius + x] = keys[from + x]!;
  row.fill(keys[from + nx - 1]!, radius + nx);
}

function copyStretch(row: Int32Array, from: number, n: number, wire: Int32Array): void {
  for (let i = 0; i < n; i += 1) wire[i] = row[from + i]!;
}

const compare: Record<Comparator["wants"], (low: Int32Array, high: Int32Array, n: number) => void> = {
  both(low, high, n) {
    for (let i = 0; i < n; i += 1) {
      const one = low[i]!;
      const other = high[i]!;
      low[i] = lesser(one, other);
      high[i] = greater(one, other);
    }
  },
  low(low, high, n) {
    for (let i = 0; i < n; i += 1) low[i] = lesser(low[i]!, high[i]!);
  },
  high(low, high, n) {
    for (let i = 0; i < n; i += 1) high[i] = greater(low[i]!, high[i]!);
  },
};

/** Median of a square within each slice, or of a cube of 3 × 3 × 3. Windows are counted in voxels: ranks know no length. */
export const medianFilter: Filter = {
  name: "median",
  parameters: [{ kind: "choice", name: "window", default: "3", choices: ["3", "5", "3x3x3"] }],
  run({ data, size }, values) {
    const window = choiceOf(values, "window");
    return medianOf(data, size, window === "5" ? 5 : 3, window === "3x3x3" && size[2] > 1);
  },
};

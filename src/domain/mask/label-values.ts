import { equalRuns } from "./equal-runs.ts";

/** What one label value of a mask covers. */
export interface LabelExtent {
  readonly value: number;
  readonly nVoxels: number;
  /** First and last index along x, y, z, both inclusive: [x0, y0, z0, x1, y1, z1]. */
  readonly bounds: readonly number[];
}

/** More label values than this are no classes. */
export const MAX_LABELS = 255;

/** Labels are integers; soft masks and scaled values are up to this far off them. */
export const INTEGER_TOLERANCE = 1e-3;

/**
 * The label values of a mask other than 0, in order, with their extents; stops early where there are more than
 * `maxValues` of them, or where a value is no integer.
 */
export function labelExtents(
  data: ArrayLike<number>,
  size: readonly number[],
  maxValues: number,
):
  | { kind: "labels"; labels: LabelExtent[] }
  | { kind: "not-integer"; value: number }
  | { kind: "negative"; value: number }
  | { kind: "too-many" } {
  const [nx, ny] = [size[0]!, size[1]!];
  const runs = equalRuns(data);
  const found = new Map<number, { n: number; b: [number, number, number, number, number, number] }>();
  let lastValue = 0;
  let last: { n: number; b: [number, number, number, number, number, number] } | undefined;
  for (let at = runs.endOf(0, 0, data.length); at < data.length;) {
    const row = Math.floor(at / nx);
    const raw = data[at]!;
    const from = at;
    at += 1;
    if (data[at] === raw) at = runs.endOf(raw, at, Math.min(data.length, (row + 1) * nx));
    const end = at;
    if (data[at] === 0) at = runs.endOf(0, at, data.length);
    const value = Math.round(raw);
    if (!(Math.abs(raw - value) < INTEGER_TOLERANCE)) return { kind: "not-integer", value: raw };
    if (value === 0) continue;
    if (value < 0) return { kind: "negative", value };
    if (value !== lastValue || !last) {
      last = found.get(value);
      if (!last) {
        if (found.size >= maxValues) return { kind: "too-many" };
        last = { n: 0, b: [Infinity, Infinity, Infinity, -1, -1, -1] };
        found.set(value, last);
      }
      lastValue = value;
    }
    last.n += end - from;
    const [x, y, z] = [from - row * nx, row % ny, Math.floor(row / ny)];
    const { b } = last;
    if (x < b[0]) b[0] = x;
    if (y < b[1]) b[1] = y;
    if (z < b[2]) b[2] = z;
    if (end - 1 - row * nx > b[3]) b[3] = end - 1 - row * nx;
    if (y > b[4]) b[4] = y;
    if (z > b[5]) b[5] = z;
  }
  const labels = [...found].map(([value, { n, b }]) => ({ value, nVoxels: n, bounds: b }));
  return { kind: "labels", labels: labels.toSorted((a, b) => a.value - b.value) };
}

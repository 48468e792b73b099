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
  const found = new Map<number, { n: number; b: [number, number, number, number, number, number] }>();
  let lastValue = 0;
  let last: { n: number; b: [number, number, number, number, number, number] } | undefined;
  let [y, z] = [0, 0];
  for (let rowStart = 0; rowStart < data.length; rowStart += nx) {
    const rowEnd = Math.min(data.length, rowStart + nx);
    for (let at = rowStart; at < rowEnd; at += 1) {
      const raw = data[at]!;
      if (raw === 0) continue;
      const value = Math.round(raw);
      if (Math.abs(raw - value) >= INTEGER_TOLERANCE) return { kind: "not-integer", value: raw };
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
      // Objects are solid: what goes on in the row with the same number is taken at once.
      const from = at;
      while (at + 1 < rowEnd && data[at + 1] === raw) at += 1;
      last.n += at + 1 - from;
      const { b } = last;
      if (from - rowStart < b[0]) b[0] = from - rowStart;
      if (y < b[1]) b[1] = y;
      if (z < b[2]) b[2] = z;
      if (at - rowStart > b[3]) b[3] = at - rowStart;
      if (y > b[4]) b[4] = y;
      if (z > b[5]) b[5] = z;
    }
    y += 1;
    if (y === ny) {
      y = 0;
      z += 1;
    }
  }
  const labels = [...found].map(([value, { n, b }]) => ({ value, nVoxels: n, bounds: b }));
  return { kind: "labels", labels: labels.toSorted((a, b) => a.value - b.value) };
}

import { KEY_LIMIT, lesser, orderedKeys, valuesOf } from "../ordered-keys.ts";
import { type DiscLine, halfOfDisc } from "#domain/mask/disc-lines.ts";

/**
 * Opening of grey values by a disc (in volumes a ball): what is bright and narrower than it is gone. What lies outside of
 * the image counts neither as bright nor as dark.
 *
 * The minimum over a disc is that over its lines, and those over lines of every length follow from each other: a disc
 * costs about three comparisons per voxel of its radius, not of its area.
 * @param radius in units of the finest axis
 */
export function greyOpening(
  data: Float32Array,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  radius: number,
): Float32Array {
  const { keys, scale } = orderedKeys(data);
  const lines = halfOfDisc(size, spacing, radius);
  const eroded = minimumOver(keys, size, lines);
  // The maximum is the minimum of the negative.
  const opened = negative(minimumOver(negative(eroded), size, lines));
  return valuesOf({ keys: opened.slice(0, data.length), scale });
}

function negative(keys: Int32Array): Int32Array {
  for (let i = 0; i < keys.length; i += 1) keys[i] = -keys[i]!;
  return keys;
}

/** The smallest key within the disc around every voxel; then a row more than there are, for what lies outside. */
function minimumOver(keys: Int32Array, size: readonly number[], lines: readonly DiscLine[]): Int32Array {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2]!];
  const outside = nx * ny * nz;
  const result = new Int32Array(outside + nx).fill(KEY_LIMIT);
  // A row with a voxel to spare at both ends, which lies outside of the image.
  let row = new Int32Array(nx + 2);
  let wider = new Int32Array(nx + 2);
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      const start = (z * ny + y) * nx;
      row.fill(KEY_LIMIT);
      wider.fill(KEY_LIMIT);
      for (let x = 0; x < nx; x += 1) row[x + 1] = keys[start + x]!;
      let reach = 0;
      for (const { dy, dz, halfWidth } of lines) {
        for (; reach < halfWidth; reach += 1) {
          widen(row, wider, reach === 0);
          [row, wider] = [wider, row];
        }
        const step = (dz * ny + dy) * nx;
        const isBefore = y - dy >= 0 && y - dy < ny && z - dz >= 0;
        const isAfter = y + dy >= 0 && y + dy < ny && z + dz < nz;
        join(result, isBefore ? start - step : outside, isAfter ? start + step : outside, row);
      }
    }
  }
  return result;
}

/** Minima over lines one voxel longer to both sides: of the neighbours' lines, which meet once they are that long. */
function widen(row: Int32Array, wider: Int32Array, isFirst: boolean): void {
  const last = row.length - 2;
  for (let x = 1; x <= last; x += 1) wider[x] = lesser(row[x - 1]!, row[x + 1]!);
  if (isFirst) for (let x = 1; x <= last; x += 1) wider[x] = lesser(wider[x]!, row[x]!);
}

function join(result: Int32Array, before: number, after: number, row: Int32Array): void {
  const nx = row.length - 2;
  for (let x = 0; x < nx; x += 1) {
    const key = row[x + 1]!;
    result[before + x] = lesser(result[before + x]!, key);
    result[after + x] = lesser(result[after + x]!, key);
  }
}

import { ascendingOrder } from "./height-order.ts";

/**
 * Local maxima of a field that are at least a distance apart, the highest first (scikit-image's `peak_local_max` with
 * `exclude_border=False`): voxels that nothing exceeds in the box that reaches `reach` voxels to either side, of equals
 * the first.
 * @param reach voxels along x, y, z; at least 1 where the axis has more than one voxel
 * @param above only voxels higher than this
 * @returns their indices
 */
export function findPeaks(
  field: Float32Array | Float64Array,
  size: readonly [number, number, number],
  reach: readonly [number, number, number],
  above: number,
): number[] {
  const candidates = faceMaxima(field, size, above);
  const heights = Float64Array.from(candidates, (at) => -field[at]!);
  const isTaken = new Uint8Array(field.length);
  const apart = reach.map((n) => n - 1) as [number, number, number];
  const peaks: number[] = [];
  for (const index of ascendingOrder(heights)) {
    const at = candidates[index]!;
    if (isTaken[at] === 1 || !isHighest(field, boxAround(at, size, reach), size, field[at]!)) continue;
    peaks.push(at);
    const box = boxAround(at, size, apart);
    for (let z = box.z0; z <= box.z1; z += 1)
      for (let y = box.y0; y <= box.y1; y += 1) {
        const line = size[0] * (y + size[1] * z);
        isTaken.fill(1, line + box.x0, line + box.x1 + 1);
      }
  }
  return peaks;
}

/** How many voxels a distance is along each axis, at least one. */
export function reachOf(
  distance: number,
  { spacing }: { readonly spacing: readonly [number, number, number] },
): [number, number, number] {
  return spacing.map((one) => Math.max(1, Math.round(distance / one))) as [number, number, number];
}

/** Voxels that no neighbour across a face exceeds: few, and all peaks are among them. */
function faceMaxima(
  field: Float32Array | Float64Array,
  [nx, ny, nz]: readonly [number, number, number],
  above: number,
): number[] {
  const plane = nx * ny;
  const found: number[] = [];
  for (let z = 0, at = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, at += 1) {
        const here = field[at]!;
        if (!(here > above)) continue;
        if ((x > 0 && field[at - 1]! > here) || (x < nx - 1 && field[at + 1]! > here)) continue;
        if ((y > 0 && field[at - nx]! > here) || (y < ny - 1 && field[at + nx]! > here)) continue;
        if ((z > 0 && field[at - plane]! > here) || (z < nz - 1 && field[at + plane]! > here)) continue;
        found.push(at);
      }
  return found;
}

interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly z0: number;
  readonly z1: number;
}

/** First and last voxels of the box around a voxel, cut at the border of the image. */
function boxAround(
  at: number,
  [nx, ny, nz]: readonly [number, number, number],
  [rx, ry, rz]: readonly [number, number, number],
): Box {
  const x = at % nx;
  const y = ((at - x) / nx) % ny;
  const z = Math.floor(at / (nx * ny));
  return {
    x0: Math.max(0, x - rx),
    x1: Math.min(nx - 1, x + rx),
    y0: Math.max(0, y - ry),
    y1: Math.min(ny - 1, y + ry),
    z0: Math.max(0, z - rz),
    z1: Math.min(nz - 1, z + rz),
  };
}

function isHighest(
  field: Float32Array | Float64Array,
  { x0, x1, y0, y1, z0, z1 }: Box,
  [nx, ny]: readonly [number, number, number],
  height: number,
): boolean {
  for (let z = z0; z <= z1; z += 1)
    for (let y = y0; y <= y1; y += 1) {
      const line = nx * (y + ny * z);
      for (let x = x0; x <= x1; x += 1) if (field[line + x]! > height) return false;
    }
  return true;
}

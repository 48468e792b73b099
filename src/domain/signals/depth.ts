import { unpackBits } from "../mask/bit-mask.ts";
import { squaredDistanceTo } from "../mask/distance-transform.ts";
import type { Runs } from "../mask/runs.ts";
import { boxAround, type Grid } from "./crop.ts";
import { reused } from "./reused.ts";

/** Voxels from the background along x up to which a search around every voxel is quicker than lower envelopes. */
const MOST_SEARCHED = 20;

const outsideMemory = reused((n) => new Uint8Array(n));
const alongXMemory = reused((n) => new Float64Array(n));
const alongYMemory = reused((n) => new Float64Array(n));

interface Depth {
  readonly most: number;
  readonly mean: number;
}

/**
 * The largest and the mean distance of the mask's voxels from its background, in mm; 0 where there is none.
 * @param runs of the mask
 */
export function depthOf(grid: Grid, runs: Runs): Depth {
  return (isExact(grid) ? searchedDepth(grid, runs) : null) ?? measuredDepth(grid);
}

/** Whether sums of squared distances are exact, so that it does not matter how the nearest voxel is found. */
function isExact({ mask: { size }, spacing }: Grid): boolean {
  return size.every((length, axis) => {
    const step = spacing[axis]! * spacing[axis]! * 2 ** 20;
    return Number.isInteger(step) && step * length * length < 2 ** 50;
  });
}

/** From the ends of the runs, then across the lines. @returns null where that would take long */
function searchedDepth({ mask: { size }, spacing }: Grid, { starts, ends, lines }: Runs): Depth | null {
  const [nx, ny, nz] = size;
  const [stepX, stepY, stepZ] = spacing.map((length) => length * length) as [number, number, number];
  const alongX = alongXMemory(nx * ny);
  const alongY = alongYMemory(nx * ny * nz).fill(0);
  for (let z = 0; z < nz; z += 1) {
    alongX.fill(0);
    const plane = z * nx * ny;
    for (let run = lines[z * ny]!; run < lines[(z + 1) * ny]!; run += 1) {
      const [start, end] = [starts[run]! - plane, ends[run]! - plane];
      // Beyond the grid is no background.
      const before = start % nx > 0 ? start - 1 : -Infinity;
      const after = end % nx > 0 ? end : Infinity;
      const furthest = after - before < Infinity ? (after - before) / 2 : end - start;
      if (furthest > MOST_SEARCHED || furthest === nx) return null;
      for (let at = start; at < end; at += 1) {
        const distance = Math.min(at - before, after - at);
        alongX[at] = stepX * (distance * distance);
      }
    }
    for (let y = 0; y < ny; y += 1)
      for (let run = lines[z * ny + y]!; run < lines[z * ny + y + 1]!; run += 1)
        for (let at = starts[run]! - plane; at < ends[run]! - plane; at += 1)
          alongY[plane + at] = leastAround(alongX, at, nx, y, ny, stepY);
  }
  let [most, sum, n] = [0, 0, 0];
  for (let z = 0; z < nz; z += 1)
    for (let run = lines[z * ny]!; run < lines[(z + 1) * ny]!; run += 1)
      for (let at = starts[run]!; at < ends[run]!; at += 1) {
        const distance = Math.sqrt(leastAround(alongY, at, nx * ny, z, nz, stepZ));
        if (distance > most) most = distance;
        sum += distance;
        n += 1;
      }
  return { most, mean: sum / n };
}

/** The least of step · distance² + value along a line; what lies too far away to be less is not looked at. */
function leastAround(
  values: Float64Array,
  at: number,
  stride: number,
  place: number,
  length: number,
  step: number,
): number {
  let least = values[at]!;
  for (let distance = 1; distance < length; distance += 1) {
    const further = step * (distance * distance);
    if (further >= least) break;
    if (distance <= place) least = Math.min(least, values[at - distance * stride]! + further);
    if (distance < length - place) least = Math.min(least, values[at + distance * stride]! + further);
  }
  return least;
}

function measuredDepth(grid: Grid): Depth {
  // The background within one voxel of the mask's box is the nearest.
  const box = boxAround(grid, [1, 1, 1]);
  const outside = outsideMemory(box.size[0] * box.size[1] * box.size[2]);
  unpackBits(grid.mask, box, 0, outside);
  const squared = alongXMemory(outside.length);
  squaredDistanceTo(outside, box.size, grid.spacing, squared);
  let [most, sum, n] = [0, 0, 0];
  for (let i = 0; i < outside.length; i += 1) {
    if (outside[i] === 1 || squared[i] === Infinity) continue;
    const distance = Math.sqrt(squared[i]!);
    if (distance > most) most = distance;
    sum += distance;
    n += 1;
  }
  return { most, mean: n > 0 ? sum / n : 0 };
}

import { bitsOf, type BitMask, complement } from "./bit-mask.ts";
import { findRuns, joinRuns, type Runs } from "./runs.ts";

/** Connected parts of a mask. */
export interface Components {
  /** 0 outside of the mask, else the number of the part, from 1 in the order of their first voxels. */
  readonly labels: Int32Array;
  /** Voxels of every part; index 0 is part 1. */
  readonly sizes: readonly number[];
}

/**
 * Connected components of the voxels that are not 0: neighbours share a face (4 in 2-D, 6 in 3-D) or, with
 * `isFull`, a face, an edge or a corner (8, 26).
 */
export function connectedComponents(mask: ArrayLike<number>, size: readonly number[], isFull = false): Components {
  const runs = findRuns(bitsOf(mask, size));
  const { partOfRun, nParts } = joinRuns(runs, size, isFull);
  const labels = new Int32Array(mask.length);
  const sizes = new Array<number>(nParts).fill(0);
  for (let run = 0; run < partOfRun.length; run += 1) {
    const part = partOfRun[run]!;
    labels.fill(part, runs.starts[run], runs.ends[run]);
    sizes[part - 1]! += runs.ends[run]! - runs.starts[run]!;
  }
  return { labels, sizes };
}

/**
 * Voxels of every part of a mask whose neighbours share a face, in the order of their first voxels.
 * @param runs of the mask
 */
export function componentSizes(runs: Runs, size: readonly number[]): Float64Array {
  const { partOfRun, nParts } = joinRuns(runs, size, false);
  const sizes = new Float64Array(nParts);
  for (let run = 0; run < partOfRun.length; run += 1)
    sizes[partOfRun[run]! - 1]! += runs.ends[run]! - runs.starts[run]!;
  return sizes;
}

/** Voxels of the holes that {@link fillHoles} would fill. */
export function countHoles(mask: BitMask): number {
  const runs = findRuns(complement(mask));
  const { partOfRun, nParts } = joinRuns(runs, mask.size, false);
  const isOpen = reachesBorder(runs, partOfRun, nParts, mask.size);
  let n = 0;
  for (let run = 0; run < partOfRun.length; run += 1)
    if (isOpen[partOfRun[run]!] === 0) n += runs.ends[run]! - runs.starts[run]!;
  return n;
}

/**
 * A mask without its holes: background that does not reach the border of the image becomes part of it.
 * @param maxShare only holes of at most this share of the part of the mask that they lie in are filled
 */
export function fillHoles(mask: ArrayLike<number>, size: readonly number[], maxShare = Infinity): Uint8Array {
  const filled = new Uint8Array(mask.length).fill(1);
  const runs = findRuns(complement(bitsOf(mask, size)));
  const { partOfRun, nParts } = joinRuns(runs, size, false);
  const isOpen = reachesBorder(runs, partOfRun, nParts, size);
  if (maxShare < Infinity) {
    const { labels, sizes } = connectedComponents(mask, size, true);
    const holes = new Float64Array(nParts + 1);
    const around = new Int32Array(nParts + 1);
    for (let run = 0; run < partOfRun.length; run += 1) {
      const part = partOfRun[run]!;
      holes[part]! += runs.ends[run]! - runs.starts[run]!;
      // What lies before the first voxel of a hole is the part of the mask that holds it.
      if (around[part] === 0) around[part] = labels[runs.starts[run]! - 1] ?? 0;
    }
    for (let part = 1; part <= nParts; part += 1) {
      if (isOpen[part] === 0 && holes[part]! > maxShare * sizes[around[part]! - 1]!) isOpen[part] = 1;
    }
  }
  for (let run = 0; run < partOfRun.length; run += 1) {
    if (isOpen[partOfRun[run]!] === 1) filled.fill(0, runs.starts[run], runs.ends[run]);
  }
  return filled;
}

/** For every part whether it reaches the border of the image (of a volume its first or last plane, too). */
function reachesBorder(
  { starts, ends, lines }: Runs,
  partOfRun: Int32Array,
  nParts: number,
  size: readonly number[],
): Uint8Array {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const reaches = new Uint8Array(nParts + 1);
  for (let line = 0; line < lines.length - 1; line += 1) {
    const y = line % ny;
    const z = (line - y) / ny;
    const isOuter = y === 0 || y === ny - 1 || (nz > 1 && (z === 0 || z === nz - 1));
    for (let run = lines[line]!; run < lines[line + 1]!; run += 1) {
      if (isOuter || starts[run] === line * nx || ends[run] === (line + 1) * nx) reaches[partOfRun[run]!] = 1;
    }
  }
  return reaches;
}

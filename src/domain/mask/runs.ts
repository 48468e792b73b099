import { bitCount, type BitMask, lowestBit } from "./bit-mask.ts";

/**
 * The stretches of a mask along x, line by line. Parts of a mask are joined from them: much less to look at than single
 * voxels are.
 */
export interface Runs {
  /** Index of the first voxel of every run, ascending. */
  readonly starts: Int32Array;
  /** Index after the last voxel of every run. */
  readonly ends: Int32Array;
  /** The first run of every line along x (y fastest), and after them the number of runs. */
  readonly lines: Int32Array;
}

/** The runs of the voxels whose bits are set. */
export function findRuns({ size: [nx, ny, nz], perLine, words }: BitMask): Runs {
  const lines = new Int32Array(ny * nz + 1);
  let n = 0;
  for (let line = 0, at = 0; line < ny * nz; line += 1) {
    for (let before = 0, k = 0; k < perLine; k += 1, at += 1) {
      const word = words[at]!;
      n += bitCount(word & ~((word << 1) | (before >>> 31)));
      before = word;
    }
    lines[line + 1] = n;
  }
  const starts = new Int32Array(n);
  const ends = new Int32Array(n);
  let [nStarts, nEnds] = [0, 0];
  for (let line = 0, at = 0; line < ny * nz; line += 1) {
    for (let before = 0, k = 0; k < perLine; k += 1, at += 1) {
      const word = words[at]!;
      const after = k + 1 < perLine ? words[at + 1]! : 0;
      const first = line * nx + 32 * k;
      for (let left = word & ~((word << 1) | (before >>> 31)); left !== 0; left &= left - 1)
        starts[nStarts++] = first + lowestBit(left);
      for (let left = word & ~((word >>> 1) | (after << 31)); left !== 0; left &= left - 1)
        ends[nEnds++] = first + lowestBit(left) + 1;
      before = word;
    }
  }
  return { starts, ends, lines };
}

/**
 * Joins runs to connected parts, which are numbered from 1 in the order of their first voxels.
 * @param isFull whether voxels that share no more than an edge or a corner are neighbours
 */
export function joinRuns(
  { starts, ends, lines }: Runs,
  size: readonly number[],
  isFull: boolean,
): { readonly partOfRun: Int32Array; readonly nParts: number } {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const roots = new Int32Array(starts.length);
  for (let run = 0; run < roots.length; run += 1) roots[run] = run;
  const rootOf = (run: number): number => {
    let at = run;
    while (roots[at]! !== at) {
      roots[at] = roots[roots[at]!]!;
      at = roots[at]!;
    }
    return at;
  };
  const reach = isFull ? 1 : 0;
  /** Joins the runs of a line with those of an earlier one. */
  const join = (line: number, earlier: number): void => {
    const shift = (line - earlier) * nx;
    let b = lines[earlier]!;
    const lastB = lines[earlier + 1]!;
    for (let a = lines[line]!; a < lines[line + 1]!; a += 1) {
      const from = starts[a]! - shift - reach;
      const to = ends[a]! - shift + reach;
      while (b < lastB && ends[b]! <= from) b += 1;
      for (let c = b; c < lastB && starts[c]! < to; c += 1) {
        const [one, other] = [rootOf(a), rootOf(c)];
        if (one < other) roots[other] = one;
        else roots[one] = other;
      }
    }
  };
  for (let z = 0, line = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1, line += 1) {
      if (y > 0) join(line, line - 1);
      if (z === 0) continue;
      join(line, line - ny);
      if (isFull && y > 0) join(line, line - ny - 1);
      if (isFull && y < ny - 1) join(line, line - ny + 1);
    }
  }
  // A root is the first run of its part, so parts are met in order.
  let nParts = 0;
  for (let run = 0; run < roots.length; run += 1) {
    const root = roots[run]!;
    // Roots before this one hold numbers of parts already, as negative numbers.
    roots[run] = root === run ? -(nParts += 1) : roots[root]!;
  }
  for (let run = 0; run < roots.length; run += 1) roots[run] = -roots[run]!;
  return { partOfRun: roots, nParts };
}

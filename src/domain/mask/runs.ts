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

/** @param isWanted whether the runs are those of voxels that are not 0, or of those that are */
export function findRuns(mask: ArrayLike<number>, size: readonly number[], isWanted: boolean): Runs {
  const nx = size[0]!;
  const nLines = mask.length / Math.max(1, nx);
  const lines = new Int32Array(nLines + 1);
  let n = 0;
  for (let line = 0, at = 0; line < nLines; line += 1) {
    for (let x = 0, wasIn = false; x < nx; x += 1, at += 1) {
      const isIn = (mask[at] !== 0) === isWanted;
      if (isIn && !wasIn) n += 1;
      wasIn = isIn;
    }
    lines[line + 1] = n;
  }
  const starts = new Int32Array(n);
  const ends = new Int32Array(n);
  for (let line = 0, run = 0; line < nLines; line += 1) {
    const end = (line + 1) * nx;
    for (let at = end - nx; run < lines[line + 1]!; run += 1) {
      while ((mask[at] !== 0) !== isWanted) at += 1;
      starts[run] = at;
      while (at < end && (mask[at] !== 0) === isWanted) at += 1;
      ends[run] = at;
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

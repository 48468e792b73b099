/** A line along x of a disc, or of a ball. */
export interface DiscLine {
  /** Rows and slices from the middle of the disc. */
  readonly dy: number;
  readonly dz: number;
  /** Voxels to either side of the middle of the line. */
  readonly halfWidth: number;
}

type Three = readonly [number, number, number];

/** The lines of a disc (a ball where there are several slices), the shortest first; none reaches further than the image. */
export function discLines([nx, ny, nz]: Three, [sx, sy, sz]: Three, radius: number): DiscLine[] {
  // Lengths that are meant to be the same may differ by what rounding does to them.
  const square = radius * radius * (1 + 1e-9);
  const lines: DiscLine[] = [];
  const reachZ = Math.min(nz - 1, Math.floor(Math.sqrt(square) / sz));
  for (let dz = -reachZ; dz <= reachZ; dz += 1) {
    const reachY = Math.min(ny - 1, Math.floor(Math.sqrt(Math.max(0, square - (dz * sz) ** 2)) / sy));
    for (let dy = -reachY; dy <= reachY; dy += 1) {
      const left = square - (dy * sy) ** 2 - (dz * sz) ** 2;
      lines.push({ dy, dz, halfWidth: Math.min(nx - 1, Math.floor(Math.sqrt(Math.max(0, left)) / sx)) });
    }
  }
  return lines.toSorted((a, b) => a.halfWidth - b.halfWidth);
}

/** One of each two lines that lie opposite of each other, and the one through the middle. */
export function halfOfDisc(size: Three, spacing: Three, radius: number): DiscLine[] {
  return discLines(size, spacing, radius).filter(({ dy, dz }) => dz > 0 || (dz === 0 && dy >= 0));
}

/** A line along x of a disc or ball, and its mirror image on the other side of the middle. */
export interface DiscLines {
  /** Rows and slices from the middle to the one line, and back from the middle to the other. */
  readonly dy: number;
  readonly dz: number;
  /** Voxels to either side of the middle of the lines. */
  readonly halfWidth: number;
}

/** The lines of a disc (a ball where there are several slices), the shortest first; none reaches further than the image. */
export function discLines(
  [nx, ny, nz]: readonly [number, number, number],
  [sx, sy, sz]: readonly [number, number, number],
  radius: number,
): DiscLines[] {
  // Lengths that are meant to be the same may differ by what rounding does to them.
  const square = radius * radius * (1 + 1e-9);
  const lines: DiscLines[] = [];
  const reachZ = Math.min(nz - 1, Math.floor(Math.sqrt(square) / sz));
  for (let dz = 0; dz <= reachZ; dz += 1) {
    const reachY = Math.min(ny - 1, Math.floor(Math.sqrt(square - (dz * sz) ** 2) / sy));
    for (let dy = dz === 0 ? 0 : 0 - reachY; dy <= reachY; dy += 1) {
      const left = Math.sqrt(Math.max(0, square - (dy * sy) ** 2 - (dz * sz) ** 2));
      lines.push({ dy, dz, halfWidth: Math.min(nx - 1, Math.floor(left / sx)) });
    }
  }
  return lines.toSorted((a, b) => a.halfWidth - b.halfWidth);
}

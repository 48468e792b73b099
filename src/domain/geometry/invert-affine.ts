/**
 * The inverse of an affine (4 × 4, row-major, last row 0 0 0 1).
 * @returns null where its axes span no volume
 */
export function invertAffine(affine: readonly number[]): number[] | null {
  const at = (row: number, column: number): number => affine[4 * row + column]!;
  const minor = (r: number, c: number): number => {
    const [r1, r2] = [(r + 1) % 3, (r + 2) % 3];
    const [c1, c2] = [(c + 1) % 3, (c + 2) % 3];
    return at(r1, c1) * at(r2, c2) - at(r1, c2) * at(r2, c1);
  };
  const determinant = at(0, 0) * minor(0, 0) + at(0, 1) * minor(0, 1) + at(0, 2) * minor(0, 2);
  if (Math.abs(determinant) < 1e-12) return null;
  const result = Array.from<number>({ length: 16 }).fill(0);
  for (let r = 0; r < 3; r += 1) {
    for (let c = 0; c < 3; c += 1) result[4 * r + c] = minor(c, r) / determinant;
    result[4 * r + 3] = -[0, 1, 2].reduce((sum, c) => sum + result[4 * r + c]! * at(c, 3), 0);
  }
  result[15] = 1;
  return result;
}

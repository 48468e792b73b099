/** Voxels in the first mask, in the second, and in both. */
export interface OverlapCounts {
  readonly a: number;
  readonly b: number;
  readonly both: number;
}

export function countOverlap(a: ArrayLike<number>, b: ArrayLike<number>): OverlapCounts {
  let nA = 0;
  let nB = 0;
  let both = 0;
  for (let i = 0; i < a.length; i += 1) {
    const inA = a[i]! > 0 ? 1 : 0;
    const inB = b[i]! > 0 ? 1 : 0;
    nA += inA;
    nB += inB;
    both += inA & inB;
  }
  return { a: nA, b: nB, both };
}

/** Dice = 2 |A ∩ B| / (|A| + |B|) (methods 10.1). NaN where both are empty. */
export function dice(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { a: nA, b: nB, both } = countOverlap(a, b);
  return (2 * both) / (nA + nB);
}

/** IoU = Dice / (2 − Dice). */
export function iouOfDice(diceValue: number): number {
  return diceValue / (2 - diceValue);
}

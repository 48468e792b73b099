import { type BitMask, lowestBit } from "../mask/bit-mask.ts";

/**
 * Standard deviations of a mask's voxels along its principal axes, in mm, largest first: square roots of the
 * eigenvalues of the covariance of their positions (Jacobi rotations).
 */
export function principalSpread(
  { size: [, ny], perLine, words }: BitMask,
  spacing: readonly number[],
): { first: number; second: number; third: number } {
  const [sx, sy, sz] = spacing as [number, number, number];
  let [n, sumX, sumY, sumZ] = [0, 0, 0, 0];
  let [xx, yy, zz, xy, xz, yz] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === 0) continue;
    const k = at % perLine;
    const line = (at - k) / perLine;
    const y = (line % ny) * sy;
    const z = Math.floor(line / ny) * sz;
    for (let rest = words[at]!; rest !== 0; rest &= rest - 1) {
      const x = (32 * k + lowestBit(rest)) * sx;
      n += 1;
      sumX += x;
      sumY += y;
      sumZ += z;
      xx += x * x;
      yy += y * y;
      zz += z * z;
      xy += x * y;
      xz += x * z;
      yz += y * z;
    }
  }
  if (n === 0) return { first: 0, second: 0, third: 0 };
  const [mx, my, mz] = [sumX / n, sumY / n, sumZ / n];
  const [first, second, third] = eigenvalues([
    [xx / n - mx * mx, xy / n - mx * my, xz / n - mx * mz],
    [xy / n - mx * my, yy / n - my * my, yz / n - my * mz],
    [xz / n - mx * mz, yz / n - my * mz, zz / n - mz * mz],
  ]).map((value) => Math.sqrt(Math.max(0, value))) as [number, number, number];
  return { first, second, third };
}

/** Eigenvalues of a symmetric 3 × 3 matrix, largest first. */
function eigenvalues(matrix: number[][]): number[] {
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < 20; sweep += 1) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (Math.abs(a[p]![q]!) < 1e-15) continue;
      const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
      const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      for (let k = 0; k < 3; k += 1) {
        const [akp, akq] = [a[k]![p]!, a[k]![q]!];
        a[k]![p] = c * akp - s * akq;
        a[k]![q] = s * akp + c * akq;
      }
      for (let k = 0; k < 3; k += 1) {
        const [apk, aqk] = [a[p]![k]!, a[q]![k]!];
        a[p]![k] = c * apk - s * aqk;
        a[q]![k] = s * apk + c * aqk;
      }
    }
  }
  return [a[0]![0]!, a[1]![1]!, a[2]![2]!].toSorted((x, y) => y - x);
}

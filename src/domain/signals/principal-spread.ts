import type { MaskBox } from "./crop.ts";

/**
 * Standard deviations of a mask's voxels along its principal axes, in mm, largest first: square roots of the
 * eigenvalues of the covariance of their positions (Jacobi rotations).
 */
export function principalSpread({ mask, size, spacing, origin }: MaskBox): {
  first: number;
  second: number;
  third: number;
} {
  const [nx, ny, nz] = size as [number, number, number];
  const sum = new Float64Array(3);
  const products = new Float64Array(6); // xx yy zz xy xz yz
  let n = 0;
  for (let k = 0, at = 0; k < nz; k += 1) {
    const z = (k + origin[2]!) * spacing[2]!;
    for (let j = 0; j < ny; j += 1) {
      const y = (j + origin[1]!) * spacing[1]!;
      for (let i = 0; i < nx; i += 1, at += 1) {
        if (mask[at] === 0) continue;
        const x = (i + origin[0]!) * spacing[0]!;
        n += 1;
        sum[0]! += x;
        sum[1]! += y;
        sum[2]! += z;
        products[0]! += x * x;
        products[1]! += y * y;
        products[2]! += z * z;
        products[3]! += x * y;
        products[4]! += x * z;
        products[5]! += y * z;
      }
    }
  }
  if (n === 0) return { first: 0, second: 0, third: 0 };
  const [mx, my, mz] = Array.from(sum, (value) => value / n) as [number, number, number];
  const [first, second, third] = eigenvalues([
    [products[0]! / n - mx * mx, products[3]! / n - mx * my, products[4]! / n - mx * mz],
    [products[3]! / n - mx * my, products[1]! / n - my * my, products[5]! / n - my * mz],
    [products[4]! / n - mx * mz, products[5]! / n - my * mz, products[2]! / n - mz * mz],
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

import type { Geometry } from "../geometry/geometry.ts";
import { invertAffine } from "../geometry/invert-affine.ts";
import { nearest } from "../geometry/nearest.ts";

/** Classes of a mask by number; 0 is the background. */
type Labels = Uint8Array | Uint16Array;

/** The labels of a mask on the grid of its image, each voxel that of the mask which lies nearest; 0 outside the mask. */
export function resampleByPosition(
  labels: Labels,
  mask: Pick<Geometry, "size" | "affine">,
  image: Pick<Geometry, "size" | "affine">,
): Labels {
  const toMask = multiply(invertAffine(mask.affine!)!, image.affine!);
  const [mx, my, mz] = [mask.size[0]!, mask.size[1]!, mask.size[2] ?? 1];
  const [nx, ny, nz] = [image.size[0]!, image.size[1]!, image.size[2] ?? 1];
  const result = emptyLike(labels, nx * ny * nz);
  let to = 0;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1, to += 1) {
        const i = nearest(toMask[0]! * x + toMask[1]! * y + toMask[2]! * z + toMask[3]!);
        if (i < 0 || i >= mx) continue;
        const j = nearest(toMask[4]! * x + toMask[5]! * y + toMask[6]! * z + toMask[7]!);
        if (j < 0 || j >= my) continue;
        const k = nearest(toMask[8]! * x + toMask[9]! * y + toMask[10]! * z + toMask[11]!);
        if (k < 0 || k >= mz) continue;
        result[to] = labels[i + mx * (j + my * k)]!;
      }
    }
  }
  return result;
}

/** The labels of a mask stretched over the whole grid of its image, each voxel that of the mask which lies nearest. */
export function resampleByExtent(labels: Labels, from: readonly number[], size: readonly number[]): Labels {
  const [mx, my] = [from[0]!, from[1]!];
  const [xs, ys, zs] = [0, 1, 2].map((axis) => nearestAlong(from[axis] ?? 1, size[axis] ?? 1)) as [
    number[],
    number[],
    number[],
  ];
  const result = emptyLike(labels, xs.length * ys.length * zs.length);
  let to = 0;
  for (const k of zs) for (const j of ys) for (const i of xs) result[to++] = labels[i + mx * (j + my * k)]!;
  return result;
}

/** A grid of another size that begins at the same voxel: what is outside is left away, what is missing is 0. */
export function cropToSize(labels: Labels, from: readonly number[], size: readonly number[]): Labels {
  const [mx, my, mz] = [from[0]!, from[1]!, from[2] ?? 1];
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const result = emptyLike(labels, nx * ny * nz);
  for (let k = 0; k < Math.min(mz, nz); k += 1)
    for (let j = 0; j < Math.min(my, ny); j += 1)
      for (let i = 0; i < Math.min(mx, nx); i += 1) result[i + nx * (j + ny * k)] = labels[i + mx * (j + my * k)]!;
  return result;
}

/** Where the voxel centres of `n` steps fall among those of `of` steps over the same length. */
function nearestAlong(of: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => Math.min(of - 1, Math.floor(((i + 0.5) * of) / n)));
}

function emptyLike(labels: Labels, n: number): Labels {
  return labels instanceof Uint8Array ? new Uint8Array(n) : new Uint16Array(n);
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, at) => {
    const [row, column] = [4 * Math.floor(at / 4), at % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + a[row + k]! * b[4 * k + column]!, 0);
  });
}

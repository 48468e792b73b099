import type { Geometry } from "#domain/geometry/geometry.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import type { AnyImage } from "../io/image/decoded-image.ts";
import type { GreyImage } from "./method.ts";

/**
 * The grey values of an image as proposers see them: cut at the ends of the case's window, so that a few voxels far
 * outside of it do not take all bins of a histogram.
 */
export function greyImage(
  image: Pick<AnyImage, "data" | "channels"> & { readonly geometry: Geometry },
  [low, high]: readonly [number, number],
): GreyImage {
  const grey = toGrey(image.data, image.channels);
  const isCut = high > low;
  const data = Float32Array.from(grey, (value) => (isCut ? Math.min(high, Math.max(low, value)) : value));
  const { size, spacingMm } = image.geometry;
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const given = [spacingMm?.[0] ?? 1, spacingMm?.[1] ?? 1, nz > 1 ? (spacingMm?.[2] ?? 1) : Infinity];
  const finest = Math.min(...given);
  const relative = given.map((spacing) => (Number.isFinite(spacing) ? spacing / finest : 1));
  return { data, size: [nx, ny, nz], spacing: relative as [number, number, number] };
}

/** The image on at most `side` voxels along an edge, by means over blocks; the same where it is small already. */
export function coarseImage(image: GreyImage, side: number): GreyImage {
  const steps = image.size.map((n) => Math.ceil(n / side)) as [number, number, number];
  if (Math.max(...steps) === 1) return image;
  const [nx, ny, nz] = image.size;
  const [mx, my, mz] = image.size.map((n, axis) => Math.ceil(n / steps[axis]!)) as [number, number, number];
  const sums = new Float64Array(mx * my * mz);
  const counts = new Uint32Array(mx * my * mz);
  for (let z = 0, at = 0; z < nz; z += 1) {
    const planeRow = Math.floor(z / steps[2]) * my;
    for (let y = 0; y < ny; y += 1) {
      const row = (planeRow + Math.floor(y / steps[1])) * mx;
      for (let x = 0; x < nx; x += 1, at += 1) {
        const to = row + Math.floor(x / steps[0]);
        sums[to]! += image.data[at]!;
        counts[to]! += 1;
      }
    }
  }
  const spacing = image.spacing.map((one, axis) => one * steps[axis]!);
  const finest = Math.min(...spacing.filter((_, axis) => image.size[axis]! > 1), Infinity);
  return {
    data: Float32Array.from(sums, (sum, i) => sum / counts[i]!),
    size: [mx, my, mz],
    spacing: spacing.map((one, axis) => (image.size[axis]! > 1 ? one / finest : 1)) as [number, number, number],
  };
}

/** A mask of the coarse image on the grid of the fine one. */
export function refineMask(mask: Uint8Array, coarse: GreyImage, { size }: GreyImage): Uint8Array {
  if (mask.length === size[0] * size[1] * size[2]) return mask;
  const [nx, ny, nz] = size;
  const [mx, my] = coarse.size;
  const steps = size.map((n, axis) => Math.ceil(n / coarse.size[axis]!)) as [number, number, number];
  const fine = new Uint8Array(nx * ny * nz);
  for (let z = 0, at = 0; z < nz; z += 1) {
    const planeRow = Math.floor(z / steps[2]) * my;
    for (let y = 0; y < ny; y += 1) {
      const row = (planeRow + Math.floor(y / steps[1])) * mx;
      for (let x = 0; x < nx; x += 1, at += 1) fine[at] = mask[row + Math.floor(x / steps[0])]!;
    }
  }
  return fine;
}

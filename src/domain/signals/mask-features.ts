import { connectedComponents, fillHoles } from "../mask/components.ts";
import { distanceTo } from "../mask/distance-transform.ts";
import { cropAround, type Grid } from "./crop.ts";
import { edgeFeatures } from "./edge-features.ts";
import { intensityFeatures } from "./intensity-features.ts";
import { principalSpread } from "./principal-spread.ts";

/** An image and one of its masks on the same grid. */
export interface FeatureSource {
  /** Grey values; 0 is black and 1 white in the image's window, values beyond are kept. */
  readonly image: ArrayLike<number>;
  /** Voxels of the mask are not 0. */
  readonly mask: ArrayLike<number>;
  /** Voxels along x, y and, for volumes, z. */
  readonly size: readonly number[];
  /** Millimetres along the same axes; 1 where it is not known. */
  readonly spacing: readonly number[];
}

/**
 * What can be measured of a mask in its image without any other mask: shape, intensity inside, outside and across the
 * edge (methods 7.6). Lengths are relative to the mask's own size or the image's, so that the figures compare between
 * images. Every value is finite; an empty mask gives zeros.
 */
export const featureNames = [
  "log-share",
  "box-fill",
  "compactness",
  "log-components",
  "largest-share",
  "hole-share",
  "border-share",
  "centre-x",
  "centre-y",
  "centre-z",
  "extent-x",
  "extent-y",
  "extent-z",
  "inner-radius",
  "mean-depth",
  "elongation",
  "flatness",
  "roughness",
  "slice-overlap",
  "inside-mean",
  "inside-spread",
  "outside-mean",
  "outside-spread",
  "contrast",
  "contrast-size",
  "separation",
  "threshold-dice",
  "surplus-like",
  "missed-like",
  "edge-contrast",
  "edge-contrast-size",
  "edge-gradient",
  "edge-consistency",
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Features of a mask in the order of {@link featureNames}. */
export function maskFeatures(source: FeatureSource): Float64Array {
  const grid = cropAround(source);
  const result = new Float64Array(featureNames.length);
  if (!grid) return result;
  const values: Record<FeatureName, number> = {
    ...shapeFeatures(source, grid),
    ...intensityFeatures(grid),
    ...edgeFeatures(grid),
  };
  for (const [index, name] of featureNames.entries()) {
    const value = values[name];
    result[index] = Number.isFinite(value) ? value : 0;
  }
  return result;
}

function shapeFeatures(
  source: FeatureSource,
  grid: Grid,
): Omit<
  Record<FeatureName, number>,
  keyof ReturnType<typeof intensityFeatures> | keyof ReturnType<typeof edgeFeatures>
> {
  const { mask, size, spacing, nVoxels, bounds, fullSize } = grid;
  const dimensions = fullSize[2]! > 1 ? 3 : 2;
  const { sizes } = connectedComponents(mask, size);
  const filled = fillHoles(mask, size);
  const nFilled = filled.reduce((sum, value) => sum + value, 0);
  const surface = surfaceOf(mask, size, spacing);
  const voxel = spacing[0]! * spacing[1]! * spacing[2]!;
  const volume = nVoxels * voxel;
  const radius =
    dimensions === 3
      ? Math.cbrt((3 * volume) / (4 * Math.PI))
      : Math.sqrt((nVoxels * spacing[0]! * spacing[1]!) / Math.PI);
  const depth = depthOf(mask, size, spacing);
  const spread = principalSpread(mask, size, spacing);
  const nFull = fullSize[0]! * fullSize[1]! * fullSize[2]!;
  const centre = (axis: 0 | 1 | 2): number =>
    fullSize[axis]! > 1 ? (grid.centre[axis]! + 0.5) / fullSize[axis]! - 0.5 : 0;
  const extent = (axis: 0 | 1 | 2): number => (bounds[axis]![1] - bounds[axis]![0]) / fullSize[axis]!;
  const box = bounds.reduce((product, [from, to]) => product * (to - from), 1);
  return {
    "log-share": Math.log(nVoxels / nFull),
    "box-fill": nVoxels / box,
    compactness:
      dimensions === 3
        ? (36 * Math.PI * volume ** 2) / Math.max(1e-12, surface.area ** 3)
        : (4 * Math.PI * nVoxels * spacing[0]! * spacing[1]!) / Math.max(1e-12, (surface.area / spacing[2]!) ** 2),
    "log-components": Math.log(sizes.length),
    "largest-share": Math.max(...sizes) / nVoxels,
    "hole-share": (nFilled - nVoxels) / nVoxels,
    "border-share": borderShare(source, grid),
    "centre-x": centre(0),
    "centre-y": centre(1),
    "centre-z": centre(2),
    "extent-x": extent(0),
    "extent-y": extent(1),
    "extent-z": dimensions === 3 ? extent(2) : 0,
    "inner-radius": depth.most / radius,
    "mean-depth": depth.mean / radius,
    elongation: spread.second / Math.max(1e-9, spread.first),
    flatness: dimensions === 3 ? spread.third / Math.max(1e-9, spread.first) : 0,
    roughness: roughnessOf(mask, size) / Math.max(1, surface.nVoxels),
    "slice-overlap": dimensions === 3 ? sliceOverlap(mask, size) : 0,
  };
}

/** Faces between mask and background in mm², and how many voxels of the mask lie at one. */
function surfaceOf(
  mask: Uint8Array,
  size: readonly number[],
  spacing: readonly number[],
): { area: number; nVoxels: number } {
  const [nx, ny, nz] = size as [number, number, number];
  const faces = [spacing[1]! * spacing[2]!, spacing[0]! * spacing[2]!, spacing[0]! * spacing[1]!];
  let area = 0;
  let nVoxels = 0;
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (mask[at] === 0) continue;
        let open = 0;
        if (x === 0 || mask[at - 1] === 0) open += faces[0]!;
        if (x === nx - 1 || mask[at + 1] === 0) open += faces[0]!;
        if (y === 0 || mask[at - nx] === 0) open += faces[1]!;
        if (y === ny - 1 || mask[at + nx] === 0) open += faces[1]!;
        if (nz > 1) {
          if (z === 0 || mask[at - nx * ny] === 0) open += faces[2]!;
          if (z === nz - 1 || mask[at + nx * ny] === 0) open += faces[2]!;
        }
        if (open > 0) nVoxels += 1;
        area += open;
      }
    }
  }
  return { area, nVoxels };
}

function depthOf(
  mask: Uint8Array,
  size: readonly number[],
  spacing: readonly number[],
): { most: number; mean: number } {
  const outside = mask.map((value) => 1 - value);
  const distance = distanceTo(outside, size, spacing);
  let [most, sum, n] = [0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0 || distance[i] === Infinity) continue;
    most = Math.max(most, distance[i]!);
    sum += distance[i]!;
    n += 1;
  }
  return { most, mean: n > 0 ? sum / n : 0 };
}

/** Voxels that a 3 × 3 majority filter in the plane would change. */
function roughnessOf(mask: Uint8Array, size: readonly number[]): number {
  const [nx, ny, nz] = size as [number, number, number];
  let changed = 0;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 1; y < ny - 1; y += 1) {
      for (let x = 1; x < nx - 1; x += 1) {
        const at = x + nx * (y + ny * z);
        let sum = 0;
        for (let dy = -nx; dy <= nx; dy += nx) sum += mask[at + dy - 1]! + mask[at + dy]! + mask[at + dy + 1]!;
        if (sum >= 5 !== (mask[at] === 1)) changed += 1;
      }
    }
  }
  return changed;
}

/** Mean Dice of neighbouring slices that hold some of the mask. */
function sliceOverlap(mask: Uint8Array, size: readonly number[]): number {
  const area = size[0]! * size[1]!;
  let [sum, n] = [0, 0];
  for (let z = 1; z < size[2]!; z += 1) {
    let [both, either] = [0, 0];
    for (let i = z * area; i < (z + 1) * area; i += 1) {
      both += mask[i]! & mask[i - area]!;
      either += mask[i]! + mask[i - area]!;
    }
    if (either === 0) continue;
    sum += (2 * both) / either;
    n += 1;
  }
  return n > 0 ? sum / n : 0;
}

/** Share of the mask's voxels that lie at the border of the image, in the planes that it has. */
function borderShare({ size }: FeatureSource, { mask, size: cropSize, origin, nVoxels }: Grid): number {
  const [nx, ny] = cropSize as [number, number, number];
  let n = 0;
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    const x = (at % nx) + origin[0]!;
    const y = (Math.floor(at / nx) % ny) + origin[1]!;
    if (x === 0 || y === 0 || x === size[0]! - 1 || y === size[1]! - 1) n += 1;
  }
  return n / nVoxels;
}

import { componentSizes, countHoles } from "../mask/components.ts";
import { squaredDistanceTo } from "../mask/distance-transform.ts";
import { boxAround, cropAround, type Grid, type MaskBox } from "./crop.ts";
import { edgeFeatures } from "./edge-features.ts";
import { intensityFeatures } from "./intensity-features.ts";
import { maskExtent } from "./mask-extent.ts";
import { principalSpread } from "./principal-spread.ts";
import { reused } from "./reused.ts";

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

const nearMemory = reused((n) => new Uint8Array(n));
const outsideMemory = reused((n) => new Uint8Array(n));
const depthMemory = reused((n) => new Float64Array(n));

/**
 * Features of a mask in the order of {@link featureNames}.
 * @param extent of the mask, where it is known already
 */
export function maskFeatures(source: FeatureSource, extent = maskExtent(source.mask, source.size)): Float64Array {
  const result = new Float64Array(featureNames.length);
  if (!extent) return result;
  const grid = cropAround(source, extent);
  // Shape and edges lie within one voxel of the mask.
  const near = boxAround(grid, [1, 1, 1], nearMemory);
  const values: Record<FeatureName, number> = {
    ...shapeFeatures(grid, near),
    ...intensityFeatures(grid),
    ...edgeFeatures(grid, near),
  };
  for (const [index, name] of featureNames.entries()) {
    const value = values[name];
    result[index] = Number.isFinite(value) ? value : 0;
  }
  return result;
}

function shapeFeatures(
  grid: Grid,
  near: MaskBox,
): Omit<
  Record<FeatureName, number>,
  keyof ReturnType<typeof intensityFeatures> | keyof ReturnType<typeof edgeFeatures>
> {
  const { spacing, nVoxels, bounds, fullSize } = grid;
  const { mask, size } = near;
  const dimensions = fullSize[2]! > 1 ? 3 : 2;
  const sizes = componentSizes(mask, size);
  const surface = surfaceOf(near);
  const voxel = spacing[0]! * spacing[1]! * spacing[2]!;
  const volume = nVoxels * voxel;
  const radius =
    dimensions === 3
      ? Math.cbrt((3 * volume) / (4 * Math.PI))
      : Math.sqrt((nVoxels * spacing[0]! * spacing[1]!) / Math.PI);
  const depth = depthOf(near);
  const spread = principalSpread(near);
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
    "largest-share": sizes.reduce((most, n) => Math.max(most, n), 0) / nVoxels,
    "hole-share": countHoles(mask, size) / nVoxels,
    "border-share": borderShare(grid, near),
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
    roughness: roughnessOf(near) / Math.max(1, surface.nVoxels),
    "slice-overlap": dimensions === 3 ? sliceOverlap(near) : 0,
  };
}

/** Faces between mask and background in mm², and how many voxels of the mask lie at one. */
function surfaceOf({ mask, size, spacing }: MaskBox): { area: number; nVoxels: number } {
  const [nx, ny, nz] = size as [number, number, number];
  const acrossX = spacing[1]! * spacing[2]!;
  const acrossY = spacing[0]! * spacing[2]!;
  const acrossZ = spacing[0]! * spacing[1]!;
  const plane = nx * ny;
  let area = 0;
  let nVoxels = 0;
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (mask[at] === 0) continue;
        let open = 0;
        if (x === 0 || mask[at - 1] === 0) open += acrossX;
        if (x === nx - 1 || mask[at + 1] === 0) open += acrossX;
        if (y === 0 || mask[at - nx] === 0) open += acrossY;
        if (y === ny - 1 || mask[at + nx] === 0) open += acrossY;
        if (nz > 1) {
          if (z === 0 || mask[at - plane] === 0) open += acrossZ;
          if (z === nz - 1 || mask[at + plane] === 0) open += acrossZ;
        }
        if (open > 0) nVoxels += 1;
        area += open;
      }
    }
  }
  return { area, nVoxels };
}

function depthOf({ mask, size, spacing }: MaskBox): { most: number; mean: number } {
  const outside = outsideMemory(mask.length);
  for (let i = 0; i < mask.length; i += 1) outside[i] = 1 - mask[i]!;
  const squared = depthMemory(mask.length);
  squaredDistanceTo(outside, size, spacing, squared);
  let most = 0;
  let sum = 0;
  let n = 0;
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0 || squared[i] === Infinity) continue;
    const distance = Math.sqrt(squared[i]!);
    if (distance > most) most = distance;
    sum += distance;
    n += 1;
  }
  return { most, mean: n > 0 ? sum / n : 0 };
}

/** Voxels that a 3 × 3 majority filter in the plane would change. */
function roughnessOf({ mask, size }: MaskBox): number {
  const [nx, ny, nz] = size as [number, number, number];
  let changed = 0;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 1; y < ny - 1; y += 1) {
      const line = nx * (y + ny * z);
      // Columns of three that go along with x: left, middle and right.
      let left = mask[line - nx]! + mask[line]! + mask[line + nx]!;
      let middle = nx > 1 ? mask[line - nx + 1]! + mask[line + 1]! + mask[line + nx + 1]! : 0;
      for (let at = line + 1; at < line + nx - 1; at += 1) {
        const right = mask[at - nx + 1]! + mask[at + 1]! + mask[at + nx + 1]!;
        if (left + middle + right >= 5 !== (mask[at] === 1)) changed += 1;
        left = middle;
        middle = right;
      }
    }
  }
  return changed;
}

/** Mean Dice of neighbouring slices that hold some of the mask. */
function sliceOverlap({ mask, size }: MaskBox): number {
  const area = size[0]! * size[1]!;
  let sum = 0;
  let n = 0;
  for (let z = 1; z < size[2]!; z += 1) {
    let both = 0;
    let either = 0;
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
function borderShare({ origin, fullSize, nVoxels }: Grid, { mask, size, origin: shift }: MaskBox): number {
  const [nx, ny, nz] = size as [number, number, number];
  const [x0, y0] = [origin[0]! + shift[0]!, origin[1]! + shift[1]!];
  const [lastX, lastY] = [fullSize[0]! - 1, fullSize[1]! - 1];
  let n = 0;
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = y0; y < y0 + ny; y += 1) {
      const isOuter = y === 0 || y === lastY;
      for (let x = x0; x < x0 + nx; x += 1, at += 1) if (mask[at] !== 0 && (isOuter || x === 0 || x === lastX)) n += 1;
    }
  }
  return n / nVoxels;
}

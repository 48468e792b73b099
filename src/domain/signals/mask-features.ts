import type { FeatureSource } from "./feature-source.ts";
import { componentSizes, countHoles } from "../mask/components.ts";
import { findRuns } from "../mask/runs.ts";
import { cropAround, type Grid } from "./crop.ts";
import { depthOf } from "./depth.ts";
import { edgeFeatures } from "./edge-features.ts";
import { intensityFeatures } from "./intensity-features.ts";
import { maskExtent } from "./mask-extent.ts";
import { principalSpread } from "./principal-spread.ts";
import { countAtBorder, roughnessOf, sliceOverlap, surfaceOf } from "./shape-counts.ts";

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

/**
 * Features of a mask in the order of {@link featureNames}.
 * @param extent of the mask, where it is known already
 */
export function maskFeatures(source: FeatureSource, extent = maskExtent(source.mask, source.size)): Float64Array {
  const result = new Float64Array(featureNames.length);
  if (!extent) return result;
  const grid = cropAround(source, extent);
  const values: Record<FeatureName, number> = {
    ...shapeFeatures(grid),
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
  grid: Grid,
): Omit<
  Record<FeatureName, number>,
  keyof ReturnType<typeof intensityFeatures> | keyof ReturnType<typeof edgeFeatures>
> {
  const { mask, origin, spacing, nVoxels, bounds, fullSize } = grid;
  const dimensions = fullSize[2]! > 1 ? 3 : 2;
  const runs = findRuns(mask);
  const sizes = componentSizes(runs, mask.size);
  const surface = surfaceOf(mask, spacing);
  const voxel = spacing[0]! * spacing[1]! * spacing[2]!;
  const volume = nVoxels * voxel;
  const radius =
    dimensions === 3
      ? Math.cbrt((3 * volume) / (4 * Math.PI))
      : Math.sqrt((nVoxels * spacing[0]! * spacing[1]!) / Math.PI);
  const depth = depthOf(grid, runs);
  const spread = principalSpread(mask, spacing);
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
    "hole-share": countHoles(mask) / nVoxels,
    "border-share": countAtBorder(mask, origin, fullSize) / nVoxels,
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
    roughness: roughnessOf(mask) / Math.max(1, surface.nVoxels),
    "slice-overlap": dimensions === 3 ? sliceOverlap(mask) : 0,
  };
}

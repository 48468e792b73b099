import { fillHoles } from "#domain/mask/components.ts";
import { distanceTo } from "#domain/mask/distance-transform.ts";
import { aboveThreshold } from "../above-threshold.ts";
import { type Method, numberOf } from "../method.ts";
import { otsuThreshold } from "./otsu.ts";
import { findPeaks, reachOf } from "./peaks.ts";
import { watershed } from "./watershed.ts";

/**
 * Basins of a mask: it is flooded from its innermost points, which are at least a distance apart, so that round parts
 * that touch are kept apart.
 * @param minDistance in the units of the spacing
 * @returns 0 outside of the mask, else the number of the basin, that of the innermost point being 1
 */
export function distanceBasins(
  mask: Uint8Array,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  minDistance: number,
): { readonly basins: Int32Array; readonly nBasins: number } {
  const background = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) background[i] = mask[i] === 0 ? 1 : 0;
  const distance = distanceTo(background, size, spacing);
  const markers = new Int32Array(mask.length);
  const peaks = findPeaks(distance, size, reachOf(minDistance, { spacing }), 0);
  for (const [index, at] of peaks.entries()) markers[at] = index + 1;
  for (let i = 0; i < distance.length; i += 1) distance[i] = -distance[i]!;
  return { basins: watershed(distance, markers, mask, size), nBasins: peaks.length };
}

/** Otsu's mask without holes, cut into basins by distance; what is too small for an object is left out. */
export const watershedDistance: Method = {
  name: "watershed-distance",
  parameters: [
    { kind: "number", name: "minDistance", default: 5, min: 1, max: 50, step: 1 },
    { kind: "number", name: "minBasin", default: 12, min: 0, max: 1000, step: 1 },
  ],
  isIterative: false,
  run({ data, size, spacing }, values) {
    const threshold = otsuThreshold(data);
    const filled = fillHoles(aboveThreshold(data, threshold), size);
    const { basins, nBasins } = distanceBasins(filled, size, spacing, numberOf(values, "minDistance"));
    const nVoxels = new Int32Array(nBasins + 1);
    for (let i = 0; i < basins.length; i += 1) nVoxels[basins[i]!]! += 1;
    const minBasin = numberOf(values, "minBasin");
    const mask = new Uint8Array(data.length);
    for (let i = 0; i < basins.length; i += 1) {
      if (basins[i]! > 0 && nVoxels[basins[i]!]! >= minBasin) mask[i] = 1;
    }
    const nKept = nVoxels.subarray(1).reduce((n, voxels) => n + (voxels >= minBasin ? 1 : 0), 0);
    return { mask, told: { threshold, nBasins: nKept } };
  },
};

import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { IN_PLANE } from "#domain/image/slices.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import type { ErrorPlanes } from "./error-planes.ts";

/** What networks make of the slices of a case. */
export interface ObjectPlanes extends Pick<ErrorPlanes, "axis" | "frame" | "indices"> {
  readonly geometry: Geometry;
  /** Pixels along an edge of the planes that networks saw. */
  readonly side: number;
  /** Where the object is thought to be on every slice, each for itself: indices · side · side, 0 … 255. */
  readonly object: Uint8Array;
}

/** Standard deviation of the smoothing where slices are no further apart than pixels of the plane are, in slices. */
const MOST_SLICES = 1;

/**
 * Where the object is thought to be, smoothed from slice to slice. Networks look at one slice at a time and are mistaken on
 * each in another way; an object goes on in the next slice. Thick slices are left as they are: smoothing reaches as far as
 * one pixel of what networks see within the plane, and at most one slice (`npm run bench:errors`).
 */
export function smoothAcross({ axis, frame, indices, side, object, geometry }: ObjectPlanes): Uint8Array {
  if (indices.length < 2) return object;
  const spacingMm = geometry.spacingMm ?? [1, 1, 1];
  const pixelMm = ((frame.x1 - frame.x0) * spacingMm[IN_PLANE[axis][0]]!) / side;
  const apartMm = (indices[1]! - indices[0]!) * (spacingMm[axis] ?? 1);
  const deviation = MOST_SLICES * Math.min(1, pixelMm / apartMm);
  const size = [side, side, indices.length];
  return Uint8Array.from(gaussianSmooth(object, size, [0, 0, deviation]), (value) => Math.round(value));
}

import type { Vector } from "./dicom-header.ts";
import type { ToVoxel } from "./place-planes.ts";

/** A closed contour in patient coordinates (LPS, mm). */
export type Contour = readonly Vector[];

export interface FilledContours {
  /** On the image's grid, x fastest. */
  readonly mask: Uint8Array;
  /** Contours that lie in no slice of the image, or across its slices. */
  readonly nOutside: number;
  /** Contours were drawn more densely than the image has slices: of several planes in a slice the nearest one counts. */
  readonly isResampled: boolean;
}

/** A contour may lie so far, in slices, from the centre of the slice that it is filled in. */
const OFF_PLANE = 0.5;
/** Contours that lie closer together, in slices, are of one plane. */
const SAME_PLANE = 0.02;

/**
 * Fills the contours of a structure (PS3.3 C.8.8.6): a voxel is inside when its centre is. Of several contours in one
 * slice an odd number must enclose it, so that an inner one is a hole; a hole that is reached by a bridge of no width
 * comes out the same.
 * @param size of the image, in voxels
 */
export function fillContours(contours: readonly Contour[], size: readonly number[], toVoxel: ToVoxel): FilledContours {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const mask = new Uint8Array(nx * ny * nz);
  let nOutside = 0;
  const bySlice = new Map<number, { z: number; points: Vector[] }[]>();
  for (const contour of contours) {
    const points = contour.map(toVoxel);
    const z = points.reduce((sum, point) => sum + point[2], 0) / points.length;
    const slice = Math.round(z);
    const isFlat = points.every((point) => Math.abs(point[2] - slice) <= OFF_PLANE + 1e-6);
    if (points.length < 3 || !isFlat || slice < 0 || slice >= nz) {
      nOutside += 1;
      continue;
    }
    const known = bySlice.get(slice);
    if (known) known.push({ z, points });
    else bySlice.set(slice, [{ z, points }]);
  }
  let isResampled = false;
  for (const [slice, drawn] of bySlice) {
    // Contours of several planes must not be taken for holes in each other.
    const nearest = Math.min(...drawn.map(({ z }) => Math.abs(z - slice)));
    const { z: plane } = drawn.find(({ z }) => Math.abs(z - slice) === nearest)!;
    const taken = drawn.filter(({ z }) => Math.abs(z - plane) <= SAME_PLANE);
    isResampled ||= taken.length < drawn.length;
    fillSlice(
      taken.map(({ points }) => points),
      mask.subarray(slice * nx * ny, (slice + 1) * nx * ny),
      nx,
      ny,
    );
  }
  return { mask, nOutside, isResampled };
}

/** Even-odd along the line through the centres of each row of voxels. */
function fillSlice(polygons: readonly Vector[][], plane: Uint8Array, nx: number, ny: number): void {
  for (let y = 0; y < ny; y += 1) {
    const crossings: number[] = [];
    for (const polygon of polygons) {
      for (let i = 0, before = polygon.length - 1; i < polygon.length; before = i, i += 1) {
        const [a, b] = [polygon[before]!, polygon[i]!];
        // Half open: a corner on the line counts for one of its two edges.
        if (a[1] <= y === b[1] <= y) continue;
        crossings.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const last = Math.min(nx - 1, Math.ceil(crossings[i + 1]!) - 1);
      for (let x = Math.max(0, Math.ceil(crossings[i]!)); x <= last; x += 1) plane[y * nx + x] = 1;
    }
  }
}

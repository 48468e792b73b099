import { affineFromAxes } from "../geometry/affine-from-axes.ts";
import type { Geometry } from "../geometry/geometry.ts";
import type { DicomHeader, FramePlace, Vector } from "./dicom-header.ts";

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** Across the slices: the direction in which they are stacked. */
export function normalOf({ row, column }: FramePlace): Vector {
  return [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ];
}

/** From one slice to the next. For a single slice, its thickness along the normal. */
export function stepOf(places: readonly FramePlace[], sliceThicknessMm: number | null): Vector {
  const [first] = places as [FramePlace];
  const last = places.at(-1)!;
  if (places.length > 1) {
    const n = places.length - 1;
    const [x, y, z] = minus(last.position, first.position);
    return [x / n, y / n, z / n];
  }
  const [x, y, z] = normalOf(first);
  const thickness = sliceThicknessMm ?? 1;
  return [x * thickness, y * thickness, z * thickness];
}

/**
 * The grid of slices in their order (PS3.3 C.7.6.2.1.1), in RAS. A gantry that was tilted stays so: the affine then has
 * a shear. Without places a picture, or frames without a distance.
 * @param places one a slice; fewer where the files do not say
 */
export function stackGeometry(
  { pixels, spacingMm, sliceThicknessMm }: Pick<DicomHeader, "pixels" | "spacingMm" | "sliceThicknessMm">,
  places: readonly FramePlace[],
  nSlices: number,
): Geometry {
  const { columns, rows } = pixels!;
  if (places.length < nSlices || !spacingMm) {
    const size = nSlices > 1 ? [columns, rows, nSlices] : [columns, rows];
    const spacing = spacingMm && (nSlices > 1 ? [...spacingMm, sliceThicknessMm ?? 1] : [...spacingMm]);
    return { size, spacingMm: spacing, affine: null, orientationKnown: false };
  }
  const [first] = places as [FramePlace];
  const step = stepOf(places, sliceThicknessMm);
  const axes: readonly Vector[] = [scaled(first.row, spacingMm[0]), scaled(first.column, spacingMm[1]), step];
  return {
    size: [columns, rows, nSlices],
    spacingMm: [spacingMm[0], spacingMm[1], Math.hypot(...step)],
    affine: affineFromAxes(axes, first.position, "LPS"),
    orientationKnown: true,
  };
}

function scaled([x, y, z]: Vector, factor: number): Vector {
  return [x * factor, y * factor, z * factor];
}

/** Along the normal of the first; those at one place stay in the order in which they came. */
export function inOrder<T extends { readonly place: FramePlace }>(placed: readonly T[]): T[] {
  if (placed.length === 0) return [];
  const normal = normalOf(placed[0]!.place);
  return placed
    .map((one) => ({ one, along: dot(one.place.position, normal) }))
    .toSorted((a, b) => a.along - b.along)
    .map(({ one }) => one);
}

import type { PlaneLayout } from "#domain/geometry/planes.ts";
import { traceContours } from "./contours.ts";
import type { HatchedArea } from "./draw-plane.ts";
import { pathOf } from "./draw-tile.ts";
import { overlayPalette } from "./overlay-style.ts";
import type { Volume } from "./read-nifti.ts";
import { maskSlice } from "./slices.ts";

/** Values of an error map (contract, *ErrorMap*). */
const MISSED = 1;
const TOO_MUCH = 2;

/** Where a slice of a mask is thought to be wrong: what it misses `///`, what of it is too much `\\\`. */
export function errorAreas(errors: Volume, layout: PlaneLayout, index: number): HatchedArea[] {
  const palette = overlayPalette();
  const [width, height] = [errors.size[layout.across.axis], errors.size[layout.down.axis]];
  const area = (value: number): Path2D => pathOf(traceContours(maskSlice(errors, layout, index, value), width, height));
  return [
    { path: area(MISSED), colour: palette.missed, direction: "rising" },
    { path: area(TOO_MUCH), colour: palette.tooMuch, direction: "falling" },
  ];
}

import { describe, expect, it } from "vitest";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { smoothAcross } from "./smooth-across.ts";

const AREA = PLANE_SIDE * PLANE_SIDE;
/** As many pixels as the plane has: one of the plane is one of the image. */
const frame = { x0: 0, y0: 0, x1: PLANE_SIDE, y1: PLANE_SIDE };
const indices = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Slices that are the object everywhere (255) or nowhere (0). */
function slices(values: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: values.length * AREA }, (_, i) => values[Math.floor(i / AREA)]!);
}

function smoothed(values: readonly number[], spacingMm: readonly number[] | null): number[] {
  const geometry = { size: [PLANE_SIDE, PLANE_SIDE, values.length], spacingMm, affine: null, orientationKnown: false };
  const used = indices.slice(0, values.length);
  const all = smoothAcross({ axis: 2, frame, indices: used, side: PLANE_SIDE, object: slices(values), geometry });
  return used.map((row) => all[row * AREA + 100]!);
}

describe("the object of an error map, smoothed from slice to slice", () => {
  it("loses what is on one slice alone, and keeps what goes on", () => {
    const alone = smoothed([0, 0, 0, 0, 255, 0, 0, 0, 0], [1, 1, 1]);
    expect(alone[4]).toBeLessThan(127);
    const goesOn = smoothed([0, 0, 255, 255, 255, 255, 255, 0, 0], [1, 1, 1]);
    expect(goesOn.map((value) => value >= 128)).toEqual([false, false, true, true, true, true, true, false, false]);
  });

  it("leaves thick slices and pictures as they are", () => {
    const values = [0, 0, 255, 0, 0, 0, 255, 255, 0];
    expect(smoothed(values, [1, 1, 10])).toEqual(values);
    expect(smoothed([255], null)).toEqual([255]);
  });

  it("reaches no further than one slice where slices are thin", () => {
    const values = [0, 0, 0, 0, 255, 0, 0, 0, 0];
    expect(smoothed(values, [1, 1, 0.1])).toEqual(smoothed(values, [1, 1, 1]));
  });
});

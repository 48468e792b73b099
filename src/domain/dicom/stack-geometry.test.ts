import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { series, sliceFile } from "#tests/support/dicom-slices.ts";
import type { FramePlace, Vector } from "./dicom-header.ts";
import { stackGeometry } from "./stack-geometry.ts";

const header = sliceFile(0).header;
const placesOf = (files: ReturnType<typeof series>): FramePlace[] => files.flatMap((file) => file.header.places);

/** A unit vector and one at right angles to it, from three angles. */
function directions([a, b, c]: readonly [number, number, number]): { row: Vector; column: Vector } {
  const [ca, sa, cb, sb, cc, sc] = [a, b, c].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    row: [ca * cb, sa * cb, -sb],
    column: [ca * sb * sc - sa * cc, sa * sb * sc + ca * cc, cb * sc],
  };
}

describe("stackGeometry", () => {
  it("axial slices: columns run to the left, rows to the back; RAS turns both", () => {
    const files = series(4);
    expect(stackGeometry(files[0]!.header, placesOf(files), 4)).toEqual({
      size: [6, 5, 4],
      // PixelSpacing 1.5\0.5: rows first.
      spacingMm: [0.5, 1.5, 2],
      affine: [-0.5, 0, 0, 10, 0, -1.5, 0, -20, 0, 0, 2, 0, 0, 0, 0, 1],
      orientationKnown: true,
    });
  });

  it("puts every voxel where PS3.3 C.7.6.2.1.1 puts it, however the slices are turned and tilted", () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(number(-3, 3), number(-1.5, 1.5), number(-3, 3)),
        fc.tuple(number(-300, 300), number(-300, 300), number(-300, 300)),
        fc.tuple(number(-5, 5), number(-5, 5), number(0.5, 5)),
        fc.tuple(number(0.1, 4), number(0.1, 4)),
        fc.integer({ min: 2, max: 9 }),
        (angles, start, step, spacingMm, n) => {
          const { row, column } = directions(angles);
          const positions = Array.from({ length: n }, (_, k) => start.map((value, axis) => value + k * step[axis]!));
          const places = positions.map((position) => ({ position: position as unknown as Vector, row, column }));
          const { affine } = stackGeometry({ ...header, spacingMm }, places, n);
          for (const [i, j, k] of [
            [0, 0, 0],
            [5, 0, 0],
            [0, 4, n - 1],
            [5, 4, n - 1],
          ] as const) {
            const lps = positions[k]!.map(
              (s, axis) => s + row[axis]! * spacingMm[0] * i + column[axis]! * spacingMm[1] * j,
            );
            const ras = [0, 4, 8].map(
              (at) => affine![at]! * i + affine![at + 1]! * j + affine![at + 2]! * k + affine![at + 3]!,
            );
            for (const [axis, sign] of [-1, -1, 1].entries()) expect(ras[axis]).toBeCloseTo(sign * lps[axis]!, 6);
          }
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it("keeps the tilt of a gantry as a shear", () => {
    const tilted = series(3, (index) => ({ "00200032": ["DS", `-10\\${20 + 0.5 * index}\\${2 * index}`] }));
    const { affine, spacingMm } = stackGeometry(header, placesOf(tilted), 3);
    expect([affine![2], affine![6], affine![10]]).toEqual([0, -0.5, 2]);
    expect(spacingMm![2]).toBeCloseTo(Math.hypot(0.5, 2), 12);
  });

  it("one slice is as thick as it says, along its normal", () => {
    const [one] = series(1, () => ({ "00180050": ["DS", "4.5"], "00200037": ["DS", "0\\1\\0\\0\\0\\-1"] }));
    const { size, affine } = stackGeometry(one!.header, one!.header.places, 1);
    expect(size).toEqual([6, 5, 1]);
    // The normal (-1, 0, 0) of LPS is +1 along x in RAS.
    expect([affine![2], affine![6], affine![10]]).toEqual([4.5, 0, 0]);
    const thin = series(1, () => ({ "00180050": null }))[0]!.header;
    expect(stackGeometry(thin, thin.places, 1).spacingMm).toEqual([0.5, 1.5, 1]);
  });

  it("without places: a picture, or frames, with the spacing that is known", () => {
    expect(stackGeometry(header, [], 1)).toEqual({
      size: [6, 5],
      spacingMm: [0.5, 1.5],
      affine: null,
      orientationKnown: false,
    });
    expect(stackGeometry(header, [], 30)).toMatchObject({ size: [6, 5, 30], spacingMm: [0.5, 1.5, 2], affine: null });
    expect(stackGeometry({ ...header, spacingMm: null }, header.places, 1)).toMatchObject({
      size: [6, 5],
      spacingMm: null,
    });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vector } from "./dicom-header.ts";
import { fillContours } from "./fill-contours.ts";
import { type PlaneGrid, placePlanes, toVoxelOf } from "./place-planes.ts";

const size = [20, 16, 5];
/** Turned, with three different spacings and an origin. */
const affine = [-1.2, 0.6, 0, 30, -0.9, -0.8, 0, -12, 0, 0, 2.5, 7, 0, 0, 0, 1];
const toVoxel = toVoxelOf({ affine })!;

/** Patient coordinates (LPS) of a voxel. */
function pointOf([x, y, z]: Vector): Vector {
  const row = (r: number): number =>
    affine[4 * r]! * x + affine[4 * r + 1]! * y + affine[4 * r + 2]! * z + affine[4 * r + 3]!;
  return [-row(0), -row(1), row(2)];
}

/** Whether a point lies inside of a polygon, by the sum of the angles under which its edges are seen. */
function isInside(polygon: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let angle = 0;
  for (const [i, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(i + 1) % polygon.length]!;
    const [ux, uy, vx, vy] = [ax - x, ay - y, bx - x, by - y];
    angle += Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy);
  }
  return Math.abs(angle) > Math.PI;
}

function circle(cx: number, cy: number, r: number, n: number): [number, number][] {
  return Array.from({ length: n }, (_, i) => [
    cx + r * Math.cos((2 * Math.PI * i) / n),
    cy + r * Math.sin((2 * Math.PI * i) / n),
  ]);
}

function distanceToEdges(polygon: readonly (readonly number[])[], x: number, y: number): number {
  const distances = polygon.map(([bx, by], i) => {
    const [ax, ay] = polygon.at(i - 1) as [number, number];
    const [ux, uy] = [bx! - ax, by! - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy)));
    return Math.hypot(ax + along * ux - x, ay + along * uy - y);
  });
  return Math.min(...distances);
}

describe("contours", () => {
  it("are filled where the centre of a voxel lies inside, whatever way the image is turned", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 4, max: 15, noNaN: true }),
        fc.double({ min: 4, max: 12, noNaN: true }),
        fc.double({ min: 0.7, max: 6, noNaN: true }),
        fc.integer({ min: 3, max: 40 }),
        fc.integer({ min: 0, max: 4 }),
        (cx, cy, r, n, z) => {
          const polygon = circle(cx, cy, r, n);
          const { mask, nOutside } = fillContours([polygon.map(([x, y]) => pointOf([x, y, z]))], size, toVoxel);
          expect(nOutside).toBe(0);
          for (let i = 0; i < mask.length; i += 1) {
            const [x, y, slice] = [i % 20, Math.floor(i / 20) % 16, Math.floor(i / 320)];
            // On an edge, rounding decides.
            if (distanceToEdges(polygon, x, y) > 1e-6)
              expect(mask[i] === 1).toBe(slice === z && isInside(polygon, x, y));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of several planes in one slice do not cut holes into each other: those nearest the slice count", () => {
    const square = (z: number, side: number): Vector[] =>
      [
        [3, 3],
        [3 + side, 3],
        [3 + side, 3 + side],
        [3, 3 + side],
      ].map(([x, y]) => pointOf([x! + 0.25, y! + 0.25, z]));
    const one = fillContours([square(1, 6)], size, toVoxel);
    for (const more of [[square(1.4, 6)], [square(0.6, 6), square(1.4, 4)], [square(1.3, 8)]]) {
      const { mask, isResampled } = fillContours([...more, square(1, 6)], size, toVoxel);
      expect(isResampled).toBe(true);
      expect(mask).toEqual(one.mask);
    }
    expect(one.isResampled).toBe(false);
  });

  it("within each other are holes, and islands in them; what lies in no slice is counted", () => {
    const rings = [7, 4, 2].map((r) => circle(9.6, 8.4, r, 40).map(([x, y]) => pointOf([x, y, 2])));
    const outside = circle(9, 8, 3, 20).map(([x, y]) => pointOf([x, y, 9]));
    const across = circle(9, 8, 3, 20).map(([x, y]) => pointOf([x, y, x / 4]));
    const { mask, nOutside } = fillContours([...rings, outside, across], size, toVoxel);
    expect(nOutside).toBe(2);
    const at = (x: number, y: number): number => mask[(2 * 16 + y) * 20 + x]!;
    expect([at(10, 8), at(10, 5), at(10, 3), at(10, 0)]).toEqual([1, 0, 1, 0]);
  });
});

describe("planes of a segmentation", () => {
  const [row, column] = [unit(difference([1, 0, 0])), unit(difference([0, 1, 0]))];
  const grid: PlaneGrid = {
    rows: 16,
    columns: 20,
    spacingMm: [Math.hypot(...difference([1, 0, 0])), Math.hypot(...difference([0, 1, 0]))],
    stepMm: 2.5,
  };
  function difference(voxel: Vector): Vector {
    const [a, b] = [pointOf(voxel), pointOf([0, 0, 0])];
    return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  }
  function unit(vector: Vector): Vector {
    const length = Math.hypot(...vector);
    return [vector[0] / length, vector[1] / length, vector[2] / length];
  }
  const pixels = Uint8Array.from({ length: 320 }, (_, i) => (i % 7 < 3 && i > 40 ? 1 : 0));

  it("on the image's own grid come out voxel by voxel, in any order, with slices left out", () => {
    const planes = [3, 1].map((z) => ({ place: { position: pointOf([0, 0, z]), row, column }, pixels }));
    const { mask, isResampled, nOutside } = placePlanes(planes, grid, size, toVoxel);
    expect([isResampled, nOutside]).toEqual([false, 0]);
    for (const [z, isThere] of [false, true, false, true, false].entries())
      expect(mask.subarray(z * 320, (z + 1) * 320)).toEqual(isThere ? pixels : new Uint8Array(320));
  });

  it("of a part of the image are laid where they belong, and what lies outside is counted", () => {
    const part: PlaneGrid = { ...grid, rows: 4, columns: 5 };
    const all = new Uint8Array(20).fill(1);
    const at = (x: number, y: number) =>
      placePlanes([{ place: { position: pointOf([x, y, 2]), row, column }, pixels: all }], part, size, toVoxel);
    const { mask } = at(3, 10);
    expect(mask.reduce((sum, value) => sum + value, 0)).toBe(20);
    expect([mask[(2 * 16 + 10) * 20 + 3], mask[(2 * 16 + 13) * 20 + 7], mask[(2 * 16 + 14) * 20 + 7]]).toEqual([
      1, 1, 0,
    ]);
    expect(at(18, 14).nOutside).toBe(16);
  });

  it("on another grid that reaches beyond the image are cut, and what is cut is counted", () => {
    const other: PlaneGrid = { ...grid, rows: 8, columns: 8 };
    const place = { position: pointOf([16.3, 12.3, 2]), row, column };
    const { isResampled, nOutside } = placePlanes(
      [{ place, pixels: new Uint8Array(64).fill(1) }],
      other,
      size,
      toVoxel,
    );
    expect([isResampled, nOutside]).toEqual([true, 64 - 4 * 4]);
  });

  it("on a finer grid are resampled: each voxel takes the nearest pixel", () => {
    const fine: PlaneGrid = {
      rows: 32,
      columns: 40,
      spacingMm: [grid.spacingMm[0] / 2, grid.spacingMm[1] / 2],
      stepMm: 1.25,
    };
    const inside = (x: number, y: number): boolean => (x - 9) ** 2 + (y - 7) ** 2 < 20;
    const planes = Array.from({ length: 10 }, (_, index) => ({
      place: { position: pointOf([-0.25, -0.25, index / 2 - 0.25]), row, column },
      pixels: Uint8Array.from({ length: 1280 }, (__, i) =>
        inside((i % 40) / 2 - 0.25, Math.floor(i / 40) / 2 - 0.25) && index >= 2 && index < 6 ? 1 : 0,
      ),
    }));
    const { mask, isResampled } = placePlanes(planes, fine, size, toVoxel);
    expect(isResampled).toBe(true);
    let wrong = 0;
    for (let i = 0; i < mask.length; i += 1) {
      const [x, y, z] = [i % 20, Math.floor(i / 20) % 16, Math.floor(i / 320)];
      const isExpected = inside(x, y) && (z === 1 || z === 2);
      if ((mask[i] === 1) !== isExpected) wrong += 1;
    }
    // Half a fine pixel at the edge may fall to either side.
    expect(wrong).toBeLessThan(0.12 * 2 * Math.PI * 20);
  });
});

import { describe, expect, it } from "vitest";
import { PLANE_SIDE, samplePlanes } from "#domain/signals/case-planes.ts";
import { errorsOn, MISSED, percentsOf, SURPLUS } from "./draw-errors.ts";

const SIZE = [60, 50, 6];
const geometry = { size: SIZE, spacingMm: [1, 1, 2], affine: null, orientationKnown: false };
const box = (x0: number, x1: number, z0: number, z1: number): Uint8Array =>
  Uint8Array.from({ length: 60 * 50 * 6 }, (_, i) => {
    const [x, y, z] = [i % 60, Math.floor(i / 60) % 50, Math.floor(i / 3000)];
    return x >= x0 && x < x1 && y >= 15 && y < 35 && z >= z0 && z < z1 ? 1 : 0;
  });
const frame = { x0: 10, y0: 5, x1: 50, y1: 45 };
const indices = [0, 1, 2, 3, 4, 5];
const seen = (object: Uint8Array): Uint8Array =>
  samplePlanes(object, SIZE, { planes: indices.map((index) => ({ axis: 2 as const, index, frame })) }, 255);

/** The errors of a mask by an object that is seen on some slices. */
function errorsBy(object: Uint8Array, mask: Uint8Array, on = indices): ReturnType<typeof errorsOn> {
  return errorsOn(mask, { axis: 2, frame, indices: on, side: PLANE_SIDE, object, geometry });
}

describe("an error map", () => {
  it("is empty where the mask is what the networks see", () => {
    const mask = box(20, 40, 1, 5);
    const { errors } = errorsBy(seen(mask), mask);
    expect(errors.every((value) => value === 0)).toBe(true);
  });

  it("is the true error map where the networks see the truth, voxel by voxel", () => {
    const [mask, truth] = [box(20, 34, 0, 5), box(26, 40, 1, 6)];
    const { errors } = errorsBy(seen(truth), mask);
    const expected = mask.map((value, i) => (value === truth[i] ? 0 : truth[i] === 1 ? MISSED : SURPLUS));
    expect(errors).toEqual(expected);
  });

  it("calls what lies beyond the frame, or on slices where nothing was looked at, surplus", () => {
    const mask = box(0, 60, 0, 6);
    const empty = new Uint8Array(3 * PLANE_SIDE * PLANE_SIDE);
    const { errors } = errorsBy(empty, mask, [1, 2, 3]);
    expect(errors).toEqual(mask.map((value) => (value === 1 ? SURPLUS : 0)));
  });

  it("takes slices that were left out as the one before them", () => {
    const mask = box(20, 40, 0, 6);
    const every = seen(mask);
    const area = PLANE_SIDE * PLANE_SIDE;
    const halves = new Uint8Array(3 * area);
    for (const [row, index] of [0, 2, 4].entries())
      halves.set(every.subarray(index * area, (index + 1) * area), row * area);
    const { errors } = errorsBy(halves, mask, [0, 2, 4]);
    expect(errors.every((value) => value === 0)).toBe(true);
  });

  it("says how likely each voxel is wrong, so that a slice of many doubts is worse than one of a few certainties", () => {
    const mask = box(20, 40, 0, 6);
    const doubts = seen(mask).map((value) => Math.min(value, 180));
    const { errors, chances } = errorsBy(doubts, mask);
    expect(errors.every((value) => value === 0)).toBe(true);
    const middle = 30 + 25 * 60 + 3 * 3000;
    expect(chances[middle]).toBe(75);
    expect(chances[0]).toBe(0);
  });

  it("in percent: surplus above 0, missed below, 50 and more exactly where it is drawn as wrong", () => {
    const [mask, truth] = [box(20, 34, 0, 5), box(26, 40, 1, 6)];
    // Every degree of doubt, so that each way of rounding is met.
    const object = seen(truth).map((value, i) => (value > 0 ? 255 - (i % 200) : i % 200));
    const drawn = errorsBy(object, mask);
    const { percents, nMissed, nSurplus } = percentsOf(mask, drawn);
    const signs = percents.map((value, i) => (value === 0 ? 0 : value > 0 === (mask[i] === 1) ? 1 : -1));
    expect(signs.includes(-1)).toBe(false);
    expect(percents.map((value) => (value <= -50 ? MISSED : value >= 50 ? SURPLUS : 0))).toEqual(
      Int8Array.from(drawn.errors),
    );
    expect([nMissed, nSurplus]).toEqual(
      [MISSED, SURPLUS].map((kind) => drawn.errors.filter((value) => value === kind).length),
    );
    for (const [i, percent] of percents.entries())
      expect(Math.abs(Math.abs(percent) - (100 * drawn.chances[i]!) / 255)).toBeLessThanOrEqual(1);
  });
});

import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { resampleGrid } from "./resample-grid.ts";
import { planeOf, resamplePlane } from "./resample.ts";

describe("resampling of grids", () => {
  const rng = createRng(5, "grid");
  const picture = Float32Array.from({ length: 13 * 9 }, () => rng.next());

  it.each([
    [7, 5],
    [13, 9],
    [20, 4],
    [1, 1],
  ] as const)("of a picture to %i × %i is that of planes", (width, height) => {
    const expected = resamplePlane(planeOf(picture, 13, 9), { x0: 0, y0: 0, x1: 13, y1: 9 }, width, height);
    const result = resampleGrid(picture, [13, 9, 1], [width, height, 1]);
    for (let i = 0; i < expected.length; i += 1) expect(result[i]).toBeCloseTo(expected[i]!, 5);
  });

  it("of a volume works along each axis, keeps even values, and hands out a copy", () => {
    const ramp = Float32Array.from({ length: 4 * 3 * 8 }, (_, i) => Math.floor(i / 12));
    const half = resampleGrid(ramp, [4, 3, 8], [2, 3, 4]);
    expect(half).toHaveLength(24);
    for (let z = 1; z < 3; z += 1) for (let i = 0; i < 6; i += 1) expect(half[6 * z + i]).toBeCloseTo(2 * z + 0.5, 5);
    expect(resampleGrid(new Float32Array(96).fill(3), [4, 3, 8], [9, 1, 5]).every((value) => value === 3)).toBe(true);
    const same = resampleGrid(ramp, [4, 3, 8], [4, 3, 8]);
    expect(same).toEqual(ramp);
    expect(same).not.toBe(ramp);
  });
});

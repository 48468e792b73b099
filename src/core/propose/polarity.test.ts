import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import type { GreyImage } from "./method.ts";
import { findPolarity, turned } from "./polarity.ts";

/** Round objects on even ground, with noise. */
function objects(
  size: readonly [number, number, number],
  centres: readonly (readonly [number, number, number])[],
  radius: number,
): GreyImage {
  const [nx, ny, nz] = size;
  const rng = createRng(7, "objects");
  const data = Float32Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const isIn = centres.some(([cx, cy, cz]) => Math.hypot(x - cx, y - cy, z - cz) <= radius);
    return (isIn ? 90 : 40) + 8 * rng.normal();
  });
  return { data, size, spacing: [1, 1, 1] };
}

function both(image: GreyImage): string[] {
  return [image, { ...image, data: turned(image.data) }].map(findPolarity);
}

describe("polarity", () => {
  it("takes what touches the border less for the object, in pictures and volumes", () => {
    expect(both(objects([60, 50, 1], [[30, 25, 0]], 12))).toEqual(["bright", "dark"]);
    expect(both(objects([20, 20, 20], [[10, 10, 10]], 6))).toEqual(["bright", "dark"]);
  });

  it("also where objects reach the border, or cover most of the image", () => {
    const many = [0, 20, 40, 60].flatMap((x) => [0, 20, 40].map((y) => [x, y, 0] as const));
    expect(both(objects([61, 41, 1], many, 4))).toEqual(["bright", "dark"]);
    expect(both(objects([60, 50, 1], [[30, 25, 0]], 24))).toEqual(["bright", "dark"]);
  });

  it("of a few slices, those at the ends do not count", () => {
    const tube = [0, 1, 2].map((z) => [20, 20, z] as const);
    const image = objects([41, 41, 3], tube, 17);
    expect(both({ ...image, spacing: [1, 1, 3] })).toEqual(["bright", "dark"]);
  });

  it("is not misled by a few voxels far off the others", () => {
    const image = objects([60, 50, 1], [[30, 25, 0]], 12);
    for (const at of [3, 700, 1500]) image.data[at] = 1e5;
    expect(findPolarity(image)).toBe("bright");
    expect(findPolarity({ ...image, data: turned(image.data) })).toBe("dark");
  });

  it("takes constant images and single voxels for bright", () => {
    for (const size of [
      [4, 4, 1],
      [1, 1, 1],
    ] as const)
      expect(findPolarity({ data: new Float32Array(size[0] * size[1]).fill(5), size, spacing: [1, 1, 1] })).toBe(
        "bright",
      );
  });

  it("turned twice is the same again", () => {
    const data = Float32Array.of(3, -2, 7, 0);
    expect([...turned(data)]).toEqual([2, 7, -2, 5]);
    expect(turned(turned(data))).toEqual(data);
  });
});

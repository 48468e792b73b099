import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { makePng } from "#tests/support/make-png.ts";
import { greyPng, PictureCore } from "#tests/support/picture-core.ts";
import { niftiBytes } from "../io/nifti/write-nifti.ts";

const at = new PictureCore();

beforeEach(() => at.begin());
afterAll(() => at.core.close());

describe("tiles of volumes", () => {
  // A patient of 4 × 5 × 6 voxels of 1 mm: right, anterior, superior. Every voxel has a value of its own.
  const [nR, nA, nS] = [4, 5, 6];
  const value = (r: number, a: number, s: number): number => 1 + r + nR * (a + nA * s);
  const masks = {
    axial: (r: number, a: number, s: number) => s === 4 && r >= 2 && a <= 2,
    coronal: (r: number, a: number, s: number) => a === 4 && r <= 1 && s >= 2,
    sagittal: (r: number, a: number, s: number) => r === 0 && a >= 2 && s >= 3,
  };

  /** The same patient, stored with axes in another order or direction: per axis of the grid, a direction and its sign. */
  const stored = {
    "right, anterior, superior": [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
    "left, posterior, superior": [
      [0, -1],
      [1, -1],
      [2, 1],
    ],
    "posterior, inferior, left (a sagittal series)": [
      [1, -1],
      [2, -1],
      [0, -1],
    ],
    "right, inferior, anterior (a coronal series)": [
      [0, 1],
      [2, -1],
      [1, 1],
    ],
    "superior, right, posterior": [
      [2, 1],
      [0, 1],
      [1, -1],
    ],
  } as const;

  function volume(
    axes: readonly (readonly [number, number])[],
    of: (r: number, a: number, s: number) => number,
  ): Uint8Array {
    const lengths = [nR, nA, nS];
    const size = axes.map(([direction]) => lengths[direction]!);
    const affine = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    for (const [axis, [direction, sign]] of axes.entries()) {
      affine[4 * direction + axis] = sign;
      if (sign < 0) affine[4 * direction + 3] = lengths[direction]! - 1;
    }
    const data = new Uint8Array(nR * nA * nS);
    for (let i = 0; i < data.length; i += 1) {
      const index = [i % size[0]!, Math.floor(i / size[0]!) % size[1]!, Math.floor(i / size[0]! / size[1]!)];
      const place = [0, 0, 0];
      for (const [axis, [direction, sign]] of axes.entries())
        place[direction] = sign > 0 ? index[axis]! : lengths[direction]! - 1 - index[axis]!;
      data[i] = of(place[0]!, place[1]!, place[2]!);
    }
    const geometry: Geometry = { size, spacingMm: [1, 1, 1], affine, orientationKnown: true };
    return niftiBytes(geometry, data);
  }

  // The window goes from the second of the 120 values to the last but one.
  const shown = (v: number): number => Math.max(0, Math.min(255, Math.round(((v - 2) * 255) / 117)));
  const expected = {
    // Right at the left, nose up.
    axial: grid(nR, nA, (x, y) => [nR - 1 - x, nA - 1 - y, 4]),
    // Right at the left, head up.
    coronal: grid(nR, nS, (x, y) => [nR - 1 - x, 4, nS - 1 - y]),
    // Nose at the right, head up.
    sagittal: grid(nA, nS, (x, y) => [0, x, nS - 1 - y]),
  };

  function grid(
    width: number,
    height: number,
    at: (x: number, y: number) => [number, number, number],
  ): { width: number; height: number; places: [number, number, number][] } {
    return {
      width,
      height,
      places: Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))),
    };
  }

  it.each(Object.keys(stored) as (keyof typeof stored)[])(
    "are laid out as a radiologist looks at them, stored %s",
    async (name) => {
      const planes = Object.keys(masks) as (keyof typeof masks)[];
      at.put("images/p.nii", volume(stored[name], value));
      for (const plane of planes)
        at.put(
          `masks_${plane}/p.nii`,
          volume(stored[name], (r, a, s) => (masks[plane](r, a, s) ? 1 : 0)),
        );
      expect(await at.add()).toEqual(planes);
      for (const [index, plane] of planes.entries()) {
        const { width, height, places } = expected[plane];
        expect(await at.tile(await at.ofMask(index + 1))).toEqual({
          width,
          height,
          channels: 1,
          image: places.map(([r, a, s]) => shown(value(r, a, s))),
          mask: places.map(([r, a, s]) => (masks[plane](r, a, s) ? 255 : 0)),
        });
      }
    },
  );

  it("have square pixels, whatever the distance between slices", async () => {
    const geometry: Geometry = {
      size: [10, 12, 4],
      spacingMm: [1, 1, 3],
      affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1],
      orientationKnown: true,
    };
    const placeOf = (i: number): [number, number, number] => [i % 10, Math.floor(i / 10) % 12, Math.floor(i / 120)];
    at.put(
      "images/p.nii",
      niftiBytes(
        geometry,
        Int16Array.from({ length: 480 }, (_, i) => 100 * placeOf(i)[2]),
      ),
    );
    at.put(
      "masks_a/p.nii",
      niftiBytes(
        geometry,
        Uint8Array.from({ length: 480 }, (_, i) => (placeOf(i)[0] === 3 && placeOf(i)[2] === 1 ? 1 : 0)),
      ),
    );
    // As many in the sagittal plane as in the axial one, which comes first; one more makes it sagittal.
    at.put(
      "masks_b/p.nii",
      niftiBytes(
        geometry,
        Uint8Array.from({ length: 480 }, (_, i) => (placeOf(i)[0] === 3 && (placeOf(i)[2] === 1 || i < 10) ? 1 : 0)),
      ),
    );
    await at.add();
    const axial = await at.tile(await at.ofMask(1));
    expect([axial.width, axial.height]).toEqual([10, 12]);
    const sagittal = await at.tile(await at.ofMask(2));
    expect([sagittal.width, sagittal.height]).toEqual([12, 12]);
    const rows = Array.from({ length: 12 }, (_, y) => sagittal.mask.slice(12 * y, 12 * y + 12).filter(Boolean).length);
    // Head up: slice 1 of 4 is three pixels high, below two slices of three.
    expect(rows.slice(0, 9)).toEqual([0, 0, 0, 0, 0, 0, 12, 12, 12]);
  });
});

describe("tiles of pictures", () => {
  it("show the window that was stored, and the mask up to the border", async () => {
    at.put(
      "images/a.png",
      greyPng(20, 10, (x, y) => x + 20 * y),
    );
    at.put(
      "masks_a/a.png",
      greyPng(20, 10, (x, y) => (x === 0 || y === 9 ? 255 : 0)),
    );
    await at.add();
    const seen = await at.tile(await at.ofMask(1));
    expect([seen.width, seen.height, seen.channels]).toEqual([20, 10, 1]);
    // First and last percentile of 0 … 199.
    expect(seen.image).toEqual(
      Array.from({ length: 200 }, (_, i) => Math.max(0, Math.min(255, Math.round(((i - 2) * 255) / 195)))),
    );
    expect(seen.mask).toEqual(Array.from({ length: 200 }, (_, i) => (i % 20 === 0 || i >= 180 ? 255 : 0)));
  });

  it("are at most 512 pixels along an edge, areas averaged", async () => {
    at.put(
      "images/a.png",
      greyPng(1024, 256, (x, y) => ((x + y) % 2) * 200),
    );
    at.put(
      "masks_a/a.png",
      greyPng(1024, 256, (x) => (x < 512 ? 1 : 0)),
    );
    await at.add();
    const seen = await at.tile(await at.ofMask(1));
    expect([seen.width, seen.height]).toEqual([512, 128]);
    // Black and white squares of one pixel become grey, here a little off at the border.
    expect(seen.image.every((v) => Math.abs(v - 127) <= 3)).toBe(true);
    expect(seen.mask.filter(Boolean)).toHaveLength(256 * 128);
  });

  it("show colours, 16 bits, palettes of colours and of greys", async () => {
    const mask = greyPng(2, 2, (x) => x);
    at.put(
      "images/a.png",
      makePng({ width: 2, height: 2, depth: 8, colourType: 2, samples: [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9] }),
    );
    at.put(
      "images/b.png",
      greyPng(2, 2, (x, y) => 1000 * (x + 2 * y), 16),
    );
    const colours = [
      [1, 2, 3],
      [250, 120, 7],
    ] as const;
    at.put(
      "images/c.png",
      makePng({ width: 2, height: 2, depth: 8, colourType: 3, palette: colours, samples: [0, 1, 1, 0] }),
    );
    // The brighter grey comes first: what is seen is the colour, not its number.
    const greys = [
      [200, 200, 200],
      [100, 100, 100],
    ] as const;
    at.put(
      "images/d.png",
      makePng({ width: 2, height: 2, depth: 8, colourType: 3, palette: greys, samples: [0, 1, 1, 0] }),
    );
    for (const name of "abcd") at.put(`masks_a/${name}.png`, mask);
    await at.add();
    const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map(async (id) => at.tile(await at.ofMask(id))));
    expect([a!.channels, ...a!.image]).toEqual([3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
    expect(a!.mask).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255]);
    expect([b!.channels, ...b!.image]).toEqual([1, 0, 85, 170, 255]);
    expect([c!.channels, ...c!.image]).toEqual([3, 1, 2, 3, 250, 120, 7, 250, 120, 7, 1, 2, 3]);
    expect([d!.channels, ...d!.image]).toEqual([1, 255, 0, 0, 255]);
  });

  it("show one class of a file with several, and cases without a mask", async () => {
    at.put(
      "images/a.png",
      greyPng(3, 1, (x) => 100 * x),
    );
    at.put(
      "images/b.png",
      greyPng(3, 1, (x) => 90 * x),
    );
    at.put(
      "labels/a.png",
      greyPng(3, 1, (x) => x),
    );
    await at.add();
    expect((await at.tile(await at.ofMask(1))).mask).toEqual([0, 255, 0]);
    expect((await at.tile(await at.ofMask(2))).mask).toEqual([0, 0, 255]);
    for (const id of [1, 2]) expect((await at.tile(await at.ofCase(id))).mask).toEqual([0, 0, 0]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planeLayouts } from "#domain/geometry/planes.ts";
import { readNifti, type Volume } from "./read-nifti.ts";
import { fullestSlice, maskSlice, pixelAspect, slicesWithMask, toSlice, toVoxel, without } from "./slices.ts";

const sizes = fc.tuple(
  ...([1, 2, 3].map(() => fc.integer({ min: 2, max: 7 })) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ]),
);
const signs = fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1), fc.constantFrom(1, -1));
const orders = fc.constantFrom([0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]);

/** A volume whose axes lie along the body's in any order and direction. */
const volumes = fc.tuple(sizes, signs, orders).map(([size, sign, order]) => {
  const affine = new Array<number>(16).fill(0);
  for (const [axis, direction] of order.entries()) affine[4 * direction + axis] = sign[axis]! * (1 + axis);
  affine[15] = 1;
  const n = size[0] * size[1] * size[2];
  const volume: Volume = { size, spacing: [1, 2, 3], affine, channels: 1, data: new Uint8Array(n) };
  return volume;
});

describe("slices", () => {
  it("finds on the screen what lies in the volume, in every plane and however the patient lies", () => {
    fc.assert(
      fc.property(volumes, fc.nat(), (volume, seed) => {
        const voxel = volume.size.map((n, axis) => Math.floor(seed / (axis + 1)) % n);
        const at = voxel[0]! + volume.size[0] * (voxel[1]! + volume.size[1] * voxel[2]!);
        const marked = { ...volume, data: volume.data.map((_, i) => (i === at ? 1 : 0)) };
        for (const layout of planeLayouts({ size: [...volume.size], affine: volume.affine, orientationKnown: true })) {
          const slice = maskSlice(marked, layout, voxel[layout.axis]!);
          const place = toSlice(volume, layout, voxel);
          const width = volume.size[layout.across.axis];
          expect(slice[Math.floor(place.y) * width + Math.floor(place.x)]).toBe(1);
          expect(slice.reduce((sum, value) => sum + value, 0)).toBe(1);
          expect(toVoxel(volume, layout, place.x, place.y)).toEqual({
            across: voxel[layout.across.axis],
            down: voxel[layout.down.axis],
          });
          expect(fullestSlice(slicesWithMask(marked, layout.axis))).toBe(voxel[layout.axis]);
        }
      }),
    );
  });

  it("takes voxels of one value alone where it is asked to", () => {
    const layout = planeLayouts({ size: [3, 1, 1], affine: null, orientationKnown: false })[0]!;
    const volume: Volume = {
      size: [3, 1, 1],
      spacing: [1, 1, 1],
      affine: [],
      channels: 1,
      data: Uint8Array.of(0, 1, 2),
    };
    expect([...maskSlice(volume, layout, 0)]).toEqual([0, 1, 1]);
    expect([...maskSlice(volume, layout, 0, 1)]).toEqual([0, 1, 0]);
    expect([...maskSlice(volume, layout, 0, 2)]).toEqual([0, 0, 1]);
  });

  it("draws voxels as wide as they are", () => {
    const layout = {
      axis: 2,
      name: "axial",
      across: { axis: 0, isFlipped: false },
      down: { axis: 1, isFlipped: false },
    } as const;
    expect(pixelAspect({ spacing: [0.5, 2, 1] }, layout)).toBe(0.25);
  });

  it("takes one mask from another", () => {
    expect([...without(Uint8Array.of(1, 1, 0), Uint8Array.of(0, 1, 1))]).toEqual([1, 0, 0]);
  });
});

describe("readNifti", () => {
  const file = (type: number, bytes: number, values: readonly number[], isLittle = true): ArrayBuffer => {
    const buffer = new ArrayBuffer(352 + values.length * bytes);
    const view = new DataView(buffer);
    view.setInt32(0, 348, isLittle);
    for (const [i, value] of [3, 2, 1, values.length / 2].entries()) view.setInt16(40 + 2 * i, value, isLittle);
    view.setInt16(70, type, isLittle);
    for (const [i, value] of [1, 0.5, 2, 3].entries()) view.setFloat32(76 + 4 * i, value, isLittle);
    view.setFloat32(108, 352, isLittle);
    view.setFloat32(112, 1, isLittle);
    view.setFloat32(280, -0.5, isLittle);
    for (const [i, value] of values.entries()) {
      if (bytes === 1) view.setUint8(352 + i, value);
      else view.setInt16(352 + 2 * i, value, isLittle);
    }
    return buffer;
  };

  it.each([true, false])("reads 16-bit voxels and their geometry, little-endian %s", (isLittle) => {
    const volume = readNifti(file(4, 2, [-5, 300, 7, 8], isLittle));
    expect(volume).toMatchObject({ size: [2, 1, 2], spacing: [0.5, 2, 3], channels: 1 });
    expect([...volume.data]).toEqual([-5, 300, 7, 8]);
    expect(volume.affine[0]).toBe(-0.5);
  });

  it("refuses what ends too early or is something else", () => {
    expect(() => readNifti(file(4, 2, [1, 2, 3, 4]).slice(0, 356))).toThrow("ends before");
    expect(() => readNifti(new ArrayBuffer(400))).toThrow("no NIfTI-1");
    expect(() => readNifti(new ArrayBuffer(3))).toThrow("too short");
    expect(() => readNifti(file(1536, 2, [1, 2, 3, 4]))).toThrow("cannot be shown");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LabelExtent, labelExtents } from "./label-values.ts";

/** Voxel by voxel, as one would write it first. */
function plainExtents(data: ArrayLike<number>, [nx, ny]: readonly [number, number, number]): LabelExtent[] {
  const found = new Map<number, { value: number; nVoxels: number; bounds: number[] }>();
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value === 0) continue;
    const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const one = found.get(value) ?? { value, nVoxels: 0, bounds: [...at, ...at] };
    one.nVoxels += 1;
    one.bounds = one.bounds.map((bound, axis) =>
      axis < 3 ? Math.min(bound, at[axis]!) : Math.max(bound, at[axis - 3]!),
    );
    found.set(value, one);
  }
  return [...found.values()].toSorted((a, b) => a.value - b.value);
}

const KINDS = [Uint8Array, Uint16Array, Int16Array, Int32Array, Float32Array] as const;

describe("label extents", () => {
  it("equals a plain count, whatever the numbers' type, the size and where they lie in memory", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })),
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 2, 128, 255), fc.integer({ min: 1, max: 30 })), { minLength: 1 }),
        (kind, size, offset, pieces) => {
          const n = size[0] * size[1] * size[2];
          const memory = new kind(n + offset);
          const data = memory.subarray(offset);
          let at = 0;
          while (at < n)
            for (const [value, length] of pieces) {
              data.fill(value, at, at + length);
              at += length;
            }
          expect(labelExtents(data, size, 255)).toEqual({ kind: "labels", labels: plainExtents(data, size) });
        },
      ),
    );
  });

  it("takes no number for a label that is none, and not one that only looks like another in fewer bits", () => {
    expect(labelExtents(Float32Array.of(0, NaN), [2, 1], 255)).toMatchObject({ kind: "not-integer" });
    expect(labelExtents(Int8Array.of(0, 0, 0, 0, -1, -1, -1, -1), [8, 1], 255)).toEqual({
      kind: "negative",
      value: -1,
    });
    expect(labelExtents(Uint16Array.of(256, 1, 256, 1), [4, 1], 255)).toMatchObject({
      labels: [{ value: 1 }, { value: 256 }],
    });
  });
});

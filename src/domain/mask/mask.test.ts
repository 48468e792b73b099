import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { spoilMask, type SpoilingName, spoilings } from "../spoil/spoil-mask.ts";
import { connectedComponents, fillHoles } from "./components.ts";
import { distanceTo, signedDistance } from "./distance-transform.ts";
import { labelExtents } from "./label-values.ts";
import { dice, iouOfDice } from "./overlap.ts";

/** A 10 × 10 square in 30 × 30, moved. */
function square(dx = 0, dy = 0): Uint8Array {
  return Uint8Array.from({ length: 900 }, (_, i) => {
    const [x, y] = [(i % 30) - 10 - dx, Math.floor(i / 30) - 10 - dy];
    return x >= 0 && x < 10 && y >= 0 && y < 10 ? 1 : 0;
  });
}

describe("overlap", () => {
  it("matches the oracle of methods 10.1", () => {
    expect(dice(square(), square(1))).toBeCloseTo(0.9, 12);
    expect(iouOfDice(0.9)).toBeCloseTo(0.81818, 5);
    expect(dice(square(), square(3))).toBeCloseTo(0.7, 12);
    expect(dice([0, 0], [0, 0])).toBeNaN();
    expect(dice([1, 0], [0, 0])).toBe(0);
  });
});

describe("distance transform", () => {
  it("equals the distance to the nearest target, with spacing, in 2-D and 3-D", () => {
    fc.assert(
      fc.property(
        fc.constantFrom([5, 4], [4, 3, 3]),
        fc.array(fc.double({ min: 0.3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
        (size, spacing, stream) => {
          const n = size.reduce((a, b) => a * b, 1);
          const target = Array.from({ length: n }, () => (stream.next().value === 0 ? 1 : 0));
          const [nx, ny] = size as [number, number];
          const at = (i: number): number[] => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
          const result = distanceTo(target, size, spacing);
          for (let i = 0; i < n; i += 1) {
            const p = at(i);
            const distances = target.flatMap((value, j) =>
              value ? [Math.hypot(...at(j).map((q, axis) => (q - p[axis]!) * spacing[axis]!))] : [],
            );
            expect(result[i]).toBeCloseTo(Math.min(...distances), 9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is positive inside and negative outside, half a voxel from the edge on either side", () => {
    const field = signedDistance([0, 0, 1, 1, 0], [5, 1], [1, 1]);
    expect([...field]).toEqual([-1.5, -0.5, 0.5, 0.5, -0.5]);
  });
});

describe("components and holes", () => {
  it("counts parts by faces or by corners, and fills only what is closed", () => {
    const mask = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    expect(connectedComponents(mask, [3, 3]).sizes).toEqual([1, 1, 1]);
    expect(connectedComponents(mask, [3, 3], true).sizes).toEqual([3]);
    const ring = [1, 1, 1, 1, 0, 1, 1, 1, 1];
    const padded = (inner: number[]): number[] =>
      Array.from({ length: 25 }, (_, i) => {
        const [x, y] = [(i % 5) - 1, Math.floor(i / 5) - 1];
        return x >= 0 && x < 3 && y >= 0 && y < 3 ? inner[y * 3 + x]! : 0;
      });
    expect([...fillHoles(padded(ring), [5, 5])]).toEqual(padded([1, 1, 1, 1, 1, 1, 1, 1, 1]));
    const open = [1, 1, 1, 1, 0, 0, 1, 1, 1];
    expect([...fillHoles(padded(open), [5, 5])]).toEqual(padded(open));
  });
});

describe("label values", () => {
  it("gives extents in order, and says what is no label", () => {
    const data = [0, 2, 2, 0, 1, 0, 0, 0, 2];
    expect(labelExtents(data, [3, 3], 255)).toEqual({
      kind: "labels",
      labels: [
        { value: 1, nVoxels: 1, bounds: [1, 1, 0, 1, 1, 0] },
        { value: 2, nVoxels: 3, bounds: [1, 0, 0, 2, 2, 0] },
      ],
    });
    expect(labelExtents([0, 0.5], [2, 1], 255)).toEqual({ kind: "not-integer", value: 0.5 });
    expect(labelExtents([0, 1.0005], [2, 1], 255)).toMatchObject({ kind: "labels" });
    expect(labelExtents([0, -1], [2, 1], 255)).toEqual({ kind: "negative", value: -1 });
    expect(labelExtents([1, 2, 3], [3, 1], 2)).toEqual({ kind: "too-many" });
  });
});

describe("spoiling", () => {
  const grid = { size: [30, 30], spacing: [1, 1] };
  it("reaches the Dice asked for, and says truly what it reached", () => {
    const rng = createRng(2, "spoil");
    let near = 0;
    for (let i = 0; i < 200; i += 1) {
      const target = 0.1 + 0.85 * rng.next();
      const spoiled = spoilMask(square(), grid, target, rng);
      expect(spoiled.dice).toBe(dice(spoiled.mask, square()));
      expect(spoiled.mask.some((value) => value === 1)).toBe(true);
      if (Math.abs(spoiled.dice - target) < 0.05) near += 1;
    }
    expect(near).toBeGreaterThan(130);
  });

  it.each(Object.keys(spoilings) as SpoilingName[])(
    "%s changes nothing at strength 0 and much at strength 1",
    (kind) => {
      const spoiling = spoilings[kind](square(), grid, createRng(1, kind));
      expect(dice(spoiling(0), square())).toBeGreaterThan(0.99);
      expect(dice(spoiling(1), square())).toBeLessThan(0.65);
      expect([...spoilings[kind](square(), grid, createRng(1, kind))(0.5)]).toEqual([...spoiling(0.5)]);
    },
  );

  it("works on volumes", () => {
    const ball = Uint8Array.from({ length: 8000 }, (_, i) =>
      Math.hypot((i % 20) - 10, (Math.floor(i / 20) % 20) - 10, Math.floor(i / 400) - 10) < 6 ? 1 : 0,
    );
    const spoiled = spoilMask(ball, { size: [20, 20, 20], spacing: [1, 1, 1] }, 0.6, createRng(3));
    expect(spoiled.dice).toBeGreaterThan(0.5);
    expect(spoiled.dice).toBeLessThan(0.75);
  });
});

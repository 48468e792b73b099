import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closed, dilated, eroded, opened } from "./morphology.ts";

interface Case {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly radius: number;
  readonly mask: Uint8Array;
}

/** Random masks in 2-D and 3-D, some of them longer than a word of 32 voxels. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    size: fc.constantFrom<number[]>([1, 1], [7, 5], [32, 3], [40, 9], [6, 1, 5], [5, 4, 6], [35, 3, 4]),
    spacing: fc.array(fc.constantFrom(1, 1.5, 2.5), { minLength: 3, maxLength: 3 }),
    radius: fc.constantFrom(0, 1, 1.5, 2, Math.SQRT2, 3.2, 50),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    stream: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ share, stream, ...rest }) => ({
    ...rest,
    mask: Uint8Array.from({ length: rest.size.reduce((product, side) => product * side, 1) }, () =>
      Number(stream.next().value) < share ? 1 : 0,
    ),
  }));

/** Whether any voxel within the radius has the value. */
function isNear({ size, spacing, radius, mask }: Case, value: number): Uint8Array {
  const [nx, ny] = [size[0]!, size[1]!];
  const at = (i: number): number[] => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
  return mask.map((_, i) => {
    const p = at(i);
    return mask.some(
      (one, j) =>
        one === value && Math.hypot(...at(j).map((q, axis) => (q - p[axis]!) * spacing[axis]!)) <= radius + 1e-6,
    )
      ? 1
      : 0;
  });
}

describe("binary morphology", () => {
  it("dilates to what is within the radius, erodes to what has no background within it", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { mask, size, spacing, radius } = one;
        expect(dilated(mask, size, spacing, radius)).toEqual(isNear(one, 1));
        expect(eroded(mask, size, spacing, radius)).toEqual(isNear(one, 0).map((near) => 1 - near));
      }),
      { numRuns: 150 },
    );
  });

  it("closing is extensive, opening anti-extensive, both idempotent", () => {
    fc.assert(
      fc.property(cases, ({ mask, size, spacing, radius }) => {
        const open = opened(mask, size, spacing, radius);
        const shut = closed(mask, size, spacing, radius);
        expect(open.every((value, i) => value <= mask[i]!)).toBe(true);
        expect(shut.every((value, i) => value >= mask[i]!)).toBe(true);
        expect(opened(open, size, spacing, radius)).toEqual(open);
        expect(closed(shut, size, spacing, radius)).toEqual(shut);
      }),
      { numRuns: 150 },
    );
  });
});

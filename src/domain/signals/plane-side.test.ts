import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FINE_SIDE, PLANE_SIDE } from "./case-planes.ts";
import { planesAtSide } from "./plane-side.ts";

const shade = fc.integer({ min: 0, max: 255 });

describe("planes at another side", () => {
  it("are the same array at the same side", () => {
    const planes = new Uint8Array(PLANE_SIDE * PLANE_SIDE).fill(7);
    expect(planesAtSide(planes, PLANE_SIDE, PLANE_SIDE)).toBe(planes);
  });

  it("hold on average what was there, plane by plane", () => {
    fc.assert(
      fc.property(fc.array(shade, { minLength: 6, maxLength: 6 }), fc.boolean(), (shades, grows) => {
        const [from, to] = grows ? [PLANE_SIDE, FINE_SIDE] : [FINE_SIDE, PLANE_SIDE];
        const area = from * from;
        // Three planes, each with another shade in its right half.
        const planes = Uint8Array.from({ length: 3 * area }, (_, i) => {
          const right = i % from >= from / 2 ? 1 : 0;
          return shades[2 * Math.floor(i / area) + right]!;
        });
        const resized = planesAtSide(planes, from, to);
        expect(resized).toHaveLength(3 * to * to);
        for (let plane = 0; plane < 3; plane += 1)
          expect(meanOf(resized, plane, to)).toBeCloseTo(meanOf(planes, plane, from), -1);
      }),
    );
  });

  it("come back nearly as they were when they have been drawn larger", () => {
    const planes = Uint8Array.from({ length: PLANE_SIDE * PLANE_SIDE }, (_, i) =>
      Math.hypot((i % PLANE_SIDE) - 24, Math.floor(i / PLANE_SIDE) - 20) < 13 ? 255 : 0,
    );
    const back = planesAtSide(planesAtSide(planes, PLANE_SIDE, FINE_SIDE), FINE_SIDE, PLANE_SIDE);
    const changed = back.filter((value, i) => value >= 128 !== planes[i]! >= 128).length;
    expect(changed).toBeLessThan(20);
  });
});

function meanOf(planes: Uint8Array, plane: number, side: number): number {
  const own = planes.subarray(plane * side * side, (plane + 1) * side * side);
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addToPath, type Contours, traceContours } from "./contours.ts";

/** Even-odd test of a point against all loops, as the canvas fills them. */
function isInside({ points, starts }: Contours, px: number, py: number): boolean {
  let isIn = false;
  for (let loop = 0; loop + 1 < starts.length; loop += 1) {
    const [from, to] = [starts[loop]!, starts[loop + 1]!];
    for (let i = from, before = to - 1; i < to; before = i, i += 1) {
      const [x0, y0, x1, y1] = [points[2 * before]!, points[2 * before + 1]!, points[2 * i]!, points[2 * i + 1]!];
      if (y0 > py !== y1 > py && px < x0 + ((py - y0) / (y1 - y0)) * (x1 - x0)) isIn = !isIn;
    }
  }
  return isIn;
}

const masks = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })).chain(([width, height]) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    mask: fc.array(fc.constantFrom(0, 0, 1, 255), { minLength: width * height, maxLength: width * height }),
  }),
);

describe("traceContours", () => {
  it("keeps every pixel centre on its side, whatever the mask", () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const contours = traceContours(mask, width, height);
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            expect(isInside(contours, x + 0.5, y + 0.5)).toBe(mask[y * width + x] !== 0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("stays within half a pixel of the mask's box", () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const { points, bounds } = traceContours(mask, width, height);
        const [left, top, right, bottom] = bounds ?? [0, 0, 0, 0];
        if (!bounds) expect(points).toHaveLength(0);
        for (let i = 0; i < points.length; i += 2) {
          expect(points[i]).toBeGreaterThanOrEqual(left - 0.5);
          expect(points[i]).toBeLessThanOrEqual(right + 0.5);
          expect(points[i + 1]).toBeGreaterThanOrEqual(top - 0.5);
          expect(points[i + 1]).toBeLessThanOrEqual(bottom + 0.5);
        }
      }),
    );
  });

  it("draws a single pixel as a diamond around its centre", () => {
    const { points, starts, bounds } = traceContours([0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 3);
    expect([...points]).toEqual([1.5, 1, 2, 1.5, 1.5, 2, 1, 1.5]);
    expect([...starts]).toEqual([0, 4]);
    expect(bounds).toEqual([1, 1, 2, 2]);
  });

  it("gives a hole a loop of its own, and joins pixels that touch at a corner", () => {
    expect(traceContours([1, 1, 1, 1, 0, 1, 1, 1, 1], 3, 3).starts).toHaveLength(3);
    expect(traceContours([1, 0, 0, 1], 2, 2).starts).toHaveLength(2);
  });

  it("does not shrink a disc", () => {
    const size = 64;
    const disc = Array.from({ length: size * size }, (_, i) =>
      Math.hypot((i % size) + 0.5 - 32, Math.floor(i / size) + 0.5 - 32) < 20 ? 1 : 0,
    );
    const { points } = traceContours(disc, size, size);
    const radii = Array.from({ length: points.length / 2 }, (_, i) =>
      Math.hypot(points[2 * i]! - 32, points[2 * i + 1]! - 32),
    );
    expect(Math.min(...radii)).toBeGreaterThan(19.2);
    expect(Math.max(...radii)).toBeLessThan(20.6);
  });

  it("writes each loop as one closed curve", () => {
    const calls: string[] = [];
    addToPath(
      {
        moveTo: (x, y) => calls.push(`M${x},${y}`),
        quadraticCurveTo: (cx, cy, x, y) => calls.push(`Q${cx},${cy} ${x},${y}`),
        closePath: () => calls.push("Z"),
      },
      traceContours([1], 1, 1),
    );
    expect(calls).toEqual([
      "M0.25,0.25",
      "Q0.5,0 0.75,0.25",
      "Q1,0.5 0.75,0.75",
      "Q0.5,1 0.25,0.75",
      "Q0,0.5 0.25,0.25",
      "Z",
    ]);
  });
});

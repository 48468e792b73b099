import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hatchLines } from "./draw-overlay.ts";

const canvases = [
  fc.integer({ min: 1, max: 4000 }),
  fc.integer({ min: 1, max: 4000 }),
  fc.constantFrom("rising" as const, "falling" as const),
  fc.constantFrom(1, 1.5, 2),
] as const;

describe("strokes of differences and errors", () => {
  it("go up to the right as ///, or down to the right as \\\\\\, at 45 degrees", () => {
    fc.assert(
      fc.property(...canvases, (width, height, direction, pixelRatio) => {
        for (const { x1, y1, x2, y2 } of hatchLines(width, height, direction, pixelRatio)) {
          expect(x2 - x1).toBeCloseTo(height);
          expect(y2 - y1).toBe(direction === "rising" ? -height : height);
        }
      }),
    );
  });

  it("lie 12 px of the page apart, however dense the screen is, and leave no part of the canvas out", () => {
    fc.assert(
      fc.property(...canvases, (width, height, direction, pixelRatio) => {
        const lines = hatchLines(width, height, direction, pixelRatio);
        for (const [index, { x1 }] of lines.entries()) {
          if (index > 0) expect((x1 - lines[index - 1]!.x1) / Math.SQRT2 / pixelRatio).toBeCloseTo(12);
        }
        expect(Math.min(lines[0]!.x1, lines[0]!.x2)).toBeLessThanOrEqual(0);
        expect(lines.at(-1)!.x1).toBeGreaterThanOrEqual(width);
      }),
    );
  });
});

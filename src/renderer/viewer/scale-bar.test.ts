import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaleBar, scaleText } from "./scale-bar.ts";

describe("scale bar", () => {
  it("is a round length between a tenth and a third of the width", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.integer({ min: 100, max: 4000 }),
        (pixelsPerMm, width) => {
          const { mm, pixels } = scaleBar(pixelsPerMm, width);
          expect(pixels).toBeLessThanOrEqual(width * 0.3 * (1 + 1e-9));
          expect(pixels).toBeGreaterThan(width * 0.11);
          const lead = Number(mm.toExponential().split("e")[0]);
          expect([1, 2, 5]).toContain(Math.round(lead * 1000) / 1000);
        },
      ),
    );
  });

  it("says millimetres, and centimetres from 100 mm on", () => {
    const number = (value: number, digits: number): string => value.toFixed(digits);
    expect([0.05, 0.5, 10, 200].map((mm) => scaleText(mm, number))).toEqual(["0.05 mm", "0.5 mm", "10 mm", "20 cm"]);
  });
});

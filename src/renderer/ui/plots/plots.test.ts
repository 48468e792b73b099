import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linePath, stepAreaPath, stepPath, unbroken } from "./paths.ts";
import { clamp, linearScale, niceMaximum, niceStep, spreadLabels, ticks } from "./scale.ts";

describe("scale", () => {
  it("maps data to pixels, upside down too, and an empty domain to the middle", () => {
    expect(linearScale([0, 0.15], [200, 0])(0.05)).toBeCloseTo(133.33, 2);
    expect(linearScale([0, 1], [40, 640])(0.5)).toBe(340);
    expect(linearScale([3, 3], [0, 100])(3)).toBe(50);
    expect(clamp(0.4, [0, 0.15])).toBe(0.15);
  });

  it("chooses steps of 1, 2 and 5", () => {
    expect([niceStep(1, 5), niceStep(0.15, 3), niceStep(40, 4), niceStep(0.83, 4), niceStep(0, 4)]).toEqual([
      0.2, 0.05, 10, 0.2, 1,
    ]);
  });

  it("gives ticks without the dust of binary fractions", () => {
    expect(ticks([0, 0.15], 3)).toEqual([0, 0.05, 0.1, 0.15]);
    expect(ticks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks([0, 1], 4)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks([0, 40], 4)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks([0.5, 1], 2)).toEqual([0.6, 0.8, 1]);
  });

  it("keeps every tick within the domain, few enough to be read", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (low, span, count) => {
          const values = ticks([low, low + span], count);
          expect(values.length).toBeLessThanOrEqual(2 * count + 1);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(low - span * 1e-3);
            expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-3));
          }
        },
      ),
    );
  });

  it("ends an axis on a round value above all data", () => {
    expect(niceMaximum([0.71, 0.3], 4, 1)).toBe(0.8);
    expect(niceMaximum([0.81], 4, 1)).toBe(1);
    expect(niceMaximum([], 4, 1)).toBe(1);
    expect(niceMaximum([Number.NaN, 0.2], 4, 1)).toBe(0.2);
  });
});

describe("labels beside a plot", () => {
  it("stay where they are while there is room, and move apart where there is not", () => {
    expect(spreadLabels([10, 80], 16, [0, 100])).toEqual([10, 80]);
    expect(spreadLabels([50, 52], 16, [0, 100])).toEqual([50, 66]);
    expect(spreadLabels([98, 99], 16, [0, 100])).toEqual([84, 100]);
  });

  it("never overlap where they fit at all", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 5 }), (wanted) => {
        const placed = spreadLabels(wanted, 16, [0, 100]).toSorted((a, b) => a - b);
        for (const [index, at] of placed.entries()) {
          expect(at).toBeGreaterThanOrEqual(-1e-9);
          expect(at).toBeLessThanOrEqual(100 + 1e-9);
          if (index > 0) expect(at - placed[index - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
        }
      }),
    );
  });
});

describe("paths", () => {
  const points = [
    [0, 10],
    [5, 4.04],
    [9, 7],
  ] as const;

  it("draw lines, steps and the area below steps", () => {
    expect(linePath(points)).toBe("M0 10L5 4L9 7");
    expect(stepPath(points)).toBe("M0 10H5V4H9V7");
    expect(stepAreaPath(points, 20)).toBe("M0 10H5V4H9V7V20H0Z");
    expect(stepAreaPath([], 20)).toBe("");
  });

  it("break where a value is missing", () => {
    expect(unbroken([null, 1, 2, null, 3], (value) => value !== null)).toEqual([[1, 2], [3]]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contain, toCanvas, toPicture, zoomAround, zoomBox } from "./placement.ts";

const side = fc.integer({ min: 1, max: 4000 });
const aspect = fc.double({ min: 0.1, max: 10, noNaN: true });

describe("placement", () => {
  it("shows the whole box, touching two sides of the canvas", () => {
    fc.assert(
      fc.property(side, side, side, side, aspect, (width, height, canvasWidth, canvasHeight, aspect) => {
        const placement = contain({ left: 0, top: 0, right: width, bottom: height }, canvasWidth, canvasHeight, aspect);
        const a = toCanvas(placement, 0, 0);
        const b = toCanvas(placement, width, height);
        expect(Math.min(a.x, a.y)).toBeGreaterThan(-1e-6 * canvasWidth - 1e-6);
        expect(b.x).toBeLessThan(canvasWidth * (1 + 1e-6));
        expect(b.y).toBeLessThan(canvasHeight * (1 + 1e-6));
        const free = Math.min(canvasWidth - (b.x - a.x), canvasHeight - (b.y - a.y));
        expect(Math.abs(free)).toBeLessThan(1e-6 * (canvasWidth + canvasHeight));
      }),
    );
  });

  it("leaves the point under the pointer where it is when zooming", () => {
    fc.assert(
      fc.property(side, side, fc.double({ min: 0.2, max: 5, noNaN: true }), (x, y, factor) => {
        const before = contain({ left: 0, top: 0, right: 300, bottom: 200 }, 800, 600);
        const point = toPicture(before, x, y);
        const after = toCanvas(zoomAround(before, factor, x, y), point.x, point.y);
        expect(after.x).toBeCloseTo(x, 5);
        expect(after.y).toBeCloseTo(y, 5);
      }),
    );
  });

  it("zooms to a box that holds the mask and lies within the picture", () => {
    fc.assert(
      fc.property(
        side.chain((width) => fc.tuple(fc.constant(width), fc.integer({ min: 0, max: width - 1 }), side)),
        side.chain((height) => fc.tuple(fc.constant(height), fc.integer({ min: 0, max: height - 1 }), side)),
        ([width, left, w], [height, top, h]) => {
          const right = Math.min(width, left + w);
          const bottom = Math.min(height, top + h);
          const box = zoomBox([left, top, right, bottom], width, height);
          expect(box.left).toBeLessThanOrEqual(left + 1e-6);
          expect(box.top).toBeLessThanOrEqual(top + 1e-6);
          expect(box.right).toBeGreaterThanOrEqual(right - 1e-6);
          expect(box.bottom).toBeGreaterThanOrEqual(bottom - 1e-6);
          expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(-1e-6);
          expect(box.right).toBeLessThanOrEqual(width + 1e-6);
          expect(box.bottom).toBeLessThanOrEqual(height + 1e-6);
        },
      ),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { resamplePlane, weightsAlong } from "./resample.ts";

describe("resampling of a plane", () => {
  it("is the sum of what each target pixel is made of, across, then down, to the last bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const rng = createRng(seed, "resample");
        const [width, height, strideX] = [1 + rng.int(20), 1 + rng.int(20), 1 + rng.int(3)];
        const [nx, ny] = [1 + rng.int(12), 1 + rng.int(12)];
        const plane = { width, height, strideX, strideY: width * strideX, offset: rng.int(5) };
        const data = Float32Array.from({ length: plane.offset + height * plane.strideY }, () => rng.next());
        const [x0, y0] = [6 * rng.next() - 3, 6 * rng.next() - 3];
        const box = { x0, y0, x1: x0 + 0.5 + 25 * rng.next(), y1: y0 + 0.5 + 25 * rng.next() };
        const columns = weightsAlong(box.x0, box.x1, nx, width);
        const rows = weightsAlong(box.y0, box.y1, ny, height);
        const expected = rows.flatMap((row) =>
          columns.map((column) => {
            const lines = Array.from(row.weights, (_, j) =>
              column.weights.reduce((sum, weight, i) => {
                const at = plane.offset + (column.first + i) * strideX + (row.first + j) * plane.strideY;
                return sum + weight * data[at]!;
              }, 0),
            );
            return row.weights.reduce((sum, weight, j) => sum + weight * lines[j]!, 0);
          }),
        );
        expect(resamplePlane({ ...plane, data }, box, nx, ny)).toEqual(Float32Array.from(expected));
      }),
    );
  });
});

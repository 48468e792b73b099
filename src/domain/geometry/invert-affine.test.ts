import fc from "fast-check";
import { expect, it } from "vitest";
import { toWorld } from "./geometry.ts";
import { invertAffine } from "./invert-affine.ts";

it("takes every point back; axes that span no volume have none", () => {
  const value = fc.integer({ min: -30, max: 30 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 12, maxLength: 12 }), fc.tuple(value, value, value), (rows, point) => {
      const affine = [...rows, 0, 0, 0, 1];
      const inverse = invertAffine(affine);
      fc.pre(inverse !== null);
      const back = toWorld(inverse, ...toWorld(affine, ...point));
      for (const [axis, one] of back.entries()) expect(one).toBeCloseTo(point[axis]!, 5);
    }),
  );
  expect(invertAffine([1, 2, 0, 0, 2, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toBeNull();
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { nthSmallest } from "./nth-smallest.ts";

it("the nth smallest value is the one at that index of the sorted values", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { minLength: 1, maxLength: 60 }),
      fc.nat(),
      (values, at) => {
        const n = at % values.length;
        expect(nthSmallest(Float64Array.from(values), n) + 0).toBe(Float64Array.from(values).toSorted()[n]! + 0);
      },
    ),
  );
});

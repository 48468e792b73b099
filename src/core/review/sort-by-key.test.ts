import fc from "fast-check";
import { expect, it } from "vitest";
import { sortByKey } from "./sort-by-key.ts";

it("sorts by key, equal keys by place, like a sort that compares", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1))), (keys) => {
      // Keys further apart than the packing tells apart.
      const rounded = keys.map((key) => Math.round(key * 1e6) / 1e6);
      const places = rounded.map((_, index) => 3 * index);
      const sorted = sortByKey(places, (place) => rounded[place / 3]!);
      expect([...sorted]).toEqual(places.toSorted((a, b) => rounded[a / 3]! - rounded[b / 3]! || a - b));
    }),
  );
});

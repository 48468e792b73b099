import fc from "fast-check";
import { expect, it } from "vitest";
import { ascendingOrder } from "./height-order.ts";

it("orders values of any size and sign, equal ones as they came", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.float({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (values) => {
      const sorted = [...values.keys()].toSorted((a, b) =>
        values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b,
      );
      expect([...ascendingOrder(values)]).toEqual(sorted);
    }),
  );
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { percentiles } from "./percentiles.ts";

it("are the same whatever type the values are kept in", () => {
  const types = [Uint8Array, Uint16Array, Int16Array, Float32Array] as const;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      (values, times, shares) => {
        const data = Array.from({ length: values.length * times }, (_, i) => values[(i * 7) % values.length]!);
        const expected = percentiles(data, shares);
        for (const type of types) expect(percentiles(type.from(data), shares)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

it("of negative 16-bit values are right", () => {
  const data = Int16Array.from({ length: 40_001 }, (_, i) => ((i * 7919) % 40_001) - 20_000);
  expect(percentiles(data, [0, 0.25, 0.5, 1])).toEqual([-20_000, -10_000, 0, 20_000]);
});

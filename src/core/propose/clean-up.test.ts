import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillHoles } from "#domain/mask/components.ts";
import { closed, opened } from "#domain/mask/morphology.ts";
import { maskOf } from "#tests/propose-reference/read-reference.ts";
import { regionImages, regionReference } from "#tests/propose-reference/read-regions.ts";
import { cleanUp, cleanUpParameters } from "./clean-up.ts";
import type { Values } from "./method.ts";

const NOTHING: Values = {
  openingRadius: 0,
  closingRadius: 0,
  fillHoles: "none",
  minShare: 0,
  keepLargest: 0,
  smoothContour: 0,
};

/** A picture drawn with characters, # being the mask. */
function drawn(...rows: readonly string[]): { mask: Uint8Array; size: [number, number, number] } {
  const mask = Uint8Array.from(rows.join(""), (character) => (character === "#" ? 1 : 0));
  return { mask, size: [rows[0]!.length, rows.length, 1] };
}

function tidy({ mask, size }: ReturnType<typeof drawn>, values: Values): string[] {
  const result = cleanUp(mask, { size, spacing: [1, 1, 1] }, { ...NOTHING, ...values });
  const text = [...result].map((value) => (value === 1 ? "#" : "."));
  return Array.from({ length: size[1] }, (_, y) => text.slice(y * size[0], (y + 1) * size[0]).join(""));
}

describe("clean-up", () => {
  it.each(regionReference.tidied.map((one, index) => ({ ...one, index })))(
    "opens, closes, fills and drops as scikit-image does: case $index",
    ({ mask, radius, index, ...expected }) => {
      const { size, data } = regionImages[index < 2 ? "picture" : "volume"];
      const grid = { size, spacing: [1, 1, 1] } as const;
      const from = maskOf(mask, data.length);
      const clean = (values: Values): number[] => [...cleanUp(from, grid, { ...NOTHING, ...values })];
      const is = (text: string): number[] => [...maskOf(text, data.length)];
      expect(clean({ openingRadius: radius })).toEqual(is(expected.opened));
      expect(clean({ closingRadius: radius })).toEqual(is(expected.closed));
      expect(clean({ fillHoles: "all" })).toEqual(is(expected.filled));
      expect(clean({ minShare: 10 / data.length })).toEqual(is(expected.without10));
    },
  );

  it("takes its steps in the fixed order, and leaves the mask as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 300, maxLength: 300 }), (values) => {
        const mask = Uint8Array.from(values);
        const copy = mask.slice();
        const grid = { size: [20, 15, 1], spacing: [1, 1, 1] } as const;
        const both = cleanUp(mask, grid, { ...NOTHING, openingRadius: 1, closingRadius: 2, fillHoles: "all" });
        const steps = closed(opened(mask, grid.size, grid.spacing, 1), grid.size, grid.spacing, 2);
        expect(both).toEqual(fillHoles(steps, grid.size));
        expect(cleanUp(mask, grid, NOTHING)).toEqual(mask);
        expect(mask).toEqual(copy);
      }),
      { numRuns: 50 },
    );
  });

  it("fills holes twice as it fills them once, small ones by the part that holds them", () => {
    const holes = drawn(
      ".............",
      ".##########..",
      ".#..######...",
      ".##########..",
      ".##########..",
      "..........###",
      "..........#.#",
      "..........###",
    );
    expect(tidy(holes, { fillHoles: "small" })).toEqual([
      ".............",
      ".##########..",
      ".#########...",
      ".##########..",
      ".##########..",
      "..........###",
      "..........###",
      "..........###",
    ]);
    const ring = drawn(".....", ".###.", ".#.#.", ".###.", ".....");
    expect(tidy(ring, { fillHoles: "small" })).toEqual([".....", ".###.", ".#.#.", ".###.", "....."]);
    const once = fillHoles(ring.mask, ring.size);
    expect(fillHoles(once, ring.size)).toEqual(once);
    expect(once[12]).toBe(1);
  });

  it("keeps the largest parts, the first of equal ones", () => {
    const parts = drawn("##...##", ".......", "###...#");
    expect(tidy(parts, { keepLargest: 1 })).toEqual([".......", ".......", "###...."]);
    expect(tidy(parts, { keepLargest: 2 })).toEqual(["##.....", ".......", "###...."]);
    expect(tidy(parts, { minShare: 2 / 21 })).toEqual(["##...##", ".......", "###...."]);
    expect(tidy(parts, { minShare: 1 })).toEqual([".......", ".......", "......."]);
  });

  it("smooths corners and keeps straight edges", () => {
    const square = drawn(
      ...Array.from({ length: 15 }, (_, y) => (y > 2 && y < 12 ? "...#########..." : ".".repeat(15))),
    );
    const smooth = tidy(square, { smoothContour: 1.5 });
    expect(smooth[7]).toBe("...#########...");
    expect(smooth[3]![3]).toBe(".");
    expect(smooth[3]![7]).toBe("#");
  });

  it("takes lengths in units of the spacing", () => {
    // Two slices with an empty one between them.
    const size = [5, 5, 3] as const;
    const mask = Uint8Array.from({ length: 75 }, (_, i) => (i >= 25 && i < 50 ? 0 : 1));
    const sum = (spacing: readonly [number, number, number], values: Values): number =>
      cleanUp(mask, { size, spacing }, { ...NOTHING, ...values }).reduce((total, value) => total + value, 0);
    expect(sum([1, 1, 1], { closingRadius: 1 })).toBe(75);
    expect(sum([1, 1, 3], { closingRadius: 1 })).toBe(50);
    expect(sum([1, 1, 3], { closingRadius: 3 })).toBe(75);
    expect(sum([1, 1, 1], { smoothContour: 1 })).toBe(75);
    expect(sum([1, 1, 9], { smoothContour: 1 })).toBe(50);
  });

  it("has parameters whose defaults are within their bounds", () => {
    expect(cleanUpParameters.map((parameter) => parameter.name)).toEqual(Object.keys(NOTHING));
    for (const parameter of cleanUpParameters) {
      if (parameter.kind === "choice") expect(parameter.choices).toContain(parameter.default);
      else expect(parameter.min <= parameter.default && parameter.default <= parameter.max).toBe(true);
    }
  });
});

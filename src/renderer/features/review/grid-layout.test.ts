import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GAP, layOutGrid, PADDING, scrollTopFor, visibleRows } from "./grid-layout.ts";

const layouts = fc
  .record({
    n: fc.integer({ min: 0, max: 100_000 }),
    width: fc.integer({ min: 200, max: 3840 }),
    tileWidth: fc.integer({ min: 150, max: 360 }),
    aspect: fc.double({ min: 0.75, max: 4 / 3, noNaN: true }),
    textScale: fc.constantFrom(1, 1.5, 2),
  })
  .map((options) => ({ options, layout: layOutGrid(options) }));

describe("grid layout", () => {
  it("fills the width with as many tiles as fit", () => {
    fc.assert(
      fc.property(layouts, ({ options, layout }) => {
        const used = layout.columns * layout.tileWidth + (layout.columns - 1) * GAP + 2 * PADDING;
        expect(used).toBeCloseTo(Math.max(options.width, 1 + 2 * PADDING), 5);
        if (layout.columns > 1) expect(layout.tileWidth).toBeGreaterThanOrEqual(options.tileWidth);
        expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(options.n);
      }),
    );
  });

  it("scrolls a tile into view, and not at all when it is there", () => {
    fc.assert(
      fc.property(
        layouts.filter(({ options }) => options.n > 0),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ options, layout }, where, from) => {
          const height = layout.rowHeight * 2.5;
          const index = Math.floor(where * (options.n - 1));
          const scrollTop = scrollTopFor(layout, index, from * layout.contentHeight, height);
          const [first, end] = visibleRows(layout, scrollTop, height);
          const row = Math.floor(index / layout.columns);
          expect(row).toBeGreaterThanOrEqual(first);
          expect(row).toBeLessThan(end);
          expect(scrollTopFor(layout, index, scrollTop, height)).toBeCloseTo(scrollTop, 6);
        },
      ),
    );
  });

  it("gives 6 tiles a row in the picture of the reference", () => {
    expect(layOutGrid({ n: 30, width: 1140, tileWidth: 170, aspect: 1, textScale: 1 })).toMatchObject({
      columns: 6,
      rows: 5,
      stripHeight: 28,
    });
  });
});

import { describe, expect, it } from "vitest";
import type { Geometry } from "../geometry/geometry.ts";
import { chooseSlice, drawTile, tileSize } from "./tile.ts";

function picture(width: number, height: number): Geometry {
  return { size: [width, height], spacingMm: null, affine: null, orientationKnown: false };
}

function volume(size: number[], spacing: number[]): Geometry {
  const [x, y, z] = spacing as [number, number, number];
  return { size, spacingMm: spacing, affine: [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1], orientationKnown: true };
}

/** The mask of a picture as rows of `#` and `.`. */
function drawn(geometry: Geometry, mask: Uint8Array, maxSide = 512): string[] {
  const data = new Uint8Array(mask.length);
  const tile = drawTile({ geometry, channels: 1, data }, mask, chooseSlice(geometry, mask), {
    window: [0, 1],
    maxSide,
  });
  return Array.from({ length: tile.height }, (_, y) =>
    Array.from(tile.mask.subarray(y * tile.width, (y + 1) * tile.width), (value) => (value ? "#" : ".")).join(""),
  );
}

describe("chooseSlice", () => {
  const geometry = volume([6, 7, 8], [1, 1, 1]);
  const layoutOf = (isInside: (x: number, y: number, z: number) => boolean): [string, number] => {
    const mask = Uint8Array.from({ length: 6 * 7 * 8 }, (_, i) =>
      isInside(i % 6, Math.floor(i / 6) % 7, Math.floor(i / 42)) ? 1 : 0,
    );
    const { layout, index } = chooseSlice(geometry, mask);
    return [layout.name, index];
  };

  it("takes the slice that holds most of the mask, of whichever plane", () => {
    expect(layoutOf((_x, _y, z) => z === 5)).toEqual(["axial", 5]);
    expect(layoutOf((_x, y) => y === 1)).toEqual(["coronal", 1]);
    expect(layoutOf((x) => x === 4)).toEqual(["sagittal", 4]);
    // As many voxels in all three: the axial one.
    expect(layoutOf((x, y, z) => x === 2 && y === 3 && z === 4)).toEqual(["axial", 4]);
  });

  it("takes the middle of the plane with most voxels where there is no mask, or an empty one", () => {
    expect(layoutOf(() => false)).toEqual(["sagittal", 2]);
    expect(chooseSlice(geometry, null)).toEqual(chooseSlice(geometry, new Uint8Array(6 * 7 * 8)));
    expect(chooseSlice(picture(9, 4), null)).toMatchObject({ layout: { name: "picture" }, index: 0 });
  });
});

describe("tileSize", () => {
  it("makes pixels square and as fine as the finer axis, at most so many along an edge", () => {
    const sizeOf = (geometry: Geometry, plane: number): number[] => {
      const layouts = ["axial", "coronal", "sagittal"];
      const mask = new Uint8Array(geometry.size.reduce((a, b) => a * b, 1));
      const layout = { ...chooseSlice(geometry, mask).layout };
      expect(layouts).toContain(layout.name);
      const across = plane === 2 ? 1 : 0;
      const down = plane === 0 ? 1 : 2;
      const { width, height } = tileSize(
        geometry,
        { ...layout, across: { axis: across, isFlipped: false }, down: { axis: down, isFlipped: false } },
        { maxSide: 512 },
      );
      return [width, height];
    };
    expect(sizeOf(volume([20, 30, 8], [1, 1, 3]), 0)).toEqual([20, 30]);
    expect(sizeOf(volume([20, 30, 8], [1, 1, 3]), 1)).toEqual([20, 24]);
    expect(sizeOf(volume([200, 300, 100], [0.5, 1, 5]), 1)).toEqual([102, 512]);
    expect(sizeOf(volume([20, 30, 8], [1, 1, 1000]), 2)).toEqual([2, 512]);
  });

  it("makes a picture larger than it is only where that is asked for", () => {
    const { layout } = chooseSlice(picture(100, 40), null);
    expect(tileSize(picture(100, 40), layout, { maxSide: 512 })).toEqual({ width: 100, height: 40 });
    expect(tileSize(picture(100, 40), layout, { maxSide: 192, isEnlarged: true })).toEqual({ width: 192, height: 77 });
    expect(tileSize(picture(3000, 1), layout, { maxSide: 512 })).toEqual({ width: 512, height: 1 });
  });
});

describe("drawTile", () => {
  it("keeps every pixel of a mask that is not scaled, also at the border", () => {
    const rows = ["#..#", "....", "#.##"];
    const mask = Uint8Array.from(rows.join(""), (pixel) => (pixel === "#" ? 1 : 0));
    expect(drawn(picture(4, 3), mask)).toEqual(rows);
  });

  it("scales a mask down by the half of a pixel that it covers, and up to its border", () => {
    const side = 64;
    const mask = Uint8Array.from({ length: side * side }, (_, i) => (i % side < 32 && i >= 16 * side ? 1 : 0));
    const rows = drawn(picture(side, side), mask, 16);
    expect(rows.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => "................"));
    expect(rows.slice(4)).toEqual(Array.from({ length: 12 }, () => "########........"));
  });

  it.each([
    ["level", (x: number, y: number) => y === 101 && x > 10],
    ["upright", (x: number, y: number) => x === 102 && y > 10],
    ["slanting", (x: number, y: number) => x === y],
    ["bent", (x: number, y: number) => y === Math.round(200 + 150 * Math.sin(x / 60))],
  ] as const)("keeps a thin %s line whole when it scales by four", (_name, isInside) => {
    const side = 400;
    const mask = Uint8Array.from({ length: side * side }, (_, i) => (isInside(i % side, Math.floor(i / side)) ? 1 : 0));
    const rows = drawn(picture(side, side), mask, 100);
    const inside = rows.flatMap((row, y) =>
      Array.from(row).flatMap((pixel, x) => (pixel === "#" ? [[x, y] as const] : [])),
    );
    // In one piece (with corners), as long as the line, and no thicker than two pixels.
    const reached = new Set<string>();
    const todo = inside.slice(0, 1);
    const all = new Set(inside.map((place) => place.join()));
    for (let next = todo.pop(); next; next = todo.pop()) {
      if (reached.has(next.join()) || !all.has(next.join())) continue;
      reached.add(next.join());
      for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) todo.push([next[0] + dx, next[1] + dy]);
    }
    expect(reached.size).toBe(all.size);
    const extent = Math.max(...[0, 1].map((c) => new Set(inside.map((place) => place[c])).size));
    expect(extent).toBeGreaterThanOrEqual(96);
    expect(inside.length).toBeLessThan(320);
  });

  it("does not roughen the edges of what is not thin", () => {
    const side = 400;
    const disc = (n: number, radius: number): Uint8Array =>
      Uint8Array.from({ length: n * n }, (_, i) =>
        Math.hypot((i % n) + 0.5 - n / 2, Math.floor(i / n) + 0.5 - n / 2) < radius ? 1 : 0,
      );
    const rows = drawn(picture(side, side), disc(side, 150), 100);
    const wrong: [number, number][] = [];
    for (const [y, row] of rows.entries()) {
      for (const [x, pixel] of Array.from(row).entries()) {
        const fromEdge = Math.hypot(x + 0.5 - 50, y + 0.5 - 50) - 37.5;
        if (Math.abs(fromEdge) > 0.3 && (pixel === "#") !== fromEdge < 0) wrong.push([x, y]);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("shows grey between the two values of the window, and clips beyond", () => {
    const geometry = picture(5, 1);
    const image = { geometry, channels: 1 as const, data: Int16Array.from([-500, -100, 4, 100, 900]) };
    const tile = drawTile(image, null, chooseSlice(geometry, null), { window: [-100, 100], maxSide: 512 });
    expect([tile.channels, ...tile.image]).toEqual([1, 0, 0, 133, 255, 255]);
    expect([...tile.mask]).toEqual([0, 0, 0, 0, 0]);
    const flat = drawTile(image, null, chooseSlice(geometry, null), { window: [7, 7], maxSide: 512 });
    expect([...flat.image]).toEqual([0, 0, 0, 0, 0]);
  });

  it("shows colours as they are stored, and grey in three channels as grey", () => {
    const geometry = picture(2, 1);
    const options = { window: [10, 20] as const, maxSide: 512 };
    const slice = chooseSlice(geometry, null);
    const colour = drawTile(
      { geometry, channels: 4, data: Uint8Array.from([200, 10, 0, 255, 1, 2, 3, 0]) },
      null,
      slice,
      options,
    );
    expect([colour.channels, ...colour.image]).toEqual([3, 200, 10, 0, 1, 2, 3]);
    const grey = drawTile(
      { geometry, channels: 3, data: Uint8Array.from([10, 10, 10, 15, 15, 15]) },
      null,
      slice,
      options,
    );
    expect([grey.channels, ...grey.image]).toEqual([1, 0, 128]);
    const deep = drawTile({ geometry, channels: 3, data: Uint16Array.from([0, 4000, 2000, 0, 0, 0]) }, null, slice, {
      ...options,
      window: [0, 4000],
    });
    expect([deep.channels, ...deep.image]).toEqual([3, 0, 255, 128, 0, 0, 0]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectedComponents, fillHoles } from "./components.ts";

/** Random masks of pictures and volumes. */
const masks = fc
  .record({
    size: fc.constantFrom<number[]>([1, 1], [9, 7], [1, 8], [8, 1], [5, 4, 4], [6, 1, 5], [1, 1, 6]),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    stream: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ size, share, stream }) => {
    const length = size.reduce((product, side) => product * side, 1);
    return { size, mask: Uint8Array.from({ length }, () => (Number(stream.next().value) < share ? 1 : 0)) };
  });

/** The number of every voxel's part, found by looking at all pairs until nothing changes; numbered by first voxels. */
function partsByPairs(mask: Uint8Array, size: readonly number[], isFull: boolean): number[] {
  const [nx, ny] = [size[0]!, size[1]!];
  const at = (i: number): number[] => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
  const first = Array.from(mask, (value, i) => (value === 0 ? -1 : i));
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (let i = 0; i < mask.length; i += 1)
      for (let j = 0; j < mask.length; j += 1) {
        if (first[i]! < 0 || first[j]! < 0 || first[j]! <= first[i]!) continue;
        const steps = at(i).map((place, axis) => Math.abs(place - at(j)[axis]!));
        const isNear = Math.max(...steps) === 1 && (isFull || steps.reduce((sum, step) => sum + step, 0) === 1);
        if (!isNear) continue;
        first[j] = first[i]!;
        hasChanged = true;
      }
  }
  const numbers = new Map([...new Set(first.filter((value) => value >= 0))].toSorted((a, b) => a - b).entries());
  const numberOf = new Map([...numbers].map(([index, voxel]) => [voxel, index + 1]));
  return first.map((value) => numberOf.get(value) ?? 0);
}

describe("connected components", () => {
  it.each([false, true])(
    "are what can be reached step by step, in the order of their first voxels: full %s",
    (isFull) => {
      fc.assert(
        fc.property(masks, ({ mask, size }) => {
          const { labels, sizes } = connectedComponents(mask, size, isFull);
          expect([...labels]).toEqual(partsByPairs(mask, size, isFull));
          expect(sizes).toEqual(sizes.map((_, index) => labels.filter((label) => label === index + 1).length));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("holes are the parts of the background that do not reach the border; filling twice changes nothing", () => {
    fc.assert(
      fc.property(masks, ({ mask, size }) => {
        const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
        const background = mask.map((value) => 1 - value);
        const parts = partsByPairs(background, size, false);
        const open = new Set(
          parts.filter((_, i) => {
            const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
            const isOnSide = x === 0 || y === 0 || x === nx - 1 || y === ny - 1;
            return isOnSide || (nz > 1 && (z === 0 || z === nz - 1));
          }),
        );
        const filled = fillHoles(mask, size);
        expect([...filled]).toEqual(parts.map((part, i) => (mask[i] === 1 || !open.has(part) ? 1 : 0)));
        expect(fillHoles(filled, size)).toEqual(filled);
      }),
      { numRuns: 60 },
    );
  });
});

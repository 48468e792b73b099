import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { bitCount, bitsOf, complement, lowestBit, packBits, unpackBits } from "./bit-mask.ts";
import { findRuns } from "./runs.ts";

const seeds = fc.integer({ min: 1, max: 1e6 });

/** A mask whose lines take one word or several, or fill their last one; solid, empty or anything between. */
function drawn(seed: number): { mask: Uint8Array; size: readonly [number, number, number] } {
  const rng = createRng(seed, "bits");
  const nx = rng.next() < 0.3 ? 32 * (1 + rng.int(3)) : 1 + rng.int(100);
  const size = [nx, 1 + rng.int(4), 1 + rng.int(3)] as const;
  const share = rng.int(5) / 4;
  return { mask: Uint8Array.from({ length: size[0] * size[1] * size[2] }, () => (rng.next() < share ? 7 : 0)), size };
}

describe("masks of 32 voxels a word", () => {
  it("hold any box of a mask, and give any box of it back", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mask, size } = drawn(seed);
        const rng = createRng(seed, "boxes");
        const within = (outer: readonly number[]) => {
          const origin = outer.map((side) => rng.int(side)) as [number, number, number];
          const inner = outer.map((side, axis) => 1 + rng.int(side - origin[axis]!)) as [number, number, number];
          return { origin, size: inner };
        };
        const box = within(size);
        const bits = packBits(mask, size, box);
        const part = within(box.size);
        const expected: number[] = [];
        for (let z = 0; z < part.size[2]; z += 1)
          for (let y = 0; y < part.size[1]; y += 1)
            for (let x = 0; x < part.size[0]; x += 1) {
              const [px, py, pz] = [x, y, z].map((at, axis) => at + part.origin[axis]! + box.origin[axis]!);
              expected.push(mask[px! + size[0] * (py! + size[1] * pz!)] === 0 ? 0 : 1);
            }
        const [found, others] = [new Uint8Array(expected.length), new Uint8Array(expected.length)];
        unpackBits(bits, part, 1, found);
        unpackBits(bits, part, 0, others);
        expect([...found]).toEqual(expected);
        expect([...others]).toEqual(expected.map((value) => 1 - value));
      }),
    );
  });

  it("have no bits beyond the ends of their lines, nor have the masks of all other voxels", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mask, size } = drawn(seed);
        const count = (words: Int32Array): number => words.reduce((sum, word) => sum + bitCount(word), 0);
        const bits = bitsOf(mask, size);
        const nVoxels = mask.filter((value) => value !== 0).length;
        expect([count(bits.words), count(complement(bits).words)]).toEqual([nVoxels, mask.length - nVoxels]);
      }),
    );
  });

  it("tell the lowest bit of a word", () => {
    expect([1, 6, -2147483648, -1].map(lowestBit)).toEqual([0, 1, 31, 0]);
  });

  it("have runs that begin and end where those of their voxels do", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mask, size } = drawn(seed);
        const isIn = (i: number): boolean => mask[i] !== 0;
        const starts: number[] = [];
        const ends: number[] = [];
        const lines = [0];
        for (let i = 0; i < mask.length; i += 1) {
          const [isFirst, isLast] = [i % size[0] === 0, i % size[0] === size[0] - 1];
          if (isIn(i) && (isFirst || !isIn(i - 1))) starts.push(i);
          if (isIn(i) && (isLast || !isIn(i + 1))) ends.push(i + 1);
          if (isLast) lines.push(starts.length);
        }
        const runs = findRuns(bitsOf(mask, size));
        expect([[...runs.starts], [...runs.ends], [...runs.lines]]).toEqual([starts, ends, lines]);
      }),
    );
  });
});

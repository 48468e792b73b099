import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unpackBits } from "../mask/bit-mask.ts";
import { distanceTo } from "../mask/distance-transform.ts";
import { createRng } from "../random/rng.ts";
import { cropAround } from "./crop.ts";
import { maskExtent } from "./mask-extent.ts";
import { withinReach } from "./within-reach.ts";

/** Steps of which sums of squares are exact: voxels may lie at the reach itself. */
const EXACT = [0.5, 1, 2, 3] as const;

describe("what lies within reach of a mask", () => {
  it("is what is no further away than that, whichever way it is found", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const rng = createRng(seed, "reach");
        const size = [1 + rng.int(70), 1 + rng.int(20), rng.next() < 0.4 ? 1 : 2 + rng.int(12)];
        const isExact = rng.next() < 0.5;
        const spacing = size.map(() => (isExact ? EXACT[rng.int(EXACT.length)]! : 0.3 + 2 * rng.next()));
        // From discs of a few lines to such that distances are measured instead.
        const reach = isExact ? 1 + rng.int(25) : 0.5 + 25 * rng.next();
        const share = 10 ** (-3 * rng.next());
        const length = size.reduce((product, side) => product * side, 1);
        const mask = Uint8Array.from({ length }, () => (rng.next() < share ? 1 : 0));
        const extent = maskExtent(mask, size);
        if (!extent) return;
        const grid = cropAround({ image: new Float32Array(length), mask, size, spacing }, extent);
        const box = { origin: [0, 0, 0], size: grid.mask.size } as const;
        const own = new Uint8Array(box.size[0] * box.size[1] * box.size[2]);
        unpackBits(grid.mask, box, 1, own);
        const found = new Uint8Array(own.length);
        unpackBits(withinReach(grid, reach), box, 1, found);
        const distance = distanceTo(own, box.size, spacing);
        expect([...found]).toEqual([...distance].map((value) => (value <= reach ? 1 : 0)));
      }),
      { numRuns: 300 },
    );
  });

  it("rounding that puts a voxel beyond the reach counts", () => {
    // Three steps of 0.1 are more than 0.3 to a computer.
    const size = [9, 1];
    const mask = Uint8Array.from({ length: 9 }, (_, i) => (i === 4 ? 1 : 0));
    const grid = cropAround({ image: new Float32Array(9), mask, size, spacing: [0.1, 0.1] }, maskExtent(mask, size)!);
    expect(Math.sqrt(0.1 * 0.1 * 9)).toBeGreaterThan(0.3);
    expect(withinReach(grid, 0.3).words[0]).toBe(0b001111100);
  });
});

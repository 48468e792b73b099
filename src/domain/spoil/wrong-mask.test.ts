import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice } from "../mask/overlap.ts";
import { createRng } from "../random/rng.ts";
import { wrongMask } from "./wrong-mask.ts";

const SIDE = 32;

function disc(x: number, y: number, radius: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.hypot((i % SIDE) - x, Math.floor(i / SIDE) - y) <= radius ? 1 : 0,
  );
}

describe("wrong masks to teach with", () => {
  const truth = disc(15, 16, 7);
  const image = Float32Array.from(truth, (value, i) => value + Math.sin(i) * 0.3);

  it("are masks on the same plane, and the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (seed) => {
        const draw = () => wrongMask({ truth, image, side: SIDE, others: [] }, createRng(seed), 0);
        const mask = draw();
        expect(mask.length).toBe(truth.length);
        expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
        expect(draw()).toEqual(mask);
      }),
      { numRuns: 60 },
    );
  });

  it("are of every quality, the right one among them", () => {
    const rng = createRng(1);
    const dices = Array.from({ length: 400 }, () =>
      dice(wrongMask({ truth, image, side: SIDE, others: [] }, rng, 0), truth),
    );
    for (const [low, high] of [
      [0, 0.3],
      [0.3, 0.6],
      [0.6, 0.9],
      [0.9, 1.01],
    ] as const)
      expect(dices.filter((value) => value >= low && value < high).length).toBeGreaterThan(30);
    expect(dices.some((value) => value === 1)).toBe(true);
  });

  it("are masks of other ways as often as is asked for, and always where there is nothing true", () => {
    const other = disc(5, 5, 3);
    const rng = createRng(2);
    const drawn = Array.from({ length: 400 }, () => wrongMask({ truth, image, side: SIDE, others: [other] }, rng, 0.5));
    const n = drawn.filter((mask) => mask === other).length;
    expect(n).toBeGreaterThan(150);
    expect(n).toBeLessThan(250);
    const empty = new Uint8Array(SIDE * SIDE);
    expect(wrongMask({ truth: empty, image, side: SIDE, others: [other] }, rng, 0)).toBe(other);
  });
});

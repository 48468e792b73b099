import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { groupNearCopies, makeFingerprint, THUMBNAIL_SIDE } from "./fingerprint.ts";

function picture(seed: number, noise = 0): Uint8Array {
  const [base, other] = [createRng(seed, "picture"), createRng(seed + 1000 * noise, "noise")];
  const thumbnail = Float32Array.from(
    { length: THUMBNAIL_SIDE ** 2 },
    () => base.normal() + 0.05 * noise * other.normal(),
  );
  return makeFingerprint([thumbnail]);
}

describe("near copies", () => {
  it("are grouped under the first of them, whatever lies between", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 40 }), (kinds) => {
        const groups = groupNearCopies(kinds.map((kind, index) => picture(kind, index % 3)));
        expect(groups).toEqual(kinds.map((kind) => kinds.indexOf(kind)));
      }),
    );
  });

  it("may be many thousands: blank slices, frames of a film", () => {
    const blank = Array.from({ length: 20_000 }, () => makeFingerprint([new Float32Array(THUMBNAIL_SIDE ** 2)]));
    const frames = Array.from({ length: 1500 }, (_, index) => picture(7, index % 2 === 0 ? 0 : index));
    const groups = groupNearCopies([...blank, ...frames.slice(0, 3), picture(8)]);
    expect(new Set(groups.slice(0, 20_000))).toEqual(new Set([0]));
    expect(groups.at(-1)).toBe(20_003);
    expect(groupNearCopies(frames.filter((_, index) => index % 2 === 0)).every((first) => first === 0)).toBe(true);
  });
});

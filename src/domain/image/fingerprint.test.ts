import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { groupNearCopies, makeFingerprint, THUMBNAIL_SIDE } from "./fingerprint.ts";

const AREA = THUMBNAIL_SIDE ** 2;

/** A picture of some kind as it was recompressed: copy 0 is the picture itself. */
function copyOf(kind: number, copy: number): Uint8Array {
  const [picture, loss] = [createRng(kind, "picture"), createRng(copy, "loss")];
  const amount = copy === 0 ? 0 : 0.03;
  return makeFingerprint([Float32Array.from({ length: AREA }, () => picture.normal() + amount * loss.normal())]);
}

describe("near copies", () => {
  it("are grouped under the first of them, whatever lies between", () => {
    const image = fc.record({ kind: fc.integer({ min: 1, max: 5 }), copy: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(image, { maxLength: 40 }), (images) => {
        const groups = groupNearCopies(images.map(({ kind, copy }) => copyOf(kind, copy)));
        expect(groups).toEqual(images.map(({ kind }) => images.findIndex((other) => other.kind === kind)));
      }),
    );
  });

  it("may be many thousands: blank slices, frames of a film", () => {
    const blank = makeFingerprint([new Float32Array(AREA)]);
    const images = [
      ...Array.from({ length: 20_000 }, () => blank),
      ...Array.from({ length: 1500 }, (_, frame) => copyOf(7, frame)),
      copyOf(8, 0),
    ];
    const groups = groupNearCopies(images);
    expect([0, 19_999, 20_000, 21_499, 21_500].map((index) => groups[index])).toEqual([0, 0, 20_000, 20_000, 21_500]);
    expect(new Set(groups).size).toBe(3);
  });
});

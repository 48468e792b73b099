import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { UnreadableFile } from "../file-problem.ts";
import { packMask, unpackMask } from "./packed-mask.ts";

describe("a packed mask", () => {
  it("unpacks to what was packed, whatever its length", () => {
    const rng = createRng(1, "packed masks");
    for (let length = 0; length < 300; length += 1 + rng.int(7)) {
      const mask = Uint8Array.from({ length }, () => (rng.next() < 0.4 ? 1 : 0));
      expect(unpackMask(packMask(mask))).toEqual(mask);
    }
    const large = Uint8Array.from({ length: 1_000_003 }, (_, i) => (i % 1000 < 300 ? 1 : 0));
    const packed = packMask(large);
    expect(packed.length).toBeLessThan(large.length / 50);
    expect(unpackMask(packed)).toEqual(large);
  });

  it("that is damaged, cut off or none at all is refused", () => {
    const rng = createRng(2, "packed masks");
    const packed = packMask(Uint8Array.from({ length: 5000 }, () => rng.int(2)));
    const tooLong = packed.slice();
    tooLong[0]! += 64;
    for (const bytes of [packed.subarray(0, 40), packed.subarray(0, 3), new Uint8Array(20), tooLong])
      expect(() => unpackMask(bytes)).toThrow(UnreadableFile);
  });
});

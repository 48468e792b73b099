import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { encodePng } from "./encode-png.ts";

describe("encodePng", () => {
  it.each([
    [1, 8],
    [2, 8],
    [3, 8],
    [4, 8],
    [1, 16],
    [3, 16],
  ] as const)("writes %i channels of %i bits that another decoder reads as they were", (channels, bits) => {
    const [width, height] = [17, 23];
    const rng = createRng(channels * bits, "png");
    const n = width * height * channels;
    // Smooth, noisy and constant lines: each filter is the best for some.
    const value = (i: number): number => {
      const y = Math.floor(i / channels / width);
      return y % 3 === 0 ? i * 5 : y % 3 === 1 ? Math.floor(rng.next() * 65_536) : 255;
    };
    const data =
      bits === 16
        ? Uint16Array.from({ length: n }, (_, i) => value(i))
        : Uint8Array.from({ length: n }, (_, i) => value(i));
    const back = decode(encodePng({ width, height, data, channels }), { checkCrc: true });
    expect([back.width, back.height, back.channels, back.depth]).toEqual([width, height, channels, bits]);
    expect(Array.from(back.data)).toEqual(Array.from(data));
  });
});

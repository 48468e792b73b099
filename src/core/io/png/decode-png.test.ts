import { deflateSync } from "node:zlib";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { PNG_SIGNATURE, pngChunk, pngHeader } from "#tests/support/make-png.ts";
import { defaultLimits } from "../limits.ts";
import { checkPng } from "./check-png.ts";
import { decodePng } from "./decode-png.ts";

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const KINDS = [
  ...([1, 2, 4, 8, 16] as const).map((depth) => [0, depth] as const),
  ...([2, 4, 6] as const).flatMap((colourType) => ([8, 16] as const).map((depth) => [colourType, depth] as const)),
  ...([1, 2, 4, 8] as const).map((depth) => [3, depth] as const),
];

/** Any bytes behind a filter's number are a scan line. */
function randomPng(
  colourType: 0 | 2 | 3 | 4 | 6,
  depth: number,
  size: readonly [number, number],
  seed: number,
): Buffer {
  const rng = createRng(seed, "png", colourType, depth);
  const rowBytes = Math.ceil((size[0] * CHANNELS[colourType] * depth) / 8);
  const lines = Array.from({ length: size[1] }, () => [
    rng.int(5),
    ...Array.from({ length: rowBytes }, () => rng.int(256)),
  ]);
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(size[0], size[1], depth, colourType),
    ...(colourType === 3
      ? [
          pngChunk(
            "PLTE",
            Uint8Array.from({ length: 768 }, () => rng.int(256)),
          ),
        ]
      : []),
    pngChunk("IDAT", deflateSync(Uint8Array.from(lines.flat()))),
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}

describe("decodePng", () => {
  it.each(KINDS)("equals fast-png, whatever the filters: colour type %i, %i bits", (colourType, depth) => {
    for (const [seed, size] of (
      [
        [1, 1],
        [5, 7],
        [8, 3],
        [33, 20],
      ] as const
    ).entries()) {
      const bytes = randomPng(colourType, depth, size, seed);
      const samples = decodePng(checkPng(bytes, defaultLimits));
      const reference = decode(bytes);
      if (depth >= 8) {
        expect(samples).toEqual(reference.data);
        continue;
      }
      const perRow = size[0];
      const rowBytes = Math.ceil((perRow * depth) / 8);
      const bits = Array.from({ length: size[1] }, (_, y) =>
        [...reference.data.subarray(y * rowBytes, (y + 1) * rowBytes)]
          .map((byte) => byte.toString(2).padStart(8, "0"))
          .join(""),
      );
      const expected = bits.flatMap((row) =>
        Array.from({ length: perRow }, (_, x) => Number.parseInt(row.slice(x * depth, (x + 1) * depth), 2)),
      );
      expect(Array.from(samples)).toEqual(expected);
    }
  });

  it("refuses a filter that PNG does not have", () => {
    const bytes = Buffer.concat([
      PNG_SIGNATURE,
      pngHeader(2, 1, 8, 0),
      pngChunk("IDAT", deflateSync(Uint8Array.of(5, 1, 2))),
      pngChunk("IEND", new Uint8Array(0)),
    ]);
    expect(() => decodePng(checkPng(bytes, defaultLimits))).toThrow("filter 5");
  });
});

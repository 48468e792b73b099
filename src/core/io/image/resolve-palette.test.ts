import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makePng } from "#tests/support/make-png.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { defaultLimits } from "../limits.ts";
import { readImage } from "./read-image.ts";
import { resolvePalette } from "./resolve-palette.ts";

it.each([
  [
    [
      [9, 9, 9],
      [4, 4, 4],
    ],
    1,
    [4, 9, 9, 4],
  ],
  [
    [
      [9, 9, 9],
      [4, 5, 6],
    ],
    3,
    [4, 5, 6, 9, 9, 9, 9, 9, 9, 4, 5, 6],
  ],
] as const)("gives the colours of a palette %j", async (palette, channels, expected) => {
  const path = join(temporaryFolder("palette"), "a.png");
  writeFileSync(path, makePng({ width: 2, height: 2, depth: 1, colourType: 3, palette, samples: [1, 0, 0, 1] }));
  const image = await readImage(path, defaultLimits);
  expect([...image.data]).toEqual([1, 0, 0, 1]);
  const resolved = resolvePalette(image);
  expect([resolved.channels, ...resolved.data]).toEqual([channels, ...expected]);
});

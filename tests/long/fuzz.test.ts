import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { fuzzFormats } from "../fuzz/formats.ts";
import { describeFuzz, fuzzFormat } from "../fuzz/fuzz-format.ts";
import { temporaryFolder } from "../support/sample.ts";

const folder = temporaryFolder("fuzz-long");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reliability R16. `npm run fuzz -- --seed N --format F` gives others, and keeps the files that did harm. */
it.each(fuzzFormats.map((format) => [format.name, format] as const))("10,000 broken files: %s", async (_, format) => {
  const result = await fuzzFormat(format, { n: 10_000, seed: 2, folder });
  process.stdout.write(`${describeFuzz(result)}\n`);
  expect(result.faults).toEqual([]);
  expect(result.peakBytes).toBeLessThan(1.5 * 1024 ** 3);
});

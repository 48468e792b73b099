import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { fuzzFormats } from "./fuzz/formats.ts";
import { describeFuzz, fuzzFormat } from "./fuzz/fuzz-format.ts";
import { temporaryFolder } from "./support/sample.ts";

const folder = temporaryFolder("fuzz");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run test:long` takes 10,000 of each format. */
describe("150 broken files of each format are refused, or read as images that make sense", () => {
  it.each(fuzzFormats.map((format) => [format.name, format] as const))("%s", async (_, format) => {
    const result = await fuzzFormat(format, { n: 150, seed: 1, folder });
    expect(result.faults, describeFuzz(result)).toEqual([]);
    expect(result.nRead).toBeGreaterThan(0);
    expect(result.nRead).toBeLessThan(150);
    expect(result.peakBytes).toBeLessThan(1024 ** 3);
  });
});

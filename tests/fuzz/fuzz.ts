/**
 * Reads broken copies of files of every format, and says what came of it. Files that did harm are kept.
 *
 * usage: npm run fuzz [-- --n 10000] [--seed 1] [--format TIFF]
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzFormats } from "./formats.ts";
import { describeFuzz, fuzzFormat } from "./fuzz-format.ts";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    format: { type: "string", multiple: true },
  },
});
const wanted = new Set(values.format?.map((name) => name.toLowerCase()));
const folder = mkdtempSync(join(tmpdir(), "winnow-fuzz-"));
for (const format of fuzzFormats.filter(({ name }) => wanted.size === 0 || wanted.has(name.toLowerCase()))) {
  const result = await fuzzFormat(format, { n: Number(values.n), seed: Number(values.seed), folder });
  process.stdout.write(`${describeFuzz(result)}\n`);
  if (result.faults.length > 0) process.exitCode = 1;
}

/**
 * How fast `winnow add` is: files a second and peak memory, from a cold project, for volumes and for pictures; beside it
 * itk-wasm alone reading the same files one after the other, without any of the checks.
 *
 * usage: node scripts/run.mjs bench/intake.ts [--data DIR]
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readWithItk } from "#core/io/image/itk.ts";
import { table } from "#cli/text.ts";
import { machine, measureWinnow } from "./support/measure.ts";
import { benchOptions, saveResults } from "./support/report.ts";

const { data } = benchOptions();
const sets = [
  { name: "sample (nuclei)", folder: fileURLToPath(new URL("../resources/sample/nuclei", import.meta.url)) },
  ...(data
    ? [
        { name: "hippocampus (volumes)", folder: join(data, "hippocampus") },
        { name: "nuclei (pictures)", folder: join(data, "nuclei_dsb2018") },
      ]
    : []),
];
if (!data) process.stdout.write("only the sample: no data folder (--data, WINNOW_DATA)\n");

const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
const figures = [];
for (const { name, folder } of sets) {
  const project = join(work, `${name}.winnow`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(?:nii\.gz|png|jpe?g)$/.test(file),
  );
  const cold = await measureWinnow("add", folder, "--project", project, "--json");
  const again = await measureWinnow("add", folder, "--project", project, "--json");
  const startedAt = performance.now();
  for (const file of files) await readWithItk(join(folder, file)).catch(() => undefined);
  const itkSeconds = (performance.now() - startedAt) / 1000;
  figures.push({
    set: name,
    files: files.length,
    seconds: round(cold.seconds),
    filesPerSecond: Math.round(files.length / cold.seconds),
    peakMb: Math.round(cold.peakMegabytes),
    secondsAgain: round(again.seconds),
    itkWasmSeconds: round(itkSeconds),
    timesAsFastAsItkWasm: round(itkSeconds / cold.seconds),
  });
}
rmSync(work, { recursive: true, force: true });
process.stdout.write(
  `${table(
    figures.map((row) => Object.values(row)),
    ["set", "files", "s", "files/s", "peak MB", "s again", "itk-wasm s", "ratio"],
  )}\n`,
);
saveResults("intake", { machine: machine(), figures });

function round(value: number): number {
  return Number(value.toFixed(2));
}

/**
 * How fast `winnow judge` scores from files: candidates a second and peak memory (engine included), after a training on
 * a few labels.
 *
 * usage: node scripts/run.mjs bench/score.ts [--data DIR]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Output } from "#contract/commands.ts";
import { table } from "#cli/text.ts";
import { machine, measureWinnow } from "./support/measure.ts";
import { benchOptions, saveResults } from "./support/report.ts";

const { data } = benchOptions();
const sets = [
  { name: "sample (nuclei)", folder: fileURLToPath(new URL("../resources/sample/nuclei", import.meta.url)) },
  ...(data ? [{ name: "hippocampus (volumes)", folder: join(data, "hippocampus") }] : []),
];
if (!data) process.stdout.write("only the sample: no data folder (--data, WINNOW_DATA)\n");

const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
const figures = [];
for (const { name, folder } of sets) {
  const project = join(work, `${name}.winnow`);
  const added = JSON.parse(
    (await measureWinnow("add", folder, "--project", project, "--json")).stdout,
  ) as Output<"intake.list">;
  // Which label is right plays no part here: every other mask is called good.
  const labels = added.candidates
    .slice(0, 24)
    .map((candidate, index) => `${candidate.candidate},${index % 2 ? "accept" : "reject"}`);
  const csv = join(work, "labels.csv");
  writeFileSync(csv, `candidate,label\n${labels.join("\n")}\n`);
  await measureWinnow("label", "--project", project, "--from", csv);
  const train = await measureWinnow("train", "--project", project, "--json");
  const judge = await measureWinnow("judge", "--project", project, "--json");
  figures.push({
    set: name,
    candidates: added.candidates.length,
    trainSeconds24Labels: Number(train.seconds.toFixed(1)),
    judgeSeconds: Number(judge.seconds.toFixed(1)),
    candidatesPerSecond: Math.round(added.candidates.length / judge.seconds),
    peakMb: Math.round(judge.peakMegabytes),
  });
}
rmSync(work, { recursive: true, force: true });
process.stdout.write(
  `${table(
    figures.map((row) => Object.values(row)),
    ["set", "candidates", "train s (24 labels)", "judge s", "candidates/s", "peak MB"],
  )}\n`,
);
saveResults("score", { machine: machine(), figures });

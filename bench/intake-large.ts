/**
 * How fast `winnow add` is on large folders, against nibabel, Pillow and pydicom in two processes: once doing the same checks,
 * each the quickest way ("tuned"), once as such scripts are usually written, with fewer checks ("plain"). 20,000 small
 * volumes, 20,000 small pictures, 2 GB of volumes, 4,000 DICOM slices, all made for the run. A cold project, and the same
 * folder added again. Times are those of whole processes, from start to end.
 *
 * usage: npm run bench:intake-large -- [--pairs 10000] [--volumes 40] [--series 40]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "#cli/text.ts";
import { makeSeries, makeSmallFiles, makeSmallVolumes, makeVolumeFiles } from "./support/make-intake-folders.ts";
import { machine, measureWinnow } from "./support/measure.ts";
import { peerPython, runPeer } from "./support/python-peers.ts";
import { saveResults, skip } from "./support/report.ts";

const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "10000" },
    volumes: { type: "string", default: "40" },
    series: { type: "string", default: "40" },
  },
});
const peers = peerPython("requirements-intake.txt");
if ("why" in peers) skip(`the comparison with Python: ${peers.why}`);
const sets = [
  { name: "small volumes", make: (folder: string) => ({ files: makeSmallVolumes(folder, Number(values.pairs)) }) },
  { name: "small pictures", make: (folder: string) => ({ files: makeSmallFiles(folder, Number(values.pairs)) }) },
  {
    name: "volumes",
    make: (folder: string) => ({
      files: 2 * Number(values.volumes),
      bytes: makeVolumeFiles(folder, Number(values.volumes)),
    }),
  },
  { name: "DICOM slices", make: (folder: string) => ({ files: makeSeries(folder, Number(values.series)) }) },
];

interface PeerAnswer {
  readonly images: number;
  readonly problems: number;
}

const figures = [];
for (const { name, make } of sets) {
  const work = mkdtempSync(join(tmpdir(), "winnow-intake-"));
  try {
    const folder = join(work, "folder");
    const made: { files: number; bytes?: number } = make(folder);
    const project = join(work, "p.winnow");
    // Read once by the rivals first, so that all find the files in memory.
    const tunedSeconds = peerSeconds("intake.py", folder, name);
    const plainSeconds = peerSeconds("intake_plain.py", folder, name);
    const cold = await measureWinnow("add", folder, "--project", project, "--json");
    const again = await measureWinnow("add", folder, "--project", project, "--json");
    const answer = JSON.parse(cold.stdout) as { cases: unknown[]; findings: { severity: string }[] };
    figures.push({
      set: name,
      ...made,
      cases: answer.cases.length,
      errors: answer.findings.filter(({ severity }) => severity === "error").length,
      seconds: cold.seconds,
      filesPerSecond: made.files / cold.seconds,
      megabytesPerSecond: made.bytes === undefined ? null : made.bytes / 1e6 / cold.seconds,
      peakMb: cold.peakMegabytes,
      secondsAgain: again.seconds,
      tunedSeconds,
      timesAsFastAsTuned: tunedSeconds && tunedSeconds / cold.seconds,
      plainSeconds,
      timesAsFastAsPlain: plainSeconds && plainSeconds / cold.seconds,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
const number = (value: number | null, digits = 1): string => (value === null ? "–" : value.toFixed(digits));
process.stdout.write(
  `${table(
    figures.map((row) => [
      row.set,
      row.files,
      row.cases,
      row.errors,
      number(row.seconds),
      number(row.filesPerSecond, 0),
      number(row.megabytesPerSecond, 0),
      number(row.peakMb, 0),
      number(row.secondsAgain),
      number(row.tunedSeconds),
      number(row.timesAsFastAsTuned, 2),
      number(row.plainSeconds),
      number(row.timesAsFastAsPlain, 2),
    ]),
    "set,files,cases,errors,s,files/s,MB/s,peak MB,s again,tuned Python s,ratio,plain Python s,ratio".split(","),
  )}\n`,
);
saveResults("intake-large", { machine: machine(), figures });

/** Of one rival in Python, from start to end; null where its packages cannot be had. */
function peerSeconds(script: string, folder: string, set: string): number | null {
  if (!("python" in peers)) return null;
  const startedAt = performance.now();
  const { problems } = runPeer<PeerAnswer>(peers.python, script, ["--folder", folder]);
  if (problems > 0) throw new Error(`${script} found ${problems} problems in ${set}`);
  return (performance.now() - startedAt) / 1000;
}

/**
 * The two claims of ADAGSS in the open (Palladino, Maris and Fiorini 2020; methods 1.3 and 1.4), with the product's own
 * proposers, judge and U-Net: how good the judge is after so many labels and a U-Net after as many drawn masks, and
 * whether a U-Net is better on what the judge accepted; controls beside. And the whole loop from bare pictures to a
 * release. Writes docs/adagss.html and bench/results/adagss.json.
 *
 * usage: npm run bench:adagss -- [--data DIR] [--sets nuclei,cxr,hippo] [--labels 10,20,50,100,200] [--judge-seeds 1]
 *   [--unet-seeds 3] [--steps 300] [--click-seconds 3] [--mask-seconds 300] [--filter-labels 50] [--loop 150|0] [--loop-seeds 1] [--keep]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type AdagssSettings, experiments, type SetReport } from "./adagss/experiments.ts";
import { loop, type LoopReport } from "./adagss/loop.ts";
import { prepare } from "./adagss/prepare.ts";
import { reportPage } from "./adagss/report.ts";
import { makeSet, setNames } from "./adagss/sets.ts";
import { machine } from "./support/measure.ts";
import { dataFolder, saveResults, skip } from "./support/report.ts";

const SEED = 1;
const { values } = parseArgs({
  options: {
    data: { type: "string" },
    sets: { type: "string", default: setNames.join(",") },
    labels: { type: "string", default: "10,20,50,100,200" },
    "judge-seeds": { type: "string", default: "1" },
    "unet-seeds": { type: "string", default: "3" },
    steps: { type: "string", default: "300" },
    "click-seconds": { type: "string", default: "3" },
    "mask-seconds": { type: "string", default: "300" },
    "filter-labels": { type: "string", default: "50" },
    loop: { type: "string", default: "150" },
    /** Of the queue, the judge and the lots of the loop. */
    "loop-seeds": { type: "string", default: "1" },
    /** Keeps what an earlier run found of other sets. */
    keep: { type: "boolean", default: false },
  },
});
const settings: AdagssSettings = {
  labels: values.labels.split(",").map(Number),
  judgeSeeds: Number(values["judge-seeds"]),
  unetSeeds: Number(values["unet-seeds"]),
  steps: Number(values.steps),
  clickSeconds: Number(values["click-seconds"]),
  maskSeconds: Number(values["mask-seconds"]),
  filterLabels: Number(values["filter-labels"]),
};
const data = dataFolder(values.data);
if (data) await main(data);
else skip("no data folder (--data, WINNOW_DATA)");

async function main(from: string): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const kept = values.keep ? readKept() : { sets: [], loops: [] };
  const sets = new Map(kept.sets.map((one) => [one.set, one]));
  const loops = new Map(kept.loops.map((one) => [`${one.set} ${one.seed}`, one]));
  const work = mkdtempSync(join(tmpdir(), "winnow-adagss-"));
  try {
    for (const name of setNames.filter((one) => values.sets.split(",").includes(one))) {
      const set = await makeSet(name, from, work, SEED);
      // Bare pictures: the controls are laid beside them only after this.
      if (name === "nuclei" && Number(values.loop) > 0) {
        for (const seed of values["loop-seeds"].split(",").map(Number)) {
          loops.set(`${name} ${seed}`, await loop(set, work, Number(values.loop), seed, say));
          keep([...sets.values()], [...loops.values()]);
        }
      }
      if (settings.labels.some((n) => n > 0))
        sets.set(name, await experiments(await prepare(set, work, SEED), settings, say));
      keep([...sets.values()], [...loops.values()]);
    }
    // Without a set: the report of what is kept.
    if (values.keep) keep([...sets.values()], [...loops.values()]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function keep(sets: readonly SetReport[], loops: readonly LoopReport[]): void {
  saveResults("adagss", { machine: machine(), loops, sets });
  const page = fileURLToPath(new URL("../docs/adagss.html", import.meta.url));
  writeFileSync(page, reportPage(sets, loops, machine()));
}

function readKept(): { sets: SetReport[]; loops: LoopReport[] } {
  const file = fileURLToPath(new URL("results/adagss.json", import.meta.url));
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { sets: SetReport[]; loops: LoopReport[] })
    : { sets: [], loops: [] };
}

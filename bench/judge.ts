/**
 * How good the judge is for so many labels, beside its rivals on the same labels. Each task (bench/tasks) is written as
 * a folder, labelled at random, trained and judged by the commands of the contract; the rivals (bench/rivals) get what
 * is measured of the same masks. Hippocampus and nuclei: from one half of the subjects, tested on 1,000 masks of the
 * other half, with all candidates of a case and with one drawn by lot. Heart and lungs: 50 labels, every patient tested
 * in turn in three folds. Spoiled truths are judged, but do not speak for other masks.
 *
 * usage: npm run bench:judge -- [--data DIR] [--seeds 5] [--cnn-seeds 1] [--labels 0,10,25,50,100,200]
 *   [--sets hippo,nuclei,heart,lungs] [--candidates several,one] [--rivals NAME,…] [--only-winnow] [--keep]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rivalsOn } from "./rivals/rivals.ts";
import { type Draw, drawLabels, testedMasks } from "./support/judge-draws.ts";
import {
  HARD_DICE,
  type JudgeRow,
  judgeRow,
  judgeTable,
  MARGIN,
  meanRows,
  oracleTable,
} from "./support/judge-figures.ts";
import { type Bench, runRivals, runWinnow } from "./support/judge-lanes.ts";
import { type Candidates, judgeOptions } from "./support/judge-options.ts";
import { networkWithout } from "./support/quality-network.ts";
import { RunStore } from "./support/judge-runs.ts";
import { machine } from "./support/measure.ts";
import { saveResults, skip } from "./support/report.ts";
import { WinnowJudge } from "./support/winnow-judge.ts";
import { masksOf, type TaskMask } from "./support/write-task.ts";
import type { Task } from "./tasks/task.ts";
import { foldedTasks, makeTask, oneCandidateEach, type TaskName } from "./tasks/tasks.ts";

const FOLDED_LABELS = 50;
const BOTH = ["hippo", "nuclei"] as const;

const options = judgeOptions();
if (options.data) await main(options.data);
else skip("no data folder (--data, WINNOW_DATA)");

async function main(data: string): Promise<void> {
  const rows: JudgeRow[] = [];
  for (const set of options.sets) {
    const task = await makeTask(set, data);
    const own: JudgeRow[] = [];
    for (const candidates of foldedTasks.has(set) ? (["several"] as const) : options.candidates)
      own.push(...(await judgeTask(set, candidates, candidates === "one" ? oneCandidateEach(task) : task)));
    rows.push(...own);
    process.stdout.write(`\n${judgeTable(own)}\n\n${oracleTable(own)}\n\n`);
    const { data: _place, ...settings } = options;
    const about = { ...settings, hardDice: HARD_DICE, margin: MARGIN, goodDice: task.goodDice };
    for (const [candidates, rowsOf] of Map.groupBy(own, (row) => row.candidates)) {
      const name = candidates === "one" ? `judge-${set}-one` : `judge-${set}`;
      saveResults(name, { machine: machine(), settings: about, rows: rowsOf });
    }
  }
  const means = meanRows(rows, BOTH);
  if (means.length === 0) return;
  process.stdout.write(`\n${judgeTable(means)}\n`);
  for (const { candidates, labels, best } of means)
    process.stdout.write(`best of all on the mean, ${candidates}, ${labels} labels: ${best}\n`);
  saveResults("judge-mean", { machine: machine(), rows: means });
}

/** All runs on one task, the product's and the rivals' side by side. */
async function judgeTask(set: TaskName, candidates: Candidates, task: Task): Promise<JudgeRow[]> {
  const isFolded = foldedTasks.has(set);
  const masks = masksOf(task);
  const tested = testedMasks(masks, isFolded);
  const draws = drawsOf(masks, tested, isFolded);
  const store = new RunStore(set, candidates, masks);
  const bench: Bench = { title: `${set}, ${candidates}`, task, masks, tested, isFolded, draws, store };
  describe(bench);
  const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
  try {
    const winnow = await WinnowJudge.on(task, masks, work, seenBy(set));
    const rivals = rivalsOn(winnow).filter(({ name }) => isWanted(name));
    const how = { slowSeeds: options.cnnSeeds, keepOld: options.onlyWinnow || options.keep };
    await Promise.all([runWinnow(bench, winnow, options.keep), runRivals(bench, rivals, how)]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const testedHere = tested.map((index) => masks[index]!);
  const classes = [...new Set(masks.map((mask) => mask.classValue))].toSorted((a, b) => a - b);
  return [...new Set(draws.map((draw) => draw.labels))].flatMap((labels) =>
    [null, ...(classes.length > 1 ? classes : [])].map((classValue) =>
      judgeRow({ set, classValue, candidates, labels }, store.runs, testedHere, isFolded),
    ),
  );
}

/** A quality network that has not seen the set, where the shipped one has. */
function seenBy(set: TaskName): string | undefined {
  if (set === "hippo") return networkWithout("hippocampus", options.data!);
  return set === "nuclei" ? networkWithout("nuclei", options.data!) : undefined;
}

function drawsOf(masks: readonly TaskMask[], tested: readonly number[], isFolded: boolean): Draw[] {
  return (isFolded ? [FOLDED_LABELS] : options.labels).flatMap((labels) => {
    const seeds = Array.from({ length: labels === 0 ? 1 : options.seeds }, (_, index) => index + 1);
    const draws = seeds.map((seed) => drawLabels(masks, tested, { labels, seed, isFolded }));
    return draws.filter((draw) => draw !== null);
  });
}

function isWanted(name: string): boolean {
  return options.rivals.length === 0 || options.rivals.some((part) => name.includes(part));
}

function describe({ title, masks, tested, draws }: Bench): void {
  const nCases = new Set(masks.map((mask) => mask.item)).size;
  const goodShare = masks.filter((mask) => mask.isGood).length / masks.length;
  process.stdout.write(
    `${title}: ${nCases} cases, ${masks.length} masks, ${(100 * goodShare).toFixed(0)} % good; ${tested.length} tested, ${draws.length} lots of labels\n`,
  );
}

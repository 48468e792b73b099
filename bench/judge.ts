/**
 * How good the judge is for so many labels, by the product itself: each task (bench/tasks) is written as a folder, added,
 * labelled at random from one half of the subjects, trained and judged by the commands of the contract; figures are
 * taken on 1,000 masks of the other half. Both kinds of judge are run on the same labels; a further rival is logistic
 * regression on mask area and edge contrast. Spoiled truths are judged, but do not speak for other masks.
 *
 * usage: npm run bench:judge -- [--data DIR] [--seeds 3] [--labels 25,50,100,200] [--sets hippo,nuclei] [--kinds signals/1,quality-cnn/1]
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { acceptanceAt, oracleThreshold } from "#domain/statistics/acceptance.ts";
import { rocAuc, spearman } from "#domain/statistics/ranking.ts";
import { table } from "#cli/text.ts";
import { connectDirect } from "#transport/direct.ts";
import { logisticRegression } from "./support/logistic.ts";
import { machine } from "./support/measure.ts";
import { benchOptions, saveResults, skip } from "./support/report.ts";
import { type TaskTruth, writeTask } from "./support/write-task.ts";
import { hippocampusTask, nucleiTask } from "./tasks/load.ts";
import { withUnetCandidates } from "./tasks/unet-candidates.ts";

const ALPHA = 0.05;
const DELTA = 0.1;
const N_TEST = 1000;
const HARD_DICE = 0.4;

const options = benchOptions({ labels: "25,50,100,200", sets: "hippo,nuclei", kinds: "signals/1,quality-cnn/1" });
if (options.data) await main(options.data);
else skip("no data folder (--data, WINNOW_DATA)");

/** Figures of one run. */
interface Figures {
  readonly aucAll: number;
  readonly aucHard: number;
  readonly spearman: number;
  readonly oracleCoverage: number;
  readonly oracleFalseAcceptRate: number;
}

interface GuaranteeFigures {
  readonly proven: boolean;
  readonly checks: number;
  /** Of the cases that no person has settled, the share that the judge settles. */
  readonly coverage: number;
  readonly falseAcceptRate: number | null;
}

interface Run {
  readonly set: string;
  readonly kind: string;
  readonly labels: number;
  readonly seed: number;
  readonly judge: Figures;
  readonly rival: Figures;
  readonly guarantee: GuaranteeFigures;
  readonly trainSeconds: number;
}

async function main(data: string): Promise<void> {
  const runs: Run[] = [];
  for (const set of options.sets) {
    const task = await withUnetCandidates(await (set === "hippo" ? hippocampusTask : nucleiTask)(data));
    const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
    const truths = writeTask(task, join(work, "folder"));
    const base = join(work, "base.winnow");
    await withProject(base, async ({ call }) => {
      await call("intake.add", { folder: join(work, "folder") });
      const { candidates } = await call("intake.list", {});
      process.stdout.write(
        `${set}: ${task.items.length} images, ${candidates.length} masks, ${share([...truths.values()].map((truth) => truth.isGood))} % good\n`,
      );
    });
    for (const labels of options.labels) {
      for (let seed = 1; seed <= options.seeds; seed += 1) {
        for (const kind of options.kinds) {
          // The same path each time: what was measured of the masks is found again in the cache beside it.
          const project = join(work, "run.winnow");
          copyFileSync(base, project);
          const run = await withProject(project, (client) =>
            runOnce(client, work, truths, { set, kind, labels, seed }),
          );
          runs.push(run);
          process.stdout.write(`${describe(run)}\n`);
          rmSync(project);
        }
      }
    }
    rmSync(work, { recursive: true, force: true });
  }
  const rows = options.sets.flatMap((set) =>
    options.kinds.flatMap((kind) =>
      options.labels.map((labels) =>
        summary(runs.filter((run) => run.set === set && run.kind === kind && run.labels === labels)),
      ),
    ),
  );
  process.stdout.write(
    `\n${table(
      rows.map((row) => Object.values(row)),
      Object.keys(rows[0]!),
    )}\n`,
  );
  for (const kind of options.kinds) {
    saveResults(`judge-${kind.replace("/", "-")}`, {
      machine: machine(),
      settings: { kind, alpha: ALPHA, delta: DELTA, seeds: options.seeds, nTest: N_TEST, hardDice: HARD_DICE },
      summary: rows.filter((row) => row["kind"] === kind),
      runs: runs.filter((run) => run.kind === kind),
    });
  }
}

async function withProject<T>(path: string, work: (client: Client) => Promise<T>): Promise<T> {
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  try {
    await client.call("project.open", { path, access: "write", create: true });
    return await work(client);
  } finally {
    await client.close();
  }
}

async function runOnce(
  { call }: Client,
  work: string,
  truths: ReadonlyMap<string, TaskTruth>,
  { set, kind, labels, seed }: Pick<Run, "set" | "kind" | "labels" | "seed">,
): Promise<Run> {
  const paths = [...truths.keys()].toSorted();
  const inPart = (part: string): string[] => paths.filter((path) => truths.get(path)!.part === part);
  const taught = shuffled(inPart("pool"), createRng(seed, "labels", labels)).slice(0, labels);
  const tested = shuffled(inPart("test"), createRng(99, "test")).slice(0, N_TEST);
  await answer(call, work, taught, truths);
  const startedAt = performance.now();
  const sources = new Set((await call("review.results", {})).map((row) => row.source));
  const silentSources = [...sources].filter((source) => source.includes("spoiled"));
  await call("judge.train", { seed, kind, silentSources });
  const trainSeconds = (performance.now() - startedAt) / 1000;
  let judged = await call("judge.apply", { alpha: ALPHA, delta: DELTA });
  const scores = new Map((await call("review.results", {})).map((row) => [row.mask_path, row.p_good!]));
  const simple = logisticRegression(
    taught.map((path) => truths.get(path)!.features),
    taught.map((path) => truths.get(path)!.isGood),
  );
  while (judged.guarantee.threshold === null && judged.guarantee.n_more_needed > 0) {
    const drawn = await call("review.queue", { random: "next-batch" });
    await answer(
      call,
      work,
      drawn.map((item) => item.mask_path),
      truths,
    );
    judged = await call("judge.apply", {});
  }
  return {
    set,
    kind,
    labels,
    seed,
    judge: figures(tested, truths, (path) => scores.get(path)!),
    rival: figures(tested, truths, (path) => simple(truths.get(path)!.features)),
    guarantee: await guaranteeFigures(
      call,
      truths,
      judged.guarantee.threshold !== null,
      judged.guarantee.n_random_checks,
    ),
    trainSeconds,
  };
}

async function answer(
  call: Client["call"],
  work: string,
  paths: readonly string[],
  truths: ReadonlyMap<string, TaskTruth>,
): Promise<void> {
  const file = join(work, "labels.csv");
  writeFileSync(
    file,
    `mask_path,label\n${paths.map((path) => `${path},${truths.get(path)!.isGood ? "accept" : "reject"}`).join("\n")}\n`,
  );
  await call("review.importLabels", { file, rater: "truth" });
}

function figures(
  paths: readonly string[],
  truths: ReadonlyMap<string, TaskTruth>,
  scoreOf: (path: string) => number,
): Figures {
  const of = (kept: readonly string[]): { scores: number[]; isGood: boolean[] } => ({
    scores: kept.map(scoreOf),
    isGood: kept.map((path) => truths.get(path)!.isGood),
  });
  const all = of(paths);
  const hard = of(paths.filter((path) => truths.get(path)!.dice >= HARD_DICE));
  const oracle = acceptanceAt(oracleThreshold(all.scores, all.isGood, ALPHA), all.scores, all.isGood);
  return {
    aucAll: rocAuc(all.scores, all.isGood)!,
    aucHard: rocAuc(hard.scores, hard.isGood)!,
    spearman: spearman(
      all.scores,
      paths.map((path) => truths.get(path)!.dice),
    )!,
    oracleCoverage: oracle.coverage,
    oracleFalseAcceptRate: oracle.falseAcceptRate ?? 0,
  };
}

async function guaranteeFigures(
  call: Client["call"],
  truths: ReadonlyMap<string, TaskTruth>,
  proven: boolean,
  checks: number,
): Promise<GuaranteeFigures> {
  const rows = await call("review.results", {});
  const unseen = rows.filter((row) => row.verdict === "accepted" && row.label === null);
  const settled = new Set(rows.filter((row) => row.label === "accept").map((row) => row.case));
  const open = new Set(rows.map((row) => row.case).filter((name) => !settled.has(name)));
  const nBad = unseen.filter((row) => !truths.get(row.mask_path)!.isGood).length;
  return {
    proven,
    checks,
    coverage: open.size === 0 ? 0 : unseen.length / open.size,
    falseAcceptRate: unseen.length === 0 ? null : nBad / unseen.length,
  };
}

function describe({ set, kind, labels, seed, judge, rival, guarantee, trainSeconds }: Run): string {
  return `${set} ${kind} ${labels} labels, seed ${seed}: AUC ${judge.aucAll.toFixed(3)} / ${judge.aucHard.toFixed(3)}, rival ${rival.aucAll.toFixed(3)}; ${guarantee.proven ? "proven" : "not proven"} on ${guarantee.checks} checks, ${(guarantee.coverage * 100).toFixed(0)} % of open cases; trained in ${trainSeconds.toFixed(0)} s`;
}

function summary(runs: readonly Run[]): Record<string, string | number> {
  const mean = (value: (run: Run) => number): number => runs.reduce((sum, run) => sum + value(run), 0) / runs.length;
  const withUnseen = runs.filter((run) => run.guarantee.falseAcceptRate !== null);
  return {
    set: runs[0]!.set,
    kind: runs[0]!.kind,
    labels: runs[0]!.labels,
    "AUC all/hard": `${mean((run) => run.judge.aucAll).toFixed(3)} / ${mean((run) => run.judge.aucHard).toFixed(3)}`,
    "rival AUC": `${mean((run) => run.rival.aucAll).toFixed(3)} / ${mean((run) => run.rival.aucHard).toFixed(3)}`,
    spearman: mean((run) => run.judge.spearman).toFixed(2),
    "coverage (oracle)": mean((run) => run.judge.oracleCoverage).toFixed(2),
    "false_accept_rate (oracle)": mean((run) => run.judge.oracleFalseAcceptRate).toFixed(3),
    "proven runs": `${runs.filter((run) => run.guarantee.proven).length} of ${runs.length}`,
    checks: mean((run) => run.guarantee.checks).toFixed(0),
    "coverage (guarantee)": mean((run) => run.guarantee.coverage).toFixed(2),
    "false_accept_rate (guarantee)":
      withUnseen.length === 0
        ? "none"
        : (withUnseen.reduce((sum, run) => sum + run.guarantee.falseAcceptRate!, 0) / withUnseen.length).toFixed(3),
    "train s": mean((run) => run.trainSeconds).toFixed(0),
  };
}

function share(values: readonly boolean[]): string {
  return ((100 * values.filter(Boolean).length) / values.length).toFixed(0);
}

/**
 * The whole loop on the sample data set, in the terminal: add, label, train, judge, prove, release. The answers of a
 * person come from the sample's answer sheet, and the demo says so.
 *
 * usage: npm run demo [-- --to FOLDER] [--seed N]
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Client } from "#contract/client.ts";
import type { Output } from "#contract/commands.ts";
import { showProgress } from "#cli/progress.ts";
import { table } from "#cli/text.ts";
import { createCore } from "#core/core.ts";
import { connectDirect } from "#transport/direct.ts";

const { values } = parseArgs({ options: { to: { type: "string" }, seed: { type: "string", default: "1" } } });
const seed = Number(values.seed);
const sample = fileURLToPath(new URL("../resources/sample/", import.meta.url));
const home = resolve(values.to ?? fileURLToPath(new URL("../out/demo/", import.meta.url)));
const [alpha, delta] = [0.1, 0.1];
const MAX_VERSIONS = 4;

const answers = new Map(
  readFileSync(join(sample, "answers.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",") as [string, string, string])
    .map(([, maskPath, label]) => [maskPath, label]),
);

const core = createCore();
const client = connectDirect(core.handlers, core.close);
const endProgress = showProgress(client);
try {
  await demo(client);
} finally {
  endProgress();
  await client.close();
}

async function demo({ call }: Client): Promise<void> {
  // A demo starts afresh; nothing but what an earlier demo made lies here.
  for (const name of ["sample.winnow", "sample.winnow-cache", "release", "report.html", "labels.csv"])
    rmSync(join(home, name), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const project = join(home, "sample.winnow");
  await call("project.open", { path: project, access: "write", create: true });

  title("1. A folder of images and doubtful masks");
  await call("intake.add", { folder: join(sample, "nuclei") });
  const added = await call("intake.list", {});
  say(`${added.cases.length} images with ${added.candidates.length} masks, ${added.findings.length} findings.`);

  title("2. A person marks a few (here: the answer sheet of the sample answers)");
  await mark(call, await call("review.queue", { n: 60, seed }), "first choice, across images and sources");
  let judged = await trainAndJudge(call);
  for (let version = 2; version <= MAX_VERSIONS; version += 1) {
    await mark(call, await call("review.queue", { n: 40 }), "what teaches the judge most");
    judged = await trainAndJudge(call);

    title(`Random checks prove (or disprove) the list of judge version ${judged.version}, and let it grow`);
    while (judged.guarantee.threshold === null ? judged.guarantee.n_more_needed > 0 : judged.guarantee.growth) {
      await mark(
        call,
        await call("review.queue", { random: "next-batch" }),
        "drawn by lot from what the judge would accept",
      );
      judged = await call("judge.apply", {});
    }
    say(judged.guarantee.sentence);
    if (judged.guarantee.threshold !== null) break;
  }

  title("Verdicts");
  const rows = await call("review.results", {});
  say(table(Object.entries(judged.counts)));
  const unseen = rows.filter((row) => row.verdict === "accepted" && row.label === null);
  const nBad = unseen.filter((row) => answers.get(row.mask_path) === "reject").length;
  say(
    `Accepted without a person's look: ${unseen.length} masks. By the answer sheet ${nBad} of them are bad; nothing in the loop knew that.`,
  );
  say(`Marked by the person: ${rows.filter((row) => row.label !== null).length} of ${rows.length} masks.`);
  say(judged.guarantee.sentence);

  title("Release");
  const release = await call("release.write", { to: join(home, "release"), layout: "flat" });
  const report = await call("release.report", { to: join(home, "report.html") });
  await call("project.close", {});
  const verified = await call("project.verify", { path: project });
  say(
    `${release.n_cases} images, each with one mask (${release.n_by_person} accepted by the person, ${release.n_by_judge} by the judge).`,
  );
  say(`Project:  ${project} (verified: ${verified.good ? "good" : "NOT GOOD"})`);
  say(`Report:   ${report.path}`);
  say(`Release:  ${release.path}`);
  say("Research use only. Not for diagnosis.");
  if (!verified.good || !existsSync(join(release.path, "winnow-manifest.json"))) process.exitCode = 70;
}

async function trainAndJudge(call: Client["call"]): Promise<Output<"judge.apply">> {
  title("A judge learns from the marks, and scores everything");
  const trained = await call("judge.train", { seed });
  say(
    `Judge version ${trained.version}: ROC AUC ${trained.metrics.auc?.toFixed(3)} (cross-fitted) from ${trained.metrics.n_labels} marks.`,
  );
  const judged = await call("judge.apply", { alpha, delta });
  say(judged.guarantee.sentence);
  return judged;
}

/** Answers whatever the queue asks from the answer sheet, through the same CSV that a person's tool would write. */
async function mark(call: Client["call"], items: Output<"review.queue">, why: string): Promise<void> {
  const lines = items.map((item) => `${item.case},${item.candidate},${answers.get(item.mask_path)}`);
  const file = join(home, "labels.csv");
  writeFileSync(file, `case,candidate,label\n${lines.join("\n")}\n`);
  const { taken } = await call("review.importLabels", { file, rater: "answer sheet" });
  say(`${taken} masks marked from the answer sheet (${why}).`);
}

function title(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function say(text: string): void {
  process.stdout.write(`  ${text.replaceAll("\n", "\n  ")}\n`);
}

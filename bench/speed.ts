/**
 * How long a person waits for the judge: hippocampus volumes with four masks each; a first opinion without a label,
 * training with 50 labels, with ten more, scoring once everything is measured and from files alone, by a program that was
 * just started and by one that has been at work. And how many pictures
 * a second the engine trains on, with TensorFlow's own gradient kernels and with gradients composed in JavaScript. Beside
 * them the same work in Python (bench/peers/judge.py), where its packages can be had.
 *
 * usage: npm run bench:speed -- [--data DIR]
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "#cli/text.ts";
import type { Client } from "#contract/client.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { machine } from "./support/measure.ts";
import { comparePeer, FROM_FILES, peerSpeed, printComparison } from "./support/peer-speed.ts";
import { networkWithout } from "./support/quality-network.ts";
import { benchOptions, saveResults, skip } from "./support/report.ts";
import { trainingSpeed } from "./support/training-speed.ts";
import { withProject } from "./support/with-project.ts";
import { labelVolumes, writeVolumes } from "./support/write-volumes.ts";

const { data } = benchOptions();
if (data) await main(data);
else skip("no data folder (--data, WINNOW_DATA)");

interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
}

async function main(folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
  const masks = await writeVolumes(folder, join(work, "folder"));
  const project = join(work, "volumes.winnow");
  const network = networkWithout("hippocampus", folder);
  const figures: Figure[] = [];
  const order = shuffled([...masks.keys()].toSorted(), createRng(1, "labels"));
  const note = (figure: string, value: number, unit: string, goal: string): void => {
    figures.push({ figure, value: Number(value.toFixed(1)), unit, goal });
    process.stdout.write(`${figure}: ${value.toFixed(1)} ${unit}\n`);
  };
  await withProject(project, network, async ({ call }) => {
    await call("intake.add", { folder: join(work, "folder") });
    note("first opinion, no label: train and judge", await seconds(() => opinion(call)), "s", "< 90");
    await labelVolumes(call, work, order.slice(0, 50), masks);
    note(
      "50 labels: train",
      await seconds(() => call("judge.train", { silentSources: ["masks_spoiled"] })),
      "s",
      "< 120",
    );
    await call("judge.apply", {});
    await labelVolumes(call, work, order.slice(50, 60), masks);
    note("10 more labels: train", await seconds(() => call("judge.train", {})), "s", "< 20");
    note(
      "scoring, everything measured",
      masks.size / (await seconds(() => call("judge.apply", {}))),
      "masks/s",
      "≥ 200",
    );
  });
  // The same version, with nothing measured: as on another computer.
  rmSync(`${project.replace(/\.winnow$/, "")}.winnow-cache`, { recursive: true, force: true });
  await withProject(project, network, async ({ call }) => {
    await call("judge.train", { withoutLabels: false, seed: 2 });
    rmSync(`${project.replace(/\.winnow$/, "")}.winnow-cache`, { recursive: true, force: true });
  });
  const again = join(work, "again.winnow");
  copyFileSync(project, again);
  await withProject(project, network, async ({ call }) => {
    note(FROM_FILES.justStarted, masks.size / (await seconds(() => call("judge.apply", {}))), "masks/s", "≥ 20");
    // Another project, of which nothing is measured: readers and engines are at work already.
    await call("project.open", { path: again, access: "write" });
    note(FROM_FILES.running, masks.size / (await seconds(() => call("judge.apply", {}))), "masks/s", "≥ 20");
  });
  const { own, composed } = trainingSpeed();
  note("training, own gradient kernels", own, "pictures/s", "≥ 230");
  note("training, composed gradients", composed, "pictures/s", "rival");
  process.stdout.write(
    `\n${table(
      figures.map((row) => Object.values(row).map(String)),
      ["figure", "value", "unit", "goal"],
    )}\n`,
  );
  const peer = peerSpeed(work, masks, { first: order.slice(0, 50), later: order.slice(50, 60) });
  rmSync(work, { recursive: true, force: true });
  const rows = peer && comparePeer(peer, masks.size, new Map(figures.map(({ figure, value }) => [figure, value])));
  if (rows) printComparison(rows);
  saveResults("speed", {
    machine: machine(),
    masks: masks.size,
    figures,
    peers: peer && { rows, seconds: peer },
  });
}

async function opinion(call: Client["call"]): Promise<void> {
  await call("judge.train", { withoutLabels: true, silentSources: ["masks_spoiled"] });
  await call("judge.apply", {});
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Output } from "#contract/commands.ts";
import { createRng } from "#domain/random/rng.ts";
import { copySample, sampleAnswers, temporaryFolder } from "./sample.ts";
import { startWinnow, winnow } from "./winnow.ts";

type Rows = Output<"review.results">;

/** Labels before the first kill. */
const N_AT_FIRST = 16;

/**
 * Ends the command line by SIGKILL again and again while it adds, labels and trains, and checks after every time that
 * the project is whole, that every label it acknowledged is there, and that the next command goes on.
 */
export async function crashLoop(
  nKills: number,
  seed: number,
): Promise<{ killed: Record<string, number>; survived: number }> {
  const folder = temporaryFolder("crash");
  const images = copySample(join(folder, "images-here"), 60);
  const project = join(folder, "p.winnow");
  const answers = sampleAnswers();
  const rng = createRng(seed, "crash");
  const acknowledged = new Map<string, string>();
  const killed: Record<string, number> = { add: 0, label: 0, train: 0 };
  let survived = 0;

  /** Starts a command, and kills it after a random part of the time that it may take. */
  const kill = async (mostMs: number, ...args: string[]): Promise<boolean> => {
    const { child, done } = startWinnow(...args);
    const alarm = setTimeout(() => child.kill("SIGKILL"), 150 + rng.next() * mostMs);
    const run = await done;
    clearTimeout(alarm);
    if (run.code === null) return true;
    expect(run.code, run.stderr).toBe(0);
    survived += 1;
    return false;
  };

  const check = async (): Promise<Rows> => {
    const verified = await winnow("verify", project, "--no-files", "--json");
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    const rows = (await winnow("results", "--project", project, "--json")).json<Rows>();
    for (const [candidate, label] of acknowledged) {
      expect(rows.find((row) => row.candidate === candidate)?.label, `the label of ${candidate}`).toBe(label);
    }
    return rows;
  };

  const label = async (rows: Rows, run: (csv: string) => Promise<void>): Promise<void> => {
    const csv = join(folder, `labels-${acknowledged.size}.csv`);
    const lines = rows.map((row) => `${row.candidate},${answers.get(row.mask_path)}`);
    writeFileSync(csv, `candidate,label\n${lines.join("\n")}\n`);
    await run(csv);
    for (const row of rows) acknowledged.set(row.candidate, answers.get(row.mask_path)!);
  };
  const add = async (csv: string): Promise<void> => {
    expect((await winnow("label", "--project", project, "--from", csv)).code).toBe(0);
  };

  expect((await winnow("add", images, "--project", project)).code).toBe(0);
  // Enough to train on, however few are added while commands are killed.
  await label((await check()).slice(0, N_AT_FIRST), add);
  for (let n = 0; n < nKills; n += 1) {
    const phase = n < nKills / 3 ? "add" : n < (2 * nKills) / 3 ? "label" : "train";
    if (phase === "add") {
      // Every time another project, so that there is something to be added.
      const fresh = join(folder, `add-${n}.winnow`);
      if (await kill(1200, "add", images, "--project", fresh)) killed["add"]! += 1;
      if (existsSync(fresh)) expect((await winnow("verify", fresh, "--no-files")).code).toBe(0);
      const added = (await winnow("add", images, "--project", fresh, "--json")).json<Output<"intake.list">>();
      expect(added.candidates).toHaveLength(180);
      continue;
    }
    if (phase === "label") {
      const rows = (await check()).slice(acknowledged.size, acknowledged.size + 4);
      await label(rows, async (csv) => {
        const died = await kill(700, "label", "--project", project, "--from", csv);
        if (died) killed["label"]! += 1;
        // What was not acknowledged is there in whole or not at all, and can be given again.
        const given = (await check()).filter(
          (row) => rows.some((wanted) => wanted.candidate === row.candidate) && row.label !== null,
        );
        expect([0, rows.length]).toContain(given.length);
        if (died) await add(csv);
      });
      continue;
    }
    if (await kill(9000, "train", "--project", project, "--resume")) killed["train"]! += 1;
    await check();
  }
  expect((await winnow("train", "--project", project, "--resume")).code).toBe(0);
  expect((await winnow("judge", "--project", project)).code).toBe(0);
  await check();
  // The engines of the killed commands have noticed, and are gone.
  await sleep(1500);
  return { killed, survived };
}

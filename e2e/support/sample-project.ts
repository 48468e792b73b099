import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerOf } from "./answers.ts";
import { winnow } from "./command-line.ts";
import { copyNuclei } from "./sample.ts";

interface QueueItem {
  readonly case: string;
  readonly candidate: string;
  readonly mask_path: string;
}

/** A project in a folder of its own, with its images: what a person would have after some work. */
export interface SampleProject {
  readonly home: string;
  readonly project: string;
  readonly nLabels: number;
}

/** Enough cases that a judge teaches itself segmenting, which takes the engine a while. */
export async function makeLabelled(home: string, nCases = 14, nLabels = 24): Promise<SampleProject> {
  mkdirSync(home, { recursive: true });
  const project = join(home, "nuclei.winnow");
  await winnow("add", copyNuclei(home, nCases), "--project", project);
  await answer(project, ["--n", String(nLabels)]);
  return { home, project, nLabels };
}

/** A judge in use, its bound looked at: few enough cases that this takes seconds. */
export async function makeTrained(home: string): Promise<SampleProject> {
  const { project, nLabels } = await makeLabelled(home, 11, 20);
  await winnow("train", "--project", project);
  await winnow("judge", "--project", project);
  return { home, project, nLabels };
}

/** Answers what the queue asks from the answer sheet, in somebody's name. */
export async function answer(project: string, which: readonly string[], rater = "Ada Test"): Promise<void> {
  const items = await winnow<QueueItem[]>("queue", "--project", project, ...which);
  const lines = items.map((item) => `${item.case},${item.candidate},${answerOf(item.mask_path)}`);
  const file = `${project}.csv`;
  writeFileSync(file, `case,candidate,label\n${lines.join("\n")}\n`);
  await winnow("label", "--project", project, "--from", file, "--rater", rater);
  rmSync(file);
}

/** The same project for a test of its own. */
export function copyProject(from: SampleProject, home: string): SampleProject {
  cpSync(from.home, home, { recursive: true });
  return { ...from, home, project: join(home, "nuclei.winnow") };
}

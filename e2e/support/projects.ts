import { rmSync } from "node:fs";
import { Pages } from "../pages/pages.ts";
import { test as base } from "./fixtures.ts";
import { temporaryFolder } from "./places.ts";
import { copyProject, makeLabelled, makeTrained, type SampleProject } from "./sample-project.ts";
import type { RunningShell } from "./shell.ts";

interface WorkerFixtures {
  labelledOnce: SampleProject;
  trainedOnce: SampleProject;
}

interface Fixtures {
  /** A project with enough labels to train a judge, in the home folder of this test. */
  labelled: SampleProject;
  /** A project with a judge in use, in the home folder of this test. */
  trained: SampleProject;
}

/** The test of specifications that begin in the middle of the work; the projects are made once, and copied. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  labelledOnce: [
    async ({ browserName: _any }, use) => shared(makeLabelled, use),
    { scope: "worker", timeout: 120_000 },
  ],
  trainedOnce: [async ({ browserName: _any }, use) => shared(makeTrained, use), { scope: "worker", timeout: 120_000 }],
  labelled: async ({ labelledOnce, home }, use) => use(copyProject(labelledOnce, home)),
  trained: async ({ trainedOnce, home }, use) => use(copyProject(trainedOnce, home)),
});

export { expect } from "@playwright/test";

async function shared(
  make: (home: string) => Promise<SampleProject>,
  use: (project: SampleProject) => Promise<void>,
): Promise<void> {
  const project = await make(temporaryFolder("project"));
  await use(project);
  rmSync(project.home, { recursive: true, force: true });
}

/** Says who reviews, opens a project, and waits until its first masks are there. */
export async function openProject(shell: RunningShell, { project }: SampleProject): Promise<Pages> {
  const at = new Pages(shell.page);
  await at.start.statement.waitFor();
  await at.start.sayName("Ada Test");
  await shell.give(project, () => at.start.openProject.click());
  await at.review.ready();
  return at;
}

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { createRng } from "#domain/random/rng.ts";
import { benchCache } from "../support/bench-cache.ts";
import { heartTask } from "./heart.ts";
import { hippocampusTask } from "./hippocampus.ts";
import { lungsTask } from "./lungs.ts";
import { nucleiTask } from "./nuclei.ts";
import type { Task } from "./task.ts";
import { withUnetCandidates } from "./unet-candidates.ts";

/** By name: the file of this folder that is about it alone, and what makes it. */
const makers = {
  hippo: { file: "hippocampus.ts", make: hippocampusTask },
  nuclei: { file: "nuclei.ts", make: nucleiTask },
  heart: { file: "heart.ts", make: heartTask },
  lungs: { file: "lungs.ts", make: lungsTask },
} as const;
export type TaskName = keyof typeof makers;
export const taskNames = Object.keys(makers) as TaskName[];

/** Few patients: every one of them is tested in turn, in three folds. */
export const foldedTasks: ReadonlySet<TaskName> = new Set<TaskName>(["heart", "lungs"]);

/** A task with all its candidates; once made it is kept until a file of this folder that is about it changes. */
export async function makeTask(name: TaskName, data: string): Promise<Task> {
  const kept = join(benchCache, `task-${name}-${versionOf(name)}.bin`);
  if (existsSync(kept)) return deserialize(readFileSync(kept)) as Task;
  const task = await withUnetCandidates(await makers[name].make(data));
  mkdirSync(benchCache, { recursive: true });
  writeFileSync(kept, serialize(task));
  return task;
}

function versionOf(name: TaskName): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const ofOthers = new Set<string>(taskNames.filter((other) => other !== name).map((other) => makers[other].file));
  const hash = createHash("sha256");
  for (const file of readdirSync(here).toSorted()) if (!ofOthers.has(file)) hash.update(readFileSync(join(here, file)));
  return hash.digest("hex").slice(0, 12);
}

/** The same pictures with one mask each, drawn by lot from all that it had, spoiled ones and others alike. */
export function oneCandidateEach(task: Task, seed = 1): Task {
  return {
    ...task,
    items: task.items.map((item) => ({
      ...item,
      candidates: [item.candidates[createRng(seed, "one", item.id).int(item.candidates.length)]!],
    })),
  };
}

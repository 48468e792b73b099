import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchCache } from "./bench-cache.ts";
import type { Draw } from "./judge-draws.ts";
import type { Candidates } from "./judge-options.ts";
import type { TaskMask } from "./write-task.ts";

/** What one way of judging said after one lot of labels. */
export interface JudgeRun {
  readonly method: string;
  readonly labels: number;
  readonly seed: number;
  /** Of the draw. */
  readonly draw: string;
  readonly seconds: number;
  /** Of the masks tested, in their order; null where it had nothing to say. */
  readonly scores: readonly number[] | null;
  /** Of the product's judge: what a simulated project needs. */
  readonly project?: ProjectScores;
}

export interface ProjectScores {
  /** What could be on the automatic list: the best open mask of every case and class. Places in the list of masks. */
  readonly entries: readonly { readonly mask: number; readonly pGood: number }[];
  /** Cross-fitted probabilities of the masks labelled, and what the labels said. */
  readonly crossFitted: { readonly pGood: readonly number[]; readonly isGood: readonly boolean[] };
  /** Planned looks at random checks. */
  readonly nLooks: number;
}

/** Everything said of the masks of one task, kept beside the bench so that parts of it can be measured again alone. */
export interface JudgeRuns {
  readonly set: string;
  readonly candidates: Candidates;
  /** Changes when the masks do. */
  readonly task: string;
  readonly masks: readonly Pick<TaskMask, "item" | "subject" | "isGood" | "part" | "dice">[];
  readonly runs: readonly JudgeRun[];
}

function fileOf(set: string, candidates: Candidates): string {
  return join(benchCache, `judge-${set}-${candidates}.json`);
}

/** @returns null where nothing is kept */
export function readRuns(set: string, candidates: Candidates): JudgeRuns | null {
  const file = fileOf(set, candidates);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as JudgeRuns) : null;
}

/** The runs of one task while they are made. */
export class RunStore {
  readonly #head: Omit<JudgeRuns, "runs">;
  readonly #kept: readonly JudgeRun[];
  readonly runs: JudgeRun[] = [];

  constructor(set: string, candidates: Candidates, masks: readonly TaskMask[]) {
    const described = masks.map(({ item, subject, isGood, part, dice }) => ({ item, subject, isGood, part, dice }));
    const hash = createHash("sha256");
    for (const { path, mask, isGood } of masks) hash.update(`${path} ${isGood} `).update(mask);
    this.#head = { set, candidates, task: hash.digest("hex").slice(0, 16), masks: described };
    const before = readRuns(set, candidates);
    this.#kept = before?.task === this.#head.task ? before.runs : [];
  }

  /** A run of an earlier bench on the same task, labels and seed. */
  kept(method: string, draw: Draw): JudgeRun | undefined {
    return this.#kept.find((run) => run.method === method && run.draw === draw.id && run.seed === draw.seed);
  }

  /** Adds a run; all runs so far are on disk when this returns. */
  add(run: JudgeRun): void {
    this.runs.push(run);
    const key = ({ method, draw, seed }: JudgeRun): string => `${method}/${draw}/${seed}`;
    const made = new Set(this.runs.map(key));
    // What the product's judge said before may be of another version of it.
    const old = this.#kept.filter((before) => before.project === undefined && !made.has(key(before)));
    const runs = [...old, ...this.runs];
    mkdirSync(benchCache, { recursive: true });
    writeFileSync(
      fileOf(this.#head.set, this.#head.candidates),
      JSON.stringify({ ...this.#head, runs } satisfies JudgeRuns),
    );
  }
}

import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "#contract/client.ts";
import { AppError } from "#contract/errors.ts";
import { openList } from "#core/project/state/plan-list.ts";
import { Project } from "#core/project/project.ts";
import { judgeRecord } from "#core/project/queries/judges.ts";
import { getSetting } from "#core/project/queries/settings.ts";
import { isSpoiled, type Task } from "../tasks/task.ts";
import type { ProjectScores } from "./judge-runs.ts";
import { withProject } from "./with-project.ts";
import { type TaskMask, writeTask } from "./write-task.ts";

/** What a version of the product's judge says of all masks of a task. */
export interface WinnowAnswer {
  /** Probability of "good", in the order of the masks. */
  readonly pGood: readonly number[];
  readonly project: ProjectScores;
}

/** The product itself, on a task written as a folder: everything by the commands of the contract. */
export class WinnowJudge {
  readonly #work: string;
  readonly #masks: readonly TaskMask[];
  readonly #network: string | undefined;

  private constructor(work: string, masks: readonly TaskMask[], network: string | undefined) {
    this.#work = work;
    this.#masks = masks;
    this.#network = network;
  }

  /**
   * Writes the task below a folder and adds it to a project.
   * @param network quality network that has not seen the task's set; where none is given, the shipped one has not
   */
  static async on(
    task: Task,
    masks: readonly TaskMask[],
    work: string,
    network: string | undefined,
  ): Promise<WinnowJudge> {
    const folder = join(work, "folder");
    writeTask(task, masks, folder);
    await withProject(join(work, "base.winnow"), network, async ({ call }) => {
      await call("intake.add", { folder });
      const { candidates } = await call("intake.list", {});
      if (candidates.length !== masks.length)
        throw new Error(`the folder holds ${masks.length} masks, the project ${candidates.length}`);
    });
    return new WinnowJudge(work, masks, network);
  }

  /**
   * Labels masks with the truth, trains a version and has it score all masks.
   * @returns null where the product asks for more labels first
   */
  async judge(taught: readonly number[], seed: number, kind: string | undefined): Promise<WinnowAnswer | null> {
    // The same path each time: what was measured of the masks is found again in the cache beside it. Another kind has
    // one of its own, so that both can be at work.
    const path = join(this.#work, kind === undefined ? "run.winnow" : "other.winnow");
    copyFileSync(join(this.#work, "base.winnow"), path);
    try {
      const scores = await withProject(path, this.#network, (client) =>
        this.#trainAndScore(client, { path, taught, seed, kind }),
      );
      return { pGood: this.#masks.map((mask) => scores.get(mask.path)!), project: this.#projectScores(path) };
    } catch (error) {
      if (error instanceof AppError && error.code === "too-few-labels") return null;
      throw error;
    } finally {
      rmSync(path);
    }
  }

  /** What the version leaves in the project file, read as the product reads it. */
  #projectScores(path: string): ProjectScores {
    const project = Project.open(path, "read");
    try {
      const judge = judgeRecord(project, 1);
      const files = project.all<{ id: number; path: string }>(
        "SELECT candidate.id, file.path FROM candidate JOIN file ON file.id = candidate.file_id",
      );
      const pathOf = new Map(files.map((file) => [file.id, file.path]));
      const placeOf = new Map(this.#masks.map((mask, index) => [mask.path, index]));
      const entries = openList(project, judge).entries.map(({ candidateId, score }) => ({
        mask: placeOf.get(pathOf.get(candidateId)!)!,
        pGood: score,
      }));
      return { entries, crossFitted: judge.crossFitted, nLooks: getSetting(project, "nLooks") };
    } finally {
      project.close();
    }
  }

  async #trainAndScore(
    { call }: Client,
    { path, taught, seed, kind }: { path: string; taught: readonly number[]; seed: number; kind: string | undefined },
  ): Promise<Map<string, number>> {
    const file = `${path}.csv`;
    const labels = taught.map((index) => this.#masks[index]!);
    const lines = labels.map(({ path, isGood }) => `${path},${isGood ? "accept" : "reject"}`);
    writeFileSync(file, `mask_path,label\n${lines.join("\n")}\n`);
    if (labels.length > 0) await call("review.importLabels", { file, rater: "truth" });
    const sources = new Set((await call("review.results", {})).map((row) => row.source));
    const silentSources = [...sources].filter((source) => isSpoiled(source));
    await call("judge.train", { seed, kind, silentSources, withoutLabels: labels.length === 0 && kind === undefined });
    await call("judge.apply", {});
    return new Map((await call("review.results", {})).map((row) => [row.mask_path, row.p_good!]));
  }
}

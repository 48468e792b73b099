import { availableParallelism } from "node:os";
import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { defaultLimits, type ReadLimits } from "./io/limits.ts";
import { ReaderPool } from "./io/workers/pool.ts";
import { qualityCnnJudge } from "./judge/quality-cnn-judge.ts";
import { engineEntry, readerEntry } from "./process-entries.ts";
import { Project } from "./project/project.ts";

/** What is open: a project, and the readers and the engine once something has needed them. */
export class Session {
  readonly limits: ReadLimits = defaultLimits;
  #project: Project | null = null;
  #pool: ReaderPool | null = null;
  #engine: EngineClient | null = null;

  /** @throws AppError project-not-open */
  get project(): Project {
    if (!this.#project) throw new AppError("project-not-open", "No project is open.", "Open a project first.");
    return this.#project;
  }

  get pool(): ReaderPool {
    return (this.#pool ??= new ReaderPool(readerEntry, Math.max(1, Math.min(8, availableParallelism()))));
  }

  get engine(): EngineClient {
    return (this.#engine ??= new EngineClient(engineEntry));
  }

  get enginePid(): number | null {
    return this.#engine?.pid ?? null;
  }

  judge(): ReturnType<typeof qualityCnnJudge> {
    return qualityCnnJudge({ engine: this.engine, pool: this.pool, limits: this.limits });
  }

  open({ path, access, create }: { path: string; access: "read" | "write"; create: boolean }): Output<"project.open"> {
    this.closeProject();
    this.#project = Project.open(path, access, { create });
    const count = (sql: string): number => this.project.get<{ n: number }>(sql)!.n;
    return {
      path: this.project.path,
      nCases: count("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL"),
      nCandidates: count("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL"),
      nLabels: count("SELECT count(*) AS n FROM label"),
    };
  }

  closeProject(): void {
    this.#project?.close();
    this.#project = null;
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    await this.#engine?.close();
    this.closeProject();
  }
}

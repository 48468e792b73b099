import { availableParallelism } from "node:os";
import type { Handlers } from "#contract/client.ts";
import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { doctor } from "./engine/doctor.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { addFolder } from "./intake/add-folder.ts";
import { inventory } from "./intake/inventory.ts";
import { defaultLimits, type ReadLimits } from "./io/limits.ts";
import { ReaderPool } from "./io/workers/pool.ts";
import { progressEvents } from "./jobs/progress.ts";
import { applyVersion } from "./judge/apply-version.ts";
import { qualityCnnJudge } from "./judge/quality-cnn-judge.ts";
import { trainVersion } from "./judge/train-version.ts";
import { engineEntry, readerEntry } from "./process-entries.ts";
import { Project } from "./project/project.ts";
import { verifyProject } from "./project/verify-project.ts";
import { writeReport } from "./release/report.ts";
import { writeRelease } from "./release/write-release.ts";
import { importLabels } from "./review/import-labels.ts";
import { drawChecks, informativeQueue } from "./review/queue.ts";
import { results } from "./review/results.ts";

export { WINNOW_VERSION } from "./version.ts";

/** All of Winnow that has no window: every command of the contract bound to its stage, around one open project. */
export interface Core {
  readonly handlers: Handlers;
  /** Process id of the engine, for tests that end it; null while none runs. */
  readonly enginePid: () => number | null;
  close(): Promise<void>;
}

export function createCore(): Core {
  const session = new Session();
  const { limits } = session;
  const handlers: Handlers = {
    "project.open": async (input) => session.open(input),
    "project.close": async () => {
      session.closeProject();
      return {};
    },
    "project.verify": async ({ path, files }, { signal, emit }) => {
      const project = Project.open(path, "read");
      try {
        return await verifyProject(project, { files, signal, progress: progressEvents("verify", emit) });
      } finally {
        project.close();
      }
    },
    "intake.add": async ({ folder, subjectPattern, maxDecodedBytes, deadlineS }, { signal, emit }) =>
      addFolder({
        project: session.project,
        folder,
        pool: session.pool,
        limits: {
          maxDecodedBytes: maxDecodedBytes ?? limits.maxDecodedBytes,
          deadlineMs: deadlineS === undefined ? limits.deadlineMs : deadlineS * 1000,
        },
        subjectPattern,
        signal,
        progress: progressEvents("add", emit),
      }),
    "intake.list": async () => inventory(session.project),
    "review.importLabels": async (input) => importLabels(session.project, input),
    "review.queue": async ({ n, random, seed }) =>
      random === undefined ? informativeQueue(session.project, n, seed ?? 1) : drawChecks(session.project, random),
    "review.results": async () => results(session.project),
    "judge.train": async (input, { signal, emit }) =>
      trainVersion({
        ...input,
        alpha: input.alpha,
        delta: input.delta,
        project: session.project,
        kind: session.judge(),
        signal,
        progress: progressEvents("train", emit),
      }),
    "judge.apply": async ({ version, alpha, delta }, { signal, emit }) =>
      applyVersion({
        version,
        alpha,
        delta,
        project: session.project,
        kind: session.judge(),
        signal,
        progress: progressEvents("judge", emit),
      }),
    "release.write": async ({ to, layout, format }, { signal, emit }) => {
      if (layout !== "flat" && layout !== "nnunet") throw notBuiltYet(`the layout ${layout}`);
      if (format === "dicom-seg") throw notBuiltYet("DICOM SEG");
      return writeRelease({
        to,
        layout,
        format,
        project: session.project,
        pool: session.pool,
        limits,
        signal,
        progress: progressEvents("release", emit),
      });
    },
    "release.report": async ({ to }, { signal, emit }) =>
      writeReport({
        to,
        project: session.project,
        pool: session.pool,
        limits,
        signal,
        progress: progressEvents("report", emit),
      }),
    "engine.doctor": async () => doctor(session.engine),
  };
  return { handlers, enginePid: () => session.enginePid, close: () => session.close() };
}

/** What is open: a project, and the readers and the engine once something has needed them. */
class Session {
  readonly limits: ReadLimits = defaultLimits;
  #project: Project | null = null;
  #pool: ReaderPool | null = null;
  #engine: EngineClient | null = null;

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

function notBuiltYet(what: string): AppError {
  return new AppError(
    "not-built-yet",
    `This version of Winnow cannot write ${what} yet.`,
    "Use --layout nnunet or flat, with --format nifti or png.",
  );
}

import { create } from "zustand";
import type { Client } from "#contract/client.ts";
import type { Output } from "#contract/commands.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import type { AppError } from "#contract/errors.ts";
import type { JobProgressed } from "#contract/events.ts";

export type JobName =
  | "add"
  | "mend"
  | "volumes"
  | "propose"
  | "train"
  | "judge"
  | "release"
  | "report"
  | "labels"
  | "check";
export type Connection = "connected" | "lost" | "reconnecting";

export interface RunningJob {
  readonly job: JobName;
  readonly progress: JobProgressed | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What it was asked for (the folder that is added, the target of a release). */
  readonly subject: string;
  readonly error: AppError | null;
  readonly isRunning: boolean;
  cancel(): void;
}

/** When and why the engine was started again. */
export interface EngineRestart {
  readonly at: number;
  readonly reason: string;
  readonly nLabelsSafe: number;
  readonly isResuming: boolean;
}

export interface CoreState {
  /** The connection in use; null until there is one. */
  client: Client | null;
  connection: Connection;
  /** Counts connections: queries are asked again when it grows. */
  generation: number;
  /** Counts `project.changed`: queries are asked again when it grows. */
  revision: number;
  project: ProjectSummary | null;
  app: Output<"app.state"> | null;
  jobs: Partial<Record<JobName, RunningJob>>;
  engineRestart: EngineRestart | null;
}

/** What the window knows of the core: one store, so that the parts of the window that live outside React see it too. */
export const coreStore = create<CoreState>(() => ({
  client: null,
  connection: "reconnecting",
  generation: 0,
  revision: 0,
  project: null,
  app: null,
  jobs: {},
  engineRestart: null,
}));

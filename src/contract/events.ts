import { z } from "zod";
import { ProjectSummary } from "./commands/project.ts";

/** Progress of a running job, at most ten times a second; the last one is always sent. */
export const JobProgressed = z.object({
  job: z.string(),
  phase: z.string(),
  done: z.number().min(0),
  /** Null while the end is not known yet. */
  total: z.number().min(0).nullable(),
  unit: z.string(),
  secondsLeft: z.number().min(0).nullable(),
  metrics: z.record(z.string(), z.number()).optional(),
});
export type JobProgressed = z.infer<typeof JobProgressed>;

export const events = {
  "job.progressed": JobProgressed,
  /** A command that changes what a project says has done so: labels, versions, settings, files. At most five a second. */
  "project.changed": ProjectSummary,
  /**
   * The core's process has ended; calls under way have failed with `core-lost`. Sent by the shell that supervises it,
   * which starts another unless that has failed too often.
   */
  "core.lost": z.object({ reason: z.string(), isRestarting: z.boolean() }),
  /** Another core is there. `project` is the one that was open, opened again; null where none is open now. */
  "core.back": z.object({ project: z.string().nullable() }),
  /** The engine has died under a job and was started again. */
  "engine.restarted": z.object({ reason: z.string(), nLabelsSafe: z.int(), isResuming: z.boolean() }),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

import { z } from "zod";

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

export const events = { "job.progressed": JobProgressed } as const;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

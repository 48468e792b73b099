import type { Emit } from "#contract/events.ts";

/** Reports how far a piece of long work has come: at most ten times a second, the last state always. */
export interface Progress {
  /** Begins a phase; `total` null where the end is not known. */
  phase(name: string, unit: string, total: number | null): void;
  /** So many are done by now; `metrics` are figures worth a curve (loss). */
  done(count: number, metrics?: Readonly<Record<string, number>>): void;
}

const INTERVAL_MS = 100;

/**
 * Progress of a job as events. The time left comes from the rate of the phase so far and is given once a second of work
 * has shown what the rate is.
 */
export function progressEvents(job: string, emit: Emit, now: () => number = Date.now): Progress {
  let state = {
    phase: "",
    unit: "",
    total: null as number | null,
    count: 0,
    startedAt: now(),
    metrics: undefined as Readonly<Record<string, number>> | undefined,
  };
  let lastSentAt = -Infinity;
  const send = (): void => {
    lastSentAt = now();
    const elapsedMs = lastSentAt - state.startedAt;
    const knowsRate = state.total !== null && state.count > 0 && elapsedMs >= 1000;
    emit("job.progressed", {
      job,
      phase: state.phase,
      done: state.count,
      total: state.total,
      unit: state.unit,
      secondsLeft: knowsRate ? ((state.total! - state.count) * elapsedMs) / state.count / 1000 : null,
      ...(state.metrics && { metrics: { ...state.metrics } }),
    });
  };
  return {
    phase: (phase, unit, total) => {
      state = { phase, unit, total, count: 0, startedAt: now(), metrics: undefined };
      send();
    },
    done: (count, metrics) => {
      state.count = count;
      if (metrics) state.metrics = metrics;
      if (count === state.total || now() - lastSentAt >= INTERVAL_MS) send();
    },
  };
}

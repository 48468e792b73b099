import type { Emit } from "#contract/events.ts";

/** Reports how far a piece of long work has come: at most ten times a second, the last state always. */
export interface Progress {
  /**
   * Begins a phase; `total` null where the end is not known. A phase that goes on with the count of the one before says
   * with `from` how much of it was done by then.
   */
  phase(name: string, unit: string, total: number | null, from?: number): void;
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
    from: 0,
    startedAt: now(),
    metrics: undefined as Readonly<Record<string, number>> | undefined,
  };
  let lastSentAt = -Infinity;
  const send = (): void => {
    lastSentAt = now();
    const elapsedMs = lastSentAt - state.startedAt;
    const nDone = state.count - state.from;
    const knowsRate = state.total !== null && nDone > 0 && elapsedMs >= 1000;
    emit("job.progressed", {
      job,
      phase: state.phase,
      done: state.count,
      total: state.total,
      unit: state.unit,
      secondsLeft: knowsRate ? (Math.max(0, state.total! - state.count) * elapsedMs) / nDone / 1000 : null,
      ...(state.metrics && { metrics: { ...state.metrics } }),
    });
  };
  return {
    phase: (phase, unit, total, from = 0) => {
      state = { phase, unit, total, count: from, from, startedAt: now(), metrics: undefined };
      send();
    },
    done: (count, metrics) => {
      state.count = count;
      if (metrics) state.metrics = metrics;
      if (count === state.total || now() - lastSentAt >= INTERVAL_MS) send();
    },
  };
}

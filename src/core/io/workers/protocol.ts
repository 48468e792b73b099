import type { WireError } from "#contract/errors.ts";
import type { FileProblem } from "../file-problem.ts";

/** One task for a reader thread; they travel in lists. */
export interface TaskRequest {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
}

/** What comes back: a value, a problem with the file, an expected failure (a full disk), or a fault of the program. */
export type TaskAnswer =
  | { readonly id: number; readonly kind: "value"; readonly value: unknown }
  | { readonly id: number; readonly kind: "problem"; readonly problem: FileProblem }
  | { readonly id: number; readonly kind: "failure"; readonly error: WireError }
  | { readonly id: number; readonly kind: "fault"; readonly message: string };

/** What a reader thread is started with. */
export interface ReaderStart {
  readonly pulse: Pulse;
}

/**
 * Memory that a thread shares with the pool, so that the pool knows what the thread works on even when it says nothing
 * any more: the id of the task (0: none), and when it was begun (`monotonicMs`).
 */
export type Pulse = Int32Array<SharedArrayBuffer>;

export function makePulse(): Pulse {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Milliseconds of a clock that all threads have in common; after 24 days it begins again, so only differences count. */
export function monotonicMs(): number {
  return Number(BigInt.asIntN(32, process.hrtime.bigint() / 1_000_000n));
}

/** Milliseconds since a time of `monotonicMs`. */
export function msSince(time: number): number {
  return (monotonicMs() - time) | 0;
}

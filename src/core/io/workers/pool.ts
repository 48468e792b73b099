import { availableParallelism } from "node:os";
import { type Transferable, Worker } from "node:worker_threads";
import { cancelledError, fromWireError } from "#contract/errors.ts";
import { type FileProblem, UnreadableFile } from "../file-problem.ts";
import {
  makePulse,
  monotonicMs,
  msSince,
  type Pulse,
  type ReaderStart,
  type TaskAnswer,
  type TaskRequest,
} from "./protocol.ts";

export interface TaskOptions {
  /** From when the task is begun. */
  readonly deadlineMs: number;
  readonly transfer?: readonly Transferable[];
  /** Somebody waits for it in front of the screen: it goes before the others that wait. */
  readonly isUrgent?: boolean;
  /**
   * Of the file that it reads, where it does nothing but that. Small ones take a moment: several are sent to the same
   * thread at once, so that it goes on without waiting for the next.
   */
  readonly bytes?: number;
  /** Takes the task back as long as it waits; one that is with a thread is finished. */
  readonly signal?: AbortSignal;
}

/** One task that waits for a worker, or is with one. */
interface Assignment {
  readonly request: TaskRequest;
  readonly transfer: readonly Transferable[];
  readonly deadlineMs: number;
  readonly isUrgent: boolean;
  /** Null: it may take long, however small its file. */
  readonly briefBytes: number | null;
  readonly what: string;
  /** It waits no longer. */
  handedOver(): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Seat {
  readonly worker: Worker;
  /** What the thread works on. */
  readonly pulse: Pulse;
  /**
   * The thread has started and waits for tasks. None is handed to it before: a thread that ends without one is a fault
   * of the program, not of a file. (News of its end may overtake messages that it sent before.)
   */
  isReady: boolean;
  /** Tasks that it has not answered, in their order: one that may take long, or any number of brief ones. */
  readonly tasks: Assignment[];
  /** Those of them that go to it with the next message. */
  readonly outbox: Assignment[];
  /** When it was last given something, or heard of (`monotonicMs`). */
  heardAt: number;
  /** When somebody looks whether it hangs. */
  alarm: { readonly timer: NodeJS.Timeout; readonly at: number } | null;
}

/** Files up to this size are read in a few milliseconds, however they are packed (512 × 512 pixels of 16 bits are as much). */
const BRIEF_BYTES = 512 * 1024;
/**
 * So many brief tasks lie with a thread, at most, and the files of all together are so large: as much as it works on while
 * the core writes what has been read into the project.
 */
const MOST_TASKS = 256;
const MOST_BYTES = 8 * BRIEF_BYTES;

/**
 * Reads files in worker threads: at most as many as cores, each task with a deadline after which its thread is ended
 * and another started (reliability R6, R7). Decoders block the thread that calls them, and a bomb must not take the
 * rest with it.
 */
export class ReaderPool {
  readonly #entry: URL;
  readonly #size: number;
  readonly #seats: Seat[] = [];
  readonly #waiting: Assignment[] = [];
  #nextId = 1;
  #isClosed = false;

  constructor(entry: URL, size = Math.max(1, Math.min(8, availableParallelism()))) {
    this.#entry = entry;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Runs a task of the worker's entry.
   * @param what the file or thing worked on, for messages
   * @throws UnreadableFile or AppError as the task threw it; UnreadableFile read-timeout; AppError cancelled once the pool
   * is closed
   */
  run<T>(task: string, input: unknown, what: string, options: TaskOptions): Promise<T> {
    const { signal, bytes = Infinity, transfer = [] } = options;
    if (this.#isClosed || signal?.aborted) return Promise.reject(cancelledError());
    return new Promise<T>((resolve, reject) => {
      const request = { id: this.#nextId, task, input };
      this.#nextId += 1;
      const withdraw = (): void => this.#withdraw(assignment);
      const assignment: Assignment = {
        request,
        transfer,
        deadlineMs: options.deadlineMs,
        isUrgent: options.isUrgent ?? false,
        // What has been moved to a thread cannot be given to another when that one ends.
        briefBytes: bytes <= BRIEF_BYTES && transfer.length === 0 ? bytes : null,
        what,
        handedOver: () => signal?.removeEventListener("abort", withdraw),
        resolve,
        reject,
      };
      this.#enqueue(assignment);
      signal?.addEventListener("abort", withdraw);
      this.#assign();
    });
  }

  /**
   * Starts the first threads before there is anything to do: they take a moment, in which others can go on. More than two
   * are started only when they are needed, for the memory that each takes.
   */
  warmUp(): void {
    while (!this.#isClosed && this.#seats.length < Math.min(2, this.#size)) this.#seats.push(this.#hire());
  }

  /** Ends all threads; what was under way is rejected as cancelled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const seats = this.#seats.splice(0);
    for (const assignment of this.#waiting.splice(0)) assignment.reject(cancelledError());
    await Promise.all(
      seats.map((seat) => {
        this.#watch(seat, null);
        seat.outbox.length = 0;
        for (const assignment of seat.tasks.splice(0)) assignment.reject(cancelledError());
        return seat.worker.terminate();
      }),
    );
  }

  /** Urgent tasks go before all that are not, in the order in which they came. */
  #enqueue(assignment: Assignment): void {
    const behind = assignment.isUrgent ? this.#waiting.findIndex((other) => !other.isUrgent) : -1;
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, assignment);
  }

  #withdraw(assignment: Assignment): void {
    const place = this.#waiting.indexOf(assignment);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    assignment.handedOver();
    assignment.reject(cancelledError());
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      let seat = this.#seats.find(({ tasks }) => tasks.length === 0);
      if (!seat && this.#seats.length < this.#size) {
        seat = this.#hire();
        this.#seats.push(seat);
      }
      seat ??= this.#seatWithRoom(this.#waiting[0]!);
      if (!seat) return;
      this.#give(this.#waiting.shift()!, seat);
    }
  }

  /** All threads work: a brief task goes to one that works on brief ones, and has the fewest. */
  #seatWithRoom({ briefBytes }: Assignment): Seat | undefined {
    if (briefBytes === null) return undefined;
    let chosen: Seat | undefined;
    for (const seat of this.#seats) {
      const { isReady, tasks } = seat;
      if (!isReady || tasks[0]!.briefBytes === null || tasks.length >= MOST_TASKS) continue;
      if (tasks.reduce((sum, task) => sum + task.briefBytes!, briefBytes) > MOST_BYTES) continue;
      if (!chosen || tasks.length < chosen.tasks.length) chosen = seat;
    }
    return chosen;
  }

  #hire(): Seat {
    const pulse = makePulse();
    const worker = new Worker(this.#entry, { stdout: true, workerData: { pulse } satisfies ReaderStart });
    // A thread's stdout is the command's, which holds one JSON document: what decoders write goes to stderr.
    worker.stdout.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    const seat: Seat = { worker, pulse, isReady: false, tasks: [], outbox: [], heardAt: monotonicMs(), alarm: null };
    worker.on("message", (answers: readonly TaskAnswer[] | "ready") => {
      if (answers !== "ready") return this.#finish(seat, answers);
      seat.isReady = true;
      // It was started before there was anything to do: as of any that is idle, nobody waits for it.
      if (seat.tasks.length === 0) worker.unref();
      post(seat);
      this.#assign();
    });
    worker.on("error", (error) => this.#lose(seat, error));
    worker.on("exit", () => this.#lose(seat, new Error("the reader ended")));
    return seat;
  }

  #give(assignment: Assignment, seat: Seat): void {
    assignment.handedOver();
    if (seat.tasks.length === 0) {
      seat.worker.ref();
      seat.heardAt = monotonicMs();
    }
    seat.tasks.push(assignment);
    // Whatever else is asked for in this turn goes with it.
    if (seat.outbox.push(assignment) === 1) process.nextTick(post, seat);
    const at = monotonicMs() + assignment.deadlineMs;
    if (!seat.alarm || at < seat.alarm.at) this.#watch(seat, assignment.deadlineMs);
  }

  /** @param ms null: the thread has nothing to do */
  #watch(seat: Seat, ms: number | null): void {
    if (seat.alarm) clearTimeout(seat.alarm.timer);
    seat.alarm =
      ms === null ? null : { timer: setTimeout(() => this.#lookAt(seat), Math.max(1, ms)), at: monotonicMs() + ms };
  }

  /** Ends a thread that has worked on a task for too long. */
  #lookAt(seat: Seat): void {
    const { assignment, ms } = workOf(seat);
    if (!assignment) return;
    const left = assignment.deadlineMs - ms;
    // Others may be given less time, and may be begun at any moment.
    if (left > 0) return this.#watch(seat, Math.min(left, ...seat.tasks.map(({ deadlineMs }) => deadlineMs)));
    this.#dismiss(seat, assignment);
    assignment.reject(tooSlow(assignment));
    this.#assign();
  }

  #finish(seat: Seat, answers: readonly TaskAnswer[]): void {
    seat.heardAt = monotonicMs();
    for (const answer of answers) {
      const place = seat.tasks.findIndex(({ request }) => request.id === answer.id);
      const [assignment] = place < 0 ? [] : seat.tasks.splice(place, 1);
      if (assignment) settle(assignment, answer);
    }
    if (seat.tasks.length === 0) {
      this.#watch(seat, null);
      // An idle thread does not keep the process alive.
      seat.worker.unref();
    }
    this.#assign();
  }

  #lose(seat: Seat, error: unknown): void {
    const { assignment } = workOf(seat);
    this.#dismiss(seat, assignment);
    assignment?.reject(seat.isReady ? crashed(error) : error);
    if (!this.#isClosed) this.#assign();
  }

  /** @param lost the task that ended the thread; the others go to another, also those whose answers were on the way */
  #dismiss(seat: Seat, lost: Assignment | undefined): void {
    this.#watch(seat, null);
    seat.outbox.length = 0;
    this.#waiting.unshift(...seat.tasks.splice(0).filter((assignment) => assignment !== lost));
    const index = this.#seats.indexOf(seat);
    if (index >= 0) this.#seats.splice(index, 1);
    void seat.worker.terminate();
  }
}

/** Sends what a thread has been given; one that has not started gets it then. */
function post({ worker, isReady, outbox }: Seat): void {
  if (!isReady || outbox.length === 0) return;
  const batch = outbox.splice(0);
  worker.postMessage(
    batch.map(({ request }) => request),
    batch.flatMap(({ transfer }) => transfer),
  );
}

/** What a thread works on, or is about to, and since when (in milliseconds). */
function workOf({ pulse, tasks, heardAt }: Seat): { assignment: Assignment | undefined; ms: number } {
  const id = Atomics.load(pulse, 0);
  const assignment = tasks.find(({ request }) => request.id === id);
  return assignment
    ? { assignment, ms: msSince(Atomics.load(pulse, 1)) }
    : { assignment: tasks[0], ms: msSince(heardAt) };
}

function settle({ resolve, reject }: Assignment, answer: TaskAnswer): void {
  if (answer.kind === "value") resolve(answer.value);
  else if (answer.kind === "problem") reject(asUnreadable(answer.problem));
  else if (answer.kind === "failure") reject(fromWireError(answer.error));
  else reject(new Error(answer.message));
}

function tooSlow({ deadlineMs }: Assignment): UnreadableFile {
  return new UnreadableFile(
    "read-timeout",
    `Reading it took longer than ${deadlineMs / 1000} s and was stopped.`,
    "If the file is on a slow drive, copy it to this computer. Otherwise it is probably damaged.",
  );
}

function crashed(cause: unknown): UnreadableFile {
  return new UnreadableFile(
    "reader-crashed",
    "Reading it ended the reader: the file is probably damaged, or too large for this machine's memory.",
    "Copy it again from where it came, then add the folder again.",
    { cause },
  );
}

function asUnreadable({ code, message, remedy }: FileProblem): UnreadableFile {
  return new UnreadableFile(code, message, remedy);
}

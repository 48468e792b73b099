import { availableParallelism } from "node:os";
import { type Transferable, Worker } from "node:worker_threads";
import { cancelledError, fromWireError } from "#contract/errors.ts";
import { type FileProblem, UnreadableFile } from "../file-problem.ts";
import type { TaskAnswer, TaskRequest } from "./protocol.ts";

export interface TaskOptions {
  /** From when the task is begun. */
  readonly deadlineMs: number;
  readonly transfer?: readonly Transferable[];
  /** Somebody waits for it in front of the screen: it goes before the others that wait. */
  readonly isUrgent?: boolean;
  /**
   * It takes a moment: another of its kind may be sent to the same thread before its answer is there, so that the thread
   * goes on at once.
   */
  readonly isBrief?: boolean;
  /** Takes the task back as long as it waits; one that is with a thread is finished. */
  readonly signal?: AbortSignal;
}

/** One task that waits for a worker, or is with one. */
interface Assignment {
  readonly request: TaskRequest;
  readonly transfer: readonly Transferable[];
  readonly deadlineMs: number;
  readonly isUrgent: boolean;
  readonly isBrief: boolean;
  readonly what: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Seat {
  worker: Worker;
  /**
   * The thread has started and waits for tasks. None is handed to it before: a thread that ends without one is a fault
   * of the program, not of a file. (News of its end may overtake messages that it sent before.)
   */
  isReady: boolean;
  current: Assignment | null;
  /** Brief tasks that are with the thread already, behind the current one. */
  next: Assignment[];
  timer: NodeJS.Timeout | null;
}

/** So many brief tasks lie with a thread behind the one that it works on. */
const MOST_AHEAD = 3;

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
    const { signal } = options;
    if (this.#isClosed || signal?.aborted) return Promise.reject(cancelledError());
    return new Promise<T>((resolve, reject) => {
      const request = { id: this.#nextId, task, input };
      this.#nextId += 1;
      const assignment: Assignment = {
        request,
        transfer: options.transfer ?? [],
        deadlineMs: options.deadlineMs,
        isUrgent: options.isUrgent ?? false,
        isBrief: options.isBrief ?? false,
        what,
        resolve,
        reject,
      };
      this.#enqueue(assignment);
      signal?.addEventListener("abort", () => this.#withdraw(assignment), { once: true });
      this.#assign();
    });
  }

  /** Ends all threads; what was under way is rejected as cancelled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const seats = this.#seats.splice(0);
    for (const assignment of this.#waiting.splice(0)) assignment.reject(cancelledError());
    await Promise.all(
      seats.map((seat) => {
        if (seat.timer) clearTimeout(seat.timer);
        for (const assignment of [seat.current, ...seat.next.splice(0)]) assignment?.reject(cancelledError());
        seat.current = null;
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
    assignment.reject(cancelledError());
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      let seat = this.#seats.find((candidate) => candidate.current === null);
      if (!seat && this.#seats.length < this.#size) {
        seat = this.#hire();
        this.#seats.push(seat);
      }
      if (!seat) return this.#sendAhead();
      this.#start(seat, this.#waiting.shift()!);
    }
  }

  /** All threads work: brief tasks go to those that work on brief ones, the one with the fewest first. */
  #sendAhead(): void {
    while (this.#waiting[0]?.isBrief) {
      const [seat] = this.#seats
        .filter(({ isReady, current, next }) => isReady && current?.isBrief && next.length < MOST_AHEAD)
        .toSorted((a, b) => a.next.length - b.next.length);
      if (!seat) return;
      const assignment = this.#waiting.shift()!;
      seat.next.push(assignment);
      handOver(assignment, seat.worker);
    }
  }

  #hire(): Seat {
    const worker = new Worker(this.#entry, { stdout: true });
    // A thread's stdout is the command's, which holds one JSON document: what decoders write goes to stderr.
    worker.stdout.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    const seat: Seat = { worker, isReady: false, current: null, next: [], timer: null };
    worker.on("message", (answer: TaskAnswer | "ready") => {
      if (answer !== "ready") return this.#finish(seat, answer);
      seat.isReady = true;
      if (seat.current) handOver(seat.current, worker);
    });
    worker.on("error", (error) => this.#lose(seat, error));
    worker.on("exit", () => this.#lose(seat, new Error("the reader ended")));
    return seat;
  }

  #start(seat: Seat, assignment: Assignment): void {
    this.#begin(seat, assignment);
    seat.worker.ref();
    if (seat.isReady) handOver(assignment, seat.worker);
  }

  /** From now on the thread works on it. */
  #begin(seat: Seat, assignment: Assignment): void {
    seat.current = assignment;
    seat.timer = setTimeout(() => {
      seat.current = null;
      this.#dismiss(seat);
      assignment.reject(tooSlow(assignment));
      this.#assign();
    }, assignment.deadlineMs);
  }

  #finish(seat: Seat, answer: TaskAnswer): void {
    const assignment = seat.current;
    if (!assignment || answer.id !== assignment.request.id) return;
    if (seat.timer) clearTimeout(seat.timer);
    seat.current = null;
    const next = seat.next.shift();
    if (next) this.#begin(seat, next);
    // An idle thread does not keep the process alive.
    else seat.worker.unref();
    if (answer.kind === "value") assignment.resolve(answer.value);
    else if (answer.kind === "problem") assignment.reject(asUnreadable(answer.problem));
    else if (answer.kind === "failure") assignment.reject(fromWireError(answer.error));
    else assignment.reject(new Error(answer.message));
    this.#assign();
  }

  #lose(seat: Seat, error: unknown): void {
    const assignment = seat.current;
    seat.current = null;
    this.#dismiss(seat);
    assignment?.reject(seat.isReady ? crashed(error) : error);
    if (!this.#isClosed) this.#assign();
  }

  #dismiss(seat: Seat): void {
    if (seat.timer) clearTimeout(seat.timer);
    // What it had not begun goes to another.
    this.#waiting.unshift(...seat.next.splice(0));
    const index = this.#seats.indexOf(seat);
    if (index >= 0) this.#seats.splice(index, 1);
    void seat.worker.terminate();
  }
}

function handOver({ request, transfer }: Assignment, worker: Worker): void {
  worker.postMessage(request, transfer);
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

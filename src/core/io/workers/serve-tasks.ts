import { parentPort, type Transferable, workerData } from "node:worker_threads";
import { AppError, toWireError } from "#contract/errors.ts";
import { asUnreadable, describeThrown, type FileProblem } from "../file-problem.ts";
import { monotonicMs, msSince, type ReaderStart, type TaskAnswer, type TaskRequest } from "./protocol.ts";

/** A task's answer, with the buffers that move to the other thread instead of being copied. */
export interface TaskResult<T = unknown> {
  readonly value: T;
  readonly transfer?: readonly Transferable[];
}

/** An answer of bytes that moves to the other thread. */
export function transferred(value: Uint8Array<ArrayBuffer>): TaskResult {
  return { value, transfer: [value.buffer] };
}

// oxlint-disable-next-line typescript/no-explicit-any -- each task knows its own input; the pool's caller names the task
export type Task = (input: any) => Promise<TaskResult>;

/** Answers of brief tasks are kept back so long and sent together: each message costs as much as a small file. */
const TOGETHER_MS = 10;

/** Answers the requests of a `ReaderPool` with a table of tasks, one after the other. */
export function serveTasks(tasks: Readonly<Record<string, Task>>): void {
  if (!parentPort) throw new Error("serveTasks runs in a worker thread");
  const port = parentPort;
  const { pulse } = workerData as ReaderStart;
  let answers: TaskAnswer[] = [];
  let transfers: Transferable[] = [];
  let sentAt = monotonicMs();
  const send = (): void => {
    port.postMessage(answers, transfers);
    [answers, transfers] = [[], []];
    sentAt = monotonicMs();
  };
  port.postMessage("ready");
  let last = Promise.resolve();
  port.on("message", (requests: readonly TaskRequest[]) => {
    last = last.then(async () => {
      for (const [index, request] of requests.entries()) {
        Atomics.store(pulse, 1, monotonicMs());
        Atomics.store(pulse, 0, request.id);
        const [message, transfer] = await answer(tasks, request);
        answers.push(message);
        transfers.push(...transfer);
        if (index === requests.length - 1 || msSince(sentAt) >= TOGETHER_MS) send();
      }
      Atomics.store(pulse, 0, 0);
    });
  });
}

async function answer(
  tasks: Readonly<Record<string, Task>>,
  { id, task, input }: TaskRequest,
): Promise<[TaskAnswer, readonly Transferable[]]> {
  try {
    const run = tasks[task];
    if (!run) throw new Error(`no task ${task}`);
    const { value, transfer = [] } = await run(input);
    return [{ id, kind: "value", value }, transfer];
  } catch (error) {
    if (error instanceof AppError) return [{ id, kind: "failure", error: toWireError(error) }, []];
    const problem = asProblem(error);
    if (problem) return [{ id, kind: "problem", problem }, []];
    return [
      { id, kind: "fault", message: error instanceof Error ? (error.stack ?? error.message) : describeThrown(error) },
      [],
    ];
  }
}

/** File-system errors are problems of the file; everything else that is no UnreadableFile is a fault of the program. */
function asProblem(error: unknown): FileProblem | null {
  return asUnreadable(error)?.problem ?? null;
}

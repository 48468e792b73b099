/** A worker thread for the tests of the reader pool: what files may do to a reader, without files. */
import { threadId } from "node:worker_threads";
import { UnreadableFile } from "#core/io/file-problem.ts";
import { serveTasks } from "#core/io/workers/serve-tasks.ts";

serveTasks({
  thread: async () => ({ value: threadId }),
  /** Takes some time without blocking its thread. */
  wait: async (ms: number) => {
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    return { value: threadId };
  },
  /** Blocks its thread for good, as a decoder can, and counts on in shared memory. */
  spin: async (counter: Int32Array) => {
    for (;;) Atomics.add(counter, 0, 1);
  },
  refuse: async () => {
    throw new UnreadableFile("odd-file", "The file is odd.", "Look at it.");
  },
  fail: async () => {
    throw new TypeError("a mistake in the program");
  },
  exit: async () => process.exit(3),
  /** An error that nobody waits for, as from a callback of a decoder. */
  throwLater: async () => {
    setImmediate(() => {
      throw new Error("thrown where nobody catches it");
    });
    return new Promise<never>(() => {});
  },
});

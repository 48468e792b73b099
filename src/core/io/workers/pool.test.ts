import { threadId } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#contract/errors.ts";
import { UnreadableFile } from "../file-problem.ts";
import { ReaderPool } from "./pool.ts";

const entry = new URL("../../../../tests/support/pool-tasks.ts", import.meta.url);
const patient = { deadlineMs: 30_000 };
const pools: ReaderPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function poolOf(size: number, url = entry): ReaderPool {
  const pool = new ReaderPool(url, size);
  pools.push(pool);
  return pool;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** What became of a task: its value, the code of the file's problem, or the error. */
async function outcome(task: Promise<unknown>): Promise<unknown> {
  return task.catch((error: unknown) => (error instanceof UnreadableFile ? error.problem.code : error));
}

function sharedCounter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Whether something still counts. */
async function isCounting(counter: Int32Array): Promise<boolean> {
  const before = Atomics.load(counter, 0);
  await sleep(50);
  return Atomics.load(counter, 0) !== before;
}

/** Waits until a task that counts has begun to. */
async function begun(counter: Int32Array): Promise<void> {
  await expect.poll(() => Atomics.load(counter, 0), { timeout: 20_000 }).toBeGreaterThan(0);
}

describe("the pool of readers", () => {
  it("starts no more threads than it was told to, and no thread that is not needed", async () => {
    const pool = poolOf(2);
    const one = await pool.run<number>("thread", null, "a", patient);
    expect(one).not.toBe(threadId);
    expect(await pool.run("thread", null, "b", patient)).toBe(one);
    const threads = await Promise.all(
      Array.from({ length: 12 }, (_, i) => pool.run<number>("wait", 20, `c${i}`, patient)),
    );
    expect(new Set(threads).size).toBe(2);
  });

  it("answers each task with its own value, problem or fault", async () => {
    const pool = poolOf(1);
    const [value, problem, fault, unknown] = await Promise.all(
      ["thread", "refuse", "fail", "no-such-task"].map((task) => outcome(pool.run(task, null, task, patient))),
    );
    expect(value).toBeTypeOf("number");
    expect(problem).toBe("odd-file");
    expect(fault).toMatchObject({ message: expect.stringContaining("a mistake in the program") as string });
    expect(unknown).toBeInstanceOf(Error);
    // Neither problems nor faults cost the thread.
    expect(await pool.run("thread", null, "after", patient)).toBe(value);
  });

  it("ends a task past its deadline, says so, and goes on with the others", async () => {
    const pool = poolOf(2);
    const counter = sharedCounter();
    // Started before, so that the deadline is the task's alone.
    await Promise.all(["a", "b"].map((name) => pool.run("wait", 50, name, patient)));
    const late = outcome(pool.run("spin", counter, "late.nii", { deadlineMs: 1000 }));
    const others = Promise.all(Array.from({ length: 8 }, () => pool.run<number>("wait", 5, "other", patient)));
    expect(new Set(await others).size).toBe(1);
    await begun(counter);
    expect(await late).toBe("read-timeout");
    // Its thread is gone, and another stands in its place.
    await expect.poll(() => isCounting(counter)).toBe(false);
    const threads = await Promise.all(Array.from({ length: 8 }, () => pool.run<number>("wait", 50, "after", patient)));
    expect(new Set(threads).size).toBe(2);
  });

  it("counts the deadline from when a task is begun, not from when it was asked for", async () => {
    const pool = poolOf(1);
    await pool.run("thread", null, "started", patient);
    const tasks = Array.from({ length: 6 }, (_, i) => pool.run<number>("wait", 250, `t${i}`, { deadlineMs: 1000 }));
    expect(new Set(await Promise.all(tasks)).size).toBe(1);
  });

  it("takes urgent tasks before those that wait, in their order, and takes back what is no longer wanted", async () => {
    const pool = poolOf(1);
    await pool.run("thread", null, "started", patient);
    const order: string[] = [];
    const ask = (name: string, options: { isUrgent?: boolean; signal?: AbortSignal } = {}): Promise<unknown> =>
      outcome(pool.run("wait", 5, name, { ...patient, ...options }).then(() => order.push(name)));
    const controller = new AbortController();
    const first = ask("first");
    const taken = ask("taken back", { signal: controller.signal });
    const rest = [ask("later"), ask("urgent 1", { isUrgent: true }), ask("urgent 2", { isUrgent: true })];
    controller.abort();
    expect(await taken).toMatchObject({ code: "cancelled" });
    expect(await ask("never", { signal: controller.signal })).toMatchObject({ code: "cancelled" });
    await Promise.all([first, ...rest]);
    expect(order).toEqual(["first", "urgent 1", "urgent 2", "later"]);
  });

  it.each(["exit", "throwLater"])(
    "replaces a thread that a task has ended (%s); only that task fails",
    async (task) => {
      const pool = poolOf(2);
      const crashing = outcome(pool.run(task, null, "bad.nii", patient));
      const others = Array.from({ length: 8 }, (_, i) => outcome(pool.run("wait", 20, `t${i}`, patient)));
      expect(await crashing).toBe("reader-crashed");
      for (const thread of await Promise.all(others)) expect(thread).toBeTypeOf("number");
      const after = await Promise.all(Array.from({ length: 8 }, () => pool.run<number>("wait", 50, "after", patient)));
      expect(new Set(after).size).toBe(2);
    },
  );

  it.each(["exit", "throwLater"])(
    "sends brief tasks ahead; one that ends its thread (%s) does not take those behind it along",
    async (task) => {
      const pool = poolOf(1);
      const brief = { ...patient, bytes: 1000 };
      await pool.run("thread", null, "started", patient);
      const before = Array.from({ length: 2 }, (_, i) => outcome(pool.run("wait", 5, `b${i}`, brief)));
      const crashing = outcome(pool.run(task, null, "bad.nii", brief));
      const behind = Array.from({ length: 6 }, (_, i) => outcome(pool.run("wait", 5, `t${i}`, brief)));
      expect(await crashing).toBe("reader-crashed");
      const threads = await Promise.all(behind);
      for (const thread of [...(await Promise.all(before)), ...threads]) expect(thread).toBeTypeOf("number");
      expect(new Set(threads).size).toBe(1);
    },
  );

  it("gives brief tasks to all threads, and answers all of them where several end their thread", async () => {
    const pool = poolOf(2);
    await Promise.all(["a", "b"].map((name) => pool.run("wait", 50, name, patient)));
    const brief = { deadlineMs: 2000, bytes: 1000 };
    const tasks = Array.from({ length: 200 }, (_, i) => {
      const name = i % 70 === 40 ? "exit" : i === 100 ? "spin" : "thread";
      return outcome(pool.run(name, name === "spin" ? sharedCounter() : null, `t${i}`, brief));
    });
    const answers = await Promise.all(tasks);
    expect(answers.flatMap((answer, i) => (answer === "reader-crashed" ? [i] : []))).toEqual([40, 110, 180]);
    expect(answers.flatMap((answer, i) => (answer === "read-timeout" ? [i] : []))).toEqual([100]);
    const threads = answers.filter((answer) => typeof answer === "number");
    expect(threads).toHaveLength(196);
    expect(new Set(threads).size).toBeGreaterThan(1);
  });

  it("sends no more ahead than takes a moment, all files together", async () => {
    const pool = poolOf(1);
    await pool.run("thread", null, "started", patient);
    const order: string[] = [];
    const ask = (name: string, options: { bytes?: number; isUrgent?: boolean }): Promise<unknown> =>
      pool.run("wait", 5, name, { ...patient, ...options }).then(() => order.push(name));
    const files = Array.from({ length: 16 }, (_, i) => ask(`f${i}`, { bytes: 500 * 1024 }));
    await Promise.all([...files, ask("urgent", { isUrgent: true })]);
    expect(order.indexOf("urgent")).toBe(8);
  });

  it("counts the deadline of brief tasks, too, from when each is begun", async () => {
    const pool = poolOf(1);
    await pool.run("thread", null, "started", patient);
    const options = { deadlineMs: 1000, bytes: 1000 };
    const tasks = Array.from({ length: 6 }, (_, i) => pool.run<number>("wait", 250, `t${i}`, options));
    const late = outcome(pool.run("spin", sharedCounter(), "late.nii", options));
    const after = pool.run<number>("wait", 5, "after", options);
    expect(new Set(await Promise.all(tasks)).size).toBe(1);
    expect(await late).toBe("read-timeout");
    expect(await after).toBeTypeOf("number");
  });

  it("sends nothing ahead behind a task that may take long", async () => {
    const pool = poolOf(2);
    await Promise.all(["a", "b"].map((name) => pool.run("wait", 50, name, patient)));
    const long = pool.run<number>("wait", 600, "long", patient);
    const brief = Array.from({ length: 8 }, () => pool.run<number>("wait", 5, "brief", { ...patient, bytes: 1000 }));
    const threads = new Set(await Promise.all(brief));
    expect(threads.size).toBe(1);
    expect(threads.has(await long)).toBe(false);
  });

  it("does not blame a file for a thread that cannot start", async () => {
    const pool = poolOf(1, new URL("no-such-entry.ts", import.meta.url));
    for (const file of ["a.nii", "b.nii"]) {
      const error = await outcome(pool.run("thread", null, file, patient));
      expect(error).toMatchObject({ code: "ERR_MODULE_NOT_FOUND" });
    }
  });

  it("close ends every thread, and rejects what is under way, what waits, and what comes after as cancelled", async () => {
    const pool = poolOf(2);
    const counters = [sharedCounter(), sharedCounter()];
    const running = counters.map((counter) => outcome(pool.run("spin", counter, "running", patient)));
    const waiting = outcome(pool.run("thread", null, "waiting", patient));
    await Promise.all(counters.map(begun));
    await pool.close();
    for (const counter of counters) expect(await isCounting(counter)).toBe(false);
    const late = outcome(pool.run("thread", null, "late", patient));
    for (const error of await Promise.all([...running, waiting, late])) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toBe("cancelled");
    }
    await pool.close();
  });
});

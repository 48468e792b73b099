import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { AppError, cancelledError, fromWireError } from "#contract/errors.ts";
import {
  type EngineEvents,
  type EngineMessage,
  type EngineRequest,
  type EngineTaskName,
  type EngineTasks,
  NO_MEMORY_CODE,
} from "./protocol.ts";

interface Pending {
  readonly task: EngineTaskName;
  readonly events: EngineEvents;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/** Whatever answers the core's questions to TensorFlow: an engine, or several. */
export interface Engine {
  readonly ask: EngineClient["ask"];
  /** Has it start while something else is done: loading TensorFlow takes a second. Whoever asks it next hears what fails. */
  start(): void;
}

/**
 * The core's side of the engine: a Node process of its own that holds TensorFlow, started when first needed. It may die
 * (an oversized operation ends it by SIGSEGV without a word): whatever waited for it is then rejected as `engine-died`,
 * and the next question starts another.
 */
export class EngineClient implements Engine {
  readonly #entry: URL;
  readonly #threads: number | undefined;
  #child: ChildProcess | null = null;
  #nextId = 1;
  #lastWords = "";
  #lastDeath: string | null = null;
  readonly #pending = new Map<number, Pending>();
  #isClosed = false;

  /** @param options.threads that an operation is shared by; TensorFlow takes as many as there are cores */
  constructor(entry: URL, { threads }: { readonly threads?: number } = {}) {
    this.#entry = entry;
    this.#threads = threads;
  }

  /** Questions that have not been answered. */
  get nAsked(): number {
    return this.#pending.size;
  }

  /** Process id of the engine, or null while none runs. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Why the last engine that died did so; null while none has. */
  get lastDeath(): string | null {
    return this.#lastDeath;
  }

  /**
   * Asks the engine.
   * @throws AppError engine-died, cancelled, or what the task threw
   */
  ask<N extends EngineTaskName>(
    task: N,
    input: EngineTasks[N]["input"],
    options: EngineEvents & { signal?: AbortSignal } = {},
  ): Promise<EngineTasks[N]["output"]> {
    const { signal, ...events } = options;
    if (signal?.aborted || this.#isClosed) return Promise.reject(cancelledError());
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId += 1;
      const child = this.#running();
      const onAbort = (): void => void child.send({ kind: "cancel", id } satisfies EngineRequest);
      signal?.addEventListener("abort", onAbort, { once: true });
      const settle =
        <T>(finish: (value: T) => void) =>
        (value: T): void => {
          signal?.removeEventListener("abort", onAbort);
          this.#pending.delete(id);
          if (this.#pending.size === 0) unrefChild(child);
          finish(value);
        };
      this.#pending.set(id, {
        task,
        events,
        resolve: settle(resolve as (output: unknown) => void),
        reject: settle(reject),
      });
      refChild(child);
      child.send({ kind: "ask", id, task, input } satisfies EngineRequest, (error) => {
        // A pipe that breaks means that the process is ending; its exit says more.
        if (error && child.exitCode !== null)
          this.#pending.get(id)?.reject(new EngineDied(task, child.exitCode, child.signalCode, this.#lastWords));
      });
    });
  }

  start(): void {
    this.ask("info", {}).catch(() => undefined);
  }

  /** Ends an engine that has nothing to do; the next question starts another. */
  rest(): void {
    const child = this.#child;
    if (!child || this.#pending.size > 0) return;
    this.#child = null;
    child
      .removeAllListeners("exit")
      .removeAllListeners("error")
      .once("error", () => undefined);
    child.disconnect();
  }

  /** Ends the engine. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (!child) return;
    // Idle engines are not waited for; this one is.
    child.ref();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(fileURLToPath(this.#entry), [], {
      serialization: "advanced",
      execArgv: ["--disable-warning=ExperimentalWarning"],
      // The terminal's Ctrl-C is for the core, which cancels in order.
      detached: process.platform !== "win32",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, ...(this.#threads && { TF_NUM_INTRAOP_THREADS: String(this.#threads) }) },
    });
    // TensorFlow writes notices there that are no news for anybody; its last words matter only when it dies.
    this.#lastWords = "";
    child
      .stderr!.setEncoding("utf8")
      .on("data", (text: string) => (this.#lastWords = (this.#lastWords + text).slice(-2000)));
    child.on("message", (message: EngineMessage) => this.#receive(message));
    child.once("exit", (code, signal) => this.#lose(child, code, signal));
    child.once("error", () => this.#lose(child, child.exitCode, child.signalCode));
    this.#child = child;
    return child;
  }

  #receive(message: EngineMessage): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    switch (message.kind) {
      case "answer":
        pending.resolve(message.output);
        break;
      case "error":
        pending.reject(fromWireError(message.error));
        break;
      case "epoch":
        pending.events.onEpoch?.(message.report);
        break;
      case "checkpoint":
        pending.events.onCheckpoint?.(message.state);
        break;
    }
  }

  #lose(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child === child) this.#child = null;
    this.#lastDeath = deathReason(code, signal);
    for (const pending of this.#pending.values())
      pending.reject(this.#isClosed ? cancelledError() : new EngineDied(pending.task, code, signal, this.#lastWords));
  }
}

/** The engine's process has ended under a task. `reason` says why, as far as can be told from outside. */
export class EngineDied extends AppError {
  readonly reason: string;

  constructor(task: string, code: number | null, signal: NodeJS.Signals | null, lastWords: string) {
    const probably = looksLikeMemory(code, signal) ? " Probably out of memory." : "";
    super(
      "engine-died",
      `The engine stopped (${signal ?? `code ${code}`}) during ${task}.${probably} All labels are saved.`,
      "Close other programs, then go on with winnow train --resume or winnow judge.",
      { cause: new Error(lastWords) },
    );
    this.reason = deathReason(code, signal);
  }
}

function deathReason(code: number | null, signal: NodeJS.Signals | null): string {
  return looksLikeMemory(code, signal) ? "probably out of memory" : `it ended with ${signal ?? `code ${code}`}`;
}

/** SIGSEGV, SIGKILL and SIGABRT, also as the codes of a shell, are what running out of memory looks like, where the engine cannot say so itself (reliability 2.6). */
function looksLikeMemory(code: number | null, signal: NodeJS.Signals | null): boolean {
  return (
    ["SIGSEGV", "SIGKILL", "SIGABRT"].includes(signal ?? "") || [139, 137, 134, NO_MEMORY_CODE].includes(code ?? 0)
  );
}

/** An idle engine does not keep the program alive. */
function unrefChild(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stderr as Socket | null)?.unref();
}

function refChild(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
  (child.stderr as Socket | null)?.ref();
}

import { type ChildProcess, fork } from "node:child_process";
import type { CommandName } from "#contract/commands.ts";
import type { EventName, EventPayload } from "#contract/events.ts";
import type { Picture } from "#contract/wire.ts";
import { connect, type Connection, coreLost } from "./connect.ts";
import { processPort } from "./process-port.ts";
import type { EventListener, Service } from "./service.ts";

export interface CoreProcessOptions {
  /** The Node binary that runs the core: the shell's own is not always the right one. */
  readonly node: string;
  /** Path of the file that starts the core. */
  readonly entry: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Pause before the first restart; doubles with each that follows soon. */
  readonly backOffMs?: number;
}

/** More restarts than this within RESTART_WINDOW_MS, and the core is given up. */
const MAX_RESTARTS = 6;
const RESTART_WINDOW_MS = 60_000;
const BACK_OFF_MS = 200;
/** How long the core may take to close its project before it is ended. */
const CLOSE_MS = 15_000;

/**
 * The core as a process of its own, kept running: when it ends unexpectedly another is started, the project that was
 * open is opened again, and everybody is told (`core.lost`, `core.back`). Calls meanwhile fail; nothing is queued.
 *
 * Written for Electron's main process too, whose Node may be 16.
 */
export class CoreProcess implements Service {
  readonly #options: CoreProcessOptions;
  readonly #listeners = new Set<EventListener>();
  #child: ChildProcess | null = null;
  #connection: Connection | null = null;
  #restartTimer: NodeJS.Timeout | null = null;
  #restarts: number[] = [];
  #isClosing = false;
  /** What opened the project that is open now. */
  #opened: { readonly path: string; readonly access: "read" | "write" } | null = null;

  constructor(options: CoreProcessOptions) {
    this.#options = options;
    this.#start();
  }

  /** Process id of the core, or null while none runs. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async call(name: CommandName, input: unknown, signal: AbortSignal): Promise<unknown> {
    const output = await this.#running().call(name, input, signal);
    if (name === "project.open") {
      this.#opened = {
        path: (output as { path: string }).path,
        access: (input as { access: "read" | "write" }).access,
      };
    } else if (name === "project.close") this.#opened = null;
    return output;
  }

  fetchPicture(address: string, signal: AbortSignal): Promise<Picture> {
    return this.#connection ? this.#connection.fetchPicture(address, signal) : Promise.reject(coreLost());
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends the core in order: its project is closed first. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#restartTimer) clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const impatience = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS);
    await this.#connection?.close();
    await ended;
    clearTimeout(impatience);
  }

  #running(): Connection {
    if (!this.#connection) throw coreLost();
    return this.#connection;
  }

  #start(): Connection {
    const { node, entry, env } = this.#options;
    const child = fork(entry, [], {
      execPath: node,
      // Left to itself, V8 lets garbage pile up to several times what is in use: adding 100,000 files then takes twice the
      // memory. And threads that exchange their wrappers of WebAssembly's calls end the process now and then, by a fault of
      // V8's (nodejs/node#64500). (The same in scripts/winnow.mjs.)
      execArgv: [
        "--disable-warning=ExperimentalWarning",
        "--max-semi-space-size=16",
        "--heap-growing-percent=50",
        "--wasm-wrapper-tiering-budget=1000000000",
      ],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      ...(env && { env }),
    });
    const connection = connect(processPort(child));
    connection.onEvent((name, payload) => this.#tell(name, payload as never));
    child.once("exit", (code, signal) => this.#lose(child, signal ?? `code ${code}`));
    child.once("error", (error) => {
      // It could not be started at all: no exit follows.
      if (child.pid === undefined) this.#lose(child, error.message);
    });
    this.#child = child;
    this.#connection = connection;
    return connection;
  }

  #lose(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#connection = null;
    if (this.#isClosing) return;
    const now = Date.now();
    this.#restarts = this.#restarts.filter((at) => now - at < RESTART_WINDOW_MS);
    const isRestarting = this.#restarts.length < MAX_RESTARTS;
    this.#tell("core.lost", { reason, isRestarting });
    if (!isRestarting) return;
    const pause = (this.#options.backOffMs ?? BACK_OFF_MS) * 2 ** this.#restarts.length;
    this.#restarts.push(now);
    this.#restartTimer = setTimeout(() => void this.#restart(), pause);
  }

  async #restart(): Promise<void> {
    this.#restartTimer = null;
    const connection = this.#start();
    let project: string | null = null;
    try {
      // Any answer says that it runs; with a project, the answer is that it is open again.
      if (this.#opened) project = (await connection.call("project.open", this.#opened)).path;
      else await connection.call("project.close", {});
    } catch {
      // Lost again: the next restart tells. Or the project is not there any more: the window finds out by itself.
      if (this.#connection !== connection) return;
      this.#opened = null;
    }
    this.#tell("core.back", { project });
  }

  #tell<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of this.#listeners) listener(name, payload);
  }
}

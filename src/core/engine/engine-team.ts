import { availableParallelism, totalmem } from "node:os";
import { type Engine, EngineClient, EngineDied } from "./engine-client.ts";
import type { EngineTaskName, EngineTasks } from "./protocol.ts";

const MOST_MEMBERS = 4;
/** Of the computer's memory for each member; it takes a fraction of that itself. */
const BYTES_A_MEMBER = 4 * 1024 ** 3;
/** Members without work for as long are let go: each keeps a few hundred megabytes. */
const IDLE_MS = 20_000;

/** How many engines at once are of use on this computer. */
function usualTeam(): number {
  return Math.max(1, Math.min(MOST_MEMBERS, availableParallelism(), Math.floor(totalmem() / BYTES_A_MEMBER)));
}

/**
 * Several engines with one thread each, for small networks: what these compute at a time is too little to be shared by
 * threads, and two engines do two things in the time that one of two threads takes for one. What is computed does not
 * depend on how many there are.
 */
export class EngineTeam implements Engine {
  readonly #members: readonly EngineClient[];
  /** What each member has been asked and has not answered, in bytes to look at. */
  readonly #load = new Map<EngineClient, number>();
  #nInUse: number;
  #idle: NodeJS.Timeout | null = null;

  constructor(entry: URL, size = usualTeam()) {
    this.#members = Array.from({ length: size }, () => new EngineClient(entry, { threads: 1 }));
    this.#nInUse = size;
  }

  /** Process id of a member, one that works if any does; null while none runs. */
  get pid(): number | null {
    const running = this.#members.filter(({ pid }) => pid !== null);
    return (running.find(({ nAsked }) => nAsked > 0) ?? running[0])?.pid ?? null;
  }

  /** Questions without an answer yet. */
  get nAsked(): number {
    return this.#members.reduce((sum, { nAsked }) => sum + nAsked, 0);
  }

  /**
   * Asks the member that has least to do: the fewest bytes to look at, since a question about many planes takes as long as
   * many about a few. Where one dies, which may be for want of memory, one less is used from then on.
   * @throws AppError as the members do
   */
  async ask<N extends EngineTaskName>(
    task: N,
    input: EngineTasks[N]["input"],
    options: Parameters<EngineClient["ask"]>[2] = {},
  ): Promise<EngineTasks[N]["output"]> {
    const inUse = this.#members.slice(0, this.#nInUse);
    const loadOf = (member: EngineClient): number => this.#load.get(member) ?? 0;
    const chosen = inUse.reduce((best, member) => (loadOf(member) < loadOf(best) ? member : best));
    const bytes = bytesOf(input);
    this.#load.set(chosen, loadOf(chosen) + bytes);
    try {
      return await chosen.ask(task, input, options);
    } catch (error) {
      if (error instanceof EngineDied) this.#nInUse = Math.max(1, this.#nInUse - 1);
      throw error;
    } finally {
      this.#load.set(chosen, loadOf(chosen) - bytes);
      this.#restLater();
    }
  }

  start(): void {
    for (const member of this.#members.slice(0, this.#nInUse)) member.start();
    this.#restLater();
  }

  /** Ends all members. */
  async close(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    await Promise.all(this.#members.map((member) => member.close()));
  }

  #restLater(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      for (const member of this.#members) member.rest();
    }, IDLE_MS);
    this.#idle.unref();
  }
}

/** Bytes of the planes that a question is about; a question without any counts, too. */
function bytesOf(input: object): number {
  return Object.values(input).reduce<number>(
    (sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0),
    1,
  );
}

import { imageSource } from "../project/queries/image-reference.ts";
import { cancelledError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { TilesAnswer, TilesTask } from "./draw-tiles.ts";
import type { PictureSource } from "./picture-sources.ts";

/** `view`: somebody looks at where it belongs; `background`: prepared for later. */
export type Lane = "view" | "background";

/** A tile to be drawn; `key` is that of its contents. */
export interface TileWish {
  readonly key: string;
  readonly source: PictureSource;
}

interface Waiting extends TileWish {
  resolve(png: Uint8Array): void;
  reject(error: unknown): void;
}

/** Tiles of one case that are drawn in one go: its image is read once for them. */
const MAX_TOGETHER = 16;

/**
 * Tiles that wait for a reader thread: those in view first, those of one case together. No more are handed to the
 * readers than these have threads, so that what comes into view is next.
 */
export class TileQueue {
  readonly #pool: () => ReaderPool;
  readonly #limits: ReadLimits;
  readonly #lanes: Readonly<Record<Lane, Map<string, Waiting>>> = { view: new Map(), background: new Map() };
  #nRunning = 0;

  /** @param pool asked for when it is first needed */
  constructor(pool: () => ReaderPool, limits: ReadLimits) {
    this.#pool = pool;
    this.#limits = limits;
  }

  /** @throws UnreadableFile; AppError cancelled when the signal came before a reader had begun */
  draw(wish: TileWish, lane: Lane, signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#lanes[lane].set(wish.key, { ...wish, resolve, reject });
      signal.addEventListener(
        "abort",
        () => {
          if (this.#lanes.view.delete(wish.key) || this.#lanes.background.delete(wish.key)) reject(cancelledError());
        },
        { once: true },
      );
      // After this turn of the loop: what is asked for at once is handed on together.
      queueMicrotask(() => this.#next());
    });
  }

  /** Puts a tile that waits in the background before those that do. */
  hasten(key: string): void {
    const waiting = this.#lanes.background.get(key);
    if (!waiting) return;
    this.#lanes.background.delete(key);
    this.#lanes.view.set(key, waiting);
  }

  #next(): void {
    const { view, background } = this.#lanes;
    while (view.size + background.size > 0 && this.#nRunning < this.#pool().size) {
      // The background leaves a thread free for what may come into view.
      if (view.size === 0 && this.#nRunning > 0 && this.#nRunning >= this.#pool().size - 1) return;
      const lane: Lane = view.size > 0 ? "view" : "background";
      const group = this.#takeGroup(lane);
      this.#nRunning += 1;
      void this.#drawGroup(group, lane).finally(() => {
        this.#nRunning -= 1;
        this.#next();
      });
    }
  }

  #takeGroup(lane: Lane): Waiting[] {
    const [first] = [...this.#lanes[lane].values()] as [Waiting];
    const group: Waiting[] = [];
    for (const waitingTiles of [this.#lanes[lane], this.#lanes[lane === "view" ? "background" : "view"]]) {
      for (const [key, waiting] of waitingTiles) {
        const isSameCase =
          waiting.source.caseId === first.source.caseId && waiting.source.image.sha256 === first.source.image.sha256;
        if (!isSameCase || group.length === MAX_TOGETHER) continue;
        group.push(waiting);
        waitingTiles.delete(key);
      }
    }
    return group;
  }

  async #drawGroup(group: readonly Waiting[], lane: Lane): Promise<void> {
    const { image, window } = group[0]!.source;
    const masks = group.map(({ source }) => source.mask);
    const task: TilesTask = { image: imageSource(image), window, masks, limits: this.#limits };
    try {
      const answer = await this.#pool().run<TilesAnswer>("pictures.drawTiles", task, image.path, {
        deadlineMs: this.#limits.deadlineMs,
        isUrgent: lane === "view",
      });
      for (const [index, { resolve, reject }] of group.entries()) {
        const tile = answer[index]!;
        if ("png" in tile) resolve(tile.png);
        else reject(new UnreadableFile(tile.problem.code, tile.problem.message, tile.problem.remedy));
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

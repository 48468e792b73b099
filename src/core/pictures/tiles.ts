import type { Emit } from "#contract/events.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { ReadableProject } from "../project/project.ts";
import type { Session } from "../session.ts";
import { DRAWING_VERSION } from "./draw-tiles.ts";
import type { PictureSource } from "./picture-sources.ts";
import { prepareTiles } from "./prepare-tiles.ts";
import { SharedWork } from "./shared-work.ts";
import { BlobCache } from "../project/cache/blob-cache.ts";
import { type Lane, TileQueue } from "./tile-queue.ts";

/** Tiles of about 50,000 masks. */
const MAX_BYTES = 2 * 1024 ** 3;

/** What belongs to the project that is open. */
interface Opened {
  readonly project: ReadableProject;
  readonly cache: BlobCache;
  /** Ends the preparing under way. */
  preparing: AbortController | null;
}

/** Before tiles are prepared: commands that end at once (the command line) leave no cache behind. */
const PREPARE_AFTER_MS = 1000;

/** Tiles of the project that is open: from its cache, or drawn in the reader threads. */
export class Tiles {
  readonly #session: Session;
  readonly #queue: TileQueue;
  readonly #work = new SharedWork<Uint8Array>();
  #opened: Opened | null = null;

  constructor(session: Session) {
    this.#session = session;
    this.#queue = new TileQueue(() => session.pool, session.limits);
    session.onClose(() => this.#close());
  }

  /** @throws UnreadableFile; AppError cancelled, project-not-open */
  async tile(source: PictureSource, signal: AbortSignal, lane: Lane = "view"): Promise<Uint8Array> {
    const { cache, preparing } = this.#open();
    const key = tileKey(source);
    const kept = cache.get(key);
    if (kept) return kept;
    if (lane === "view") this.#queue.hasten(key);
    if (!preparing && lane === "view") this.prepareSoon(() => {}, { onlyIfNew: true });
    return this.#work.run(key, signal, async (all) => {
      const png = await this.#queue.draw({ key, source }, lane, all);
      cache.put(key, png);
      return png;
    });
  }

  /** Prepares tiles in the background, in a moment; ends when the project is closed. */
  prepareSoon(emit: Emit, options: { readonly onlyIfNew?: boolean } = {}): void {
    const opened = this.#open();
    opened.preparing?.abort();
    const { signal } = (opened.preparing = new AbortController());
    const timer = setTimeout(() => void this.prepare(emit, { ...options, signal }), PREPARE_AFTER_MS).unref();
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  /**
   * Draws what the cache does not have yet.
   * @param options.onlyIfNew not where it was once gone through and has no later masks
   */
  prepare(
    emit: Emit,
    { onlyIfNew = false, signal = new AbortController().signal }: { onlyIfNew?: boolean; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { project, cache } = this.#open();
    return prepareTiles({
      project,
      cache,
      onlyIfNew,
      keyOf: tileKey,
      draw: (source) => this.tile(source, signal, "background"),
      progress: progressEvents("prepare", emit),
      signal,
    });
  }

  #open(): Opened {
    const { project } = this.#session;
    return (this.#opened ??= { project, cache: new BlobCache(project.path, "tiles", MAX_BYTES), preparing: null });
  }

  #close(): void {
    this.#opened?.preparing?.abort();
    this.#opened?.cache.close();
    this.#opened = null;
  }
}

/** By contents: the same image and mask give the same tile, wherever they lie. */
export function tileKey({ image, mask }: Pick<PictureSource, "image" | "mask">): string {
  return `${DRAWING_VERSION} ${image.sha256} ${mask ? `${mask.sha256} ${mask.labelValue ?? "any"}` : "none"}`;
}

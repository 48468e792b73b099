export interface PictureCacheOptions<Picture> {
  readonly maxBytes: number;
  /** Pictures that are loaded at the same time. */
  readonly concurrency: number;
  load(address: string, signal: AbortSignal): Promise<Picture>;
  bytesOf(picture: Picture): number;
  release(picture: Picture): void;
}

/**
 * Pictures by address: at most so many bytes are kept, the one that was not asked for longest goes first. What is wanted
 * is loaded in the order of the wish, a few at a time; a wish that was dropped before its turn costs nothing.
 */
export class PictureCache<Picture> {
  readonly #options: PictureCacheOptions<Picture>;
  readonly #kept = new Map<string, Picture>();
  readonly #failed = new Map<string, Error>();
  readonly #loading = new Map<string, AbortController>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #wishes = new Map<string, readonly string[]>();
  #bytes = 0;

  constructor(options: PictureCacheOptions<Picture>) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(address: string): Picture | undefined {
    const picture = this.#kept.get(address);
    if (picture !== undefined) {
      this.#kept.delete(address);
      this.#kept.set(address, picture);
    }
    return picture;
  }

  errorOf(address: string): Error | undefined {
    return this.#failed.get(address);
  }

  /** Tries again what could not be had (the core was away, the file is back). */
  forgetFailures(): void {
    this.#failed.clear();
    this.#next();
  }

  /** What a part of the window wants, first things first; it replaces that part's earlier wish. */
  want(who: string, addresses: readonly string[]): void {
    if (addresses.length === 0) this.#wishes.delete(who);
    else this.#wishes.set(who, addresses);
    const isWanted = (address: string): boolean => {
      for (const wish of this.#wishes.values()) if (wish.includes(address)) return true;
      return false;
    };
    for (const [address, controller] of this.#loading) if (!isWanted(address)) controller.abort();
    // What nobody wishes for any more is tried again when it is wished for: its address may be right again by then.
    for (const address of this.#failed.keys()) if (!isWanted(address)) this.#failed.delete(address);
    this.#next();
  }

  /** Called when the picture of an address has come or failed. */
  subscribe(address: string, listener: () => void): () => void {
    const set = this.#listeners.get(address) ?? new Set();
    this.#listeners.set(address, set);
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(address);
    };
  }

  #next(): void {
    for (const wish of this.#wishes.values()) {
      for (const address of wish) {
        if (this.#loading.size >= this.#options.concurrency) return;
        if (!this.#kept.has(address) && !this.#failed.has(address) && !this.#loading.has(address)) {
          void this.#load(address);
        }
      }
    }
  }

  async #load(address: string): Promise<void> {
    const controller = new AbortController();
    this.#loading.set(address, controller);
    try {
      const picture = await this.#options.load(address, controller.signal);
      this.#keep(address, picture);
    } catch (thrown) {
      if (!controller.signal.aborted) {
        this.#failed.set(address, thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    } finally {
      this.#loading.delete(address);
    }
    for (const listener of this.#listeners.get(address) ?? []) listener();
    this.#next();
  }

  #keep(address: string, picture: Picture): void {
    this.#kept.set(address, picture);
    this.#bytes += this.#options.bytesOf(picture);
    for (const [oldest, old] of this.#kept) {
      // What is on the screen stays, even where it alone is too much.
      if (this.#bytes <= this.#options.maxBytes || oldest === address) break;
      if (this.#listeners.has(oldest)) continue;
      this.#kept.delete(oldest);
      this.#bytes -= this.#options.bytesOf(old);
      this.#options.release(old);
    }
  }
}

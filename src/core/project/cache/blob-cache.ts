import { existsSync } from "node:fs";
import { join } from "node:path";
import { CacheFile, discardCacheFile, isDamaged } from "./cache-file.ts";

/** Entries that are written together, or sooner when this time has passed. */
const BATCH = 32;
const BATCH_MS = 500;
/** After something went wrong with the file it is left alone for so long. */
const REST_MS = 5000;
const DAY_MS = 86_400_000;

/**
 * What was made before and can be made again (tiles, signals), in `NAME.winnow-cache/` beside the project. It may be deleted at any time, also while
 * it is open, and it may be that it cannot be written at all: nothing here ever throws, things are then made again.
 */
export class BlobCache {
  readonly path: string;
  readonly #maxBytes: number;
  #file: CacheFile | null = null;
  #restsUntil = 0;
  readonly #waiting = new Map<string, Uint8Array>();
  readonly #used = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  /** @param name of the file in the project's cache folder, without `.sqlite` */
  constructor(projectPath: string, name: string, maxBytes: number) {
    this.path = join(`${projectPath}-cache`, `${name}.sqlite`);
    this.#maxBytes = maxBytes;
  }

  get(key: string): Uint8Array | null {
    const waiting = this.#waiting.get(key);
    if (waiting) return waiting;
    const found = this.#try((file) => file.get(key));
    if (!found) return null;
    if (found.usedOn < today()) {
      this.#used.add(key);
      this.#flushLater();
    }
    return found.bytes;
  }

  has(key: string): boolean {
    return this.#waiting.has(key) || (this.#try((file) => file.has(key)) ?? false);
  }

  put(key: string, bytes: Uint8Array): void {
    this.#waiting.set(key, bytes);
    if (this.#waiting.size >= BATCH) this.flush();
    else this.#flushLater();
  }

  /** Bytes in use; 0 where there is no file. */
  get bytes(): number {
    return this.#try((file) => file.bytes) ?? 0;
  }

  get isFull(): boolean {
    return this.bytes > 0.95 * this.#maxBytes;
  }

  /** Something that is remembered with the entries, and lost with them. */
  fact(name: string): string | null {
    return this.#try((file) => file.fact(name));
  }

  /** @returns whether it will be remembered */
  setFact(name: string, value: string): boolean {
    return this.#try((file) => (file.setFact(name, value), true)) ?? false;
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size + this.#used.size === 0) return;
    // A file that was deleted under us takes what is written to it into nothing.
    if (this.#file && !existsSync(this.path)) this.#drop();
    this.#try((file) => file.write(this.#waiting, this.#used, today()));
    this.#waiting.clear();
    this.#used.clear();
  }

  close(): void {
    this.flush();
    this.#drop();
    this.#restsUntil = Infinity;
  }

  #flushLater(): void {
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS).unref();
  }

  #try<T>(work: (file: CacheFile) => T): T | null {
    if (!this.#file && Date.now() < this.#restsUntil) return null;
    try {
      this.#file ??= new CacheFile(this.path, this.#maxBytes);
      return work(this.#file);
    } catch (error) {
      this.#drop();
      if (isDamaged(error)) this.#discard();
      else this.#restsUntil = Date.now() + REST_MS;
      return null;
    }
  }

  #discard(): void {
    try {
      discardCacheFile(this.path);
    } catch {
      this.#restsUntil = Infinity;
    }
  }

  #drop(): void {
    try {
      this.#file?.close();
    } catch {
      // It is given up either way.
    }
    this.#file = null;
  }
}

function today(): number {
  return Math.floor(Date.now() / DAY_MS);
}

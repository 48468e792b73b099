import type { TileRow } from "#contract/commands/review.ts";

const PAGE = 100;
/** Rows that are kept: some 5 MB, a few dozen screens. */
const MOST_ROWS = 8000;

/** Rows of the tiles by id, asked for by the page as they come into view; the oldest go when there are too many. */
export class RowPages {
  readonly #ask: (ids: number[]) => Promise<TileRow[]>;
  readonly #onRows: (ids: readonly number[]) => void;
  readonly #rows = new Map<number, TileRow>();
  readonly #asking = new Map<string, Promise<void>>();
  /** Rows that are kept to be shown until their successors have come. */
  #stale = new Set<number>();
  #generation = 0;

  constructor(ask: (ids: number[]) => Promise<TileRow[]>, onRows: (ids: readonly number[]) => void) {
    this.#ask = ask;
    this.#onRows = onRows;
  }

  get(id: number): TileRow | undefined {
    return this.#rows.get(id);
  }

  put(row: TileRow): void {
    this.#rows.delete(row.id);
    this.#rows.set(row.id, row);
    this.#stale.delete(row.id);
  }

  /** Everything is asked for again; until then what is known stays on the screen. */
  forget(): void {
    this.#generation += 1;
    this.#stale = new Set(this.#rows.keys());
    this.#asking.clear();
  }

  /** Makes sure of the rows from `first` to before `end`, and of the rest of their pages. */
  async load(ids: readonly number[], first: number, end: number): Promise<void> {
    const waits: Promise<void>[] = [];
    for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE < Math.min(end, ids.length); page += 1) {
      const missing = ids
        .slice(page * PAGE, (page + 1) * PAGE)
        .filter((id) => !this.#rows.has(id) || this.#stale.has(id));
      if (missing.length === 0) continue;
      const key = `${this.#generation} ${missing[0]} ${missing.length}`;
      const asking = this.#asking.get(key) ?? this.#load(key, missing);
      this.#asking.set(key, asking);
      waits.push(asking);
    }
    await Promise.all(waits);
  }

  async #load(key: string, missing: number[]): Promise<void> {
    const generation = this.#generation;
    try {
      const rows = await this.#ask(missing);
      if (generation !== this.#generation) return;
      for (const row of rows) this.put(row);
      this.#trim();
      this.#onRows(rows.map(({ id }) => id));
    } catch {
      // The core is away or busy: what is seen is asked for again when it is back.
    } finally {
      this.#asking.delete(key);
    }
  }

  #trim(): void {
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= MOST_ROWS) return;
      this.#rows.delete(id);
      this.#stale.delete(id);
    }
  }
}

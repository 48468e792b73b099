import type { TileRow } from "#contract/commands/review.ts";

/** What a tile needs to draw itself; a new object only when something of it has changed. */
export interface TileState {
  readonly row: TileRow | undefined;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  /** Its mark is not on disk yet. */
  readonly isSaving: boolean;
}

/** The tiles that somebody draws: each hears of itself alone. */
export class TileBoard {
  readonly #stateOf: (id: number) => TileState;
  readonly #drawn = new Map<number, TileState>();
  readonly #listeners = new Map<number, Set<() => void>>();

  /** @param stateOf what a tile would look like now */
  constructor(stateOf: (id: number) => TileState) {
    this.#stateOf = stateOf;
  }

  subscribe(id: number, listener: () => void): () => void {
    const set = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, set);
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size > 0) return;
      this.#listeners.delete(id);
      this.#drawn.delete(id);
    };
  }

  /** As it was last drawn: the same object until it changes, where somebody draws it. */
  tile(id: number): TileState {
    const known = this.#drawn.get(id);
    if (known) return known;
    const state = this.#stateOf(id);
    if (this.#listeners.has(id)) this.#drawn.set(id, state);
    return state;
  }

  /** Tells those whose state is another now. */
  redraw(ids: readonly number[] = [...this.#listeners.keys()]): void {
    for (const id of ids) {
      const listeners = this.#listeners.get(id);
      if (!listeners) continue;
      const before = this.#drawn.get(id);
      const after = this.#stateOf(id);
      if (before && isSame(before, after)) continue;
      this.#drawn.set(id, after);
      for (const listener of listeners) listener();
    }
  }
}

function isSame(a: TileState, b: TileState): boolean {
  return a.row === b.row && a.isFocused === b.isFocused && a.isSelected === b.isSelected && a.isSaving === b.isSaving;
}

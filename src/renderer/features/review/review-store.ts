import type { Client } from "#contract/client.ts";
import type { Input } from "#contract/commands.ts";
import type { Mark, Opinion, TileRow } from "#contract/commands/review.ts";
import type { AppError } from "#contract/errors.ts";
import type { LabelValue } from "#contract/records.ts";
import { Attention } from "./attention.ts";
import { asError, MarkSaver, type SavingEvents } from "./mark-saver.ts";
import { countsAfter, isUndecided, NO_REMARKS, type Remarks, type ReviewCounts, toMark } from "./marks.ts";
import { RowPages } from "./row-pages.ts";
import { TileBoard, type TileState } from "./tile-board.ts";

export type Filter = Omit<Input<"review.snapshot">, "rater">;

/** What the screen around the tiles needs; a new object with every change of it. */
export interface ReviewState {
  readonly ids: readonly number[];
  readonly counts: ReviewCounts | null;
  readonly filter: Filter;
  readonly isLoading: boolean;
  readonly error: AppError | null;
  readonly focus: number;
  readonly nSelected: number;
  /** Grows when all rows are to be asked for again. */
  readonly generation: number;
}

export interface StoreEvents extends SavingEvents {
  onMarked(rows: readonly TileRow[], label: Mark["label"], next: TileRow | null): void;
}

const MOST_AT_ONCE = 5000;
/** Pictures that cannot be had come many at once: their rows are asked for again together. */
const REFRESH_AFTER_MS = 200;

/**
 * The masks under review, outside React: one key may change two tiles of a hundred thousand, and only these two are
 * drawn again.
 */
export class ReviewStore {
  readonly attention = new Attention();
  /** Where the grid was scrolled to when it was left for the focus view. */
  scrollTop = 0;
  readonly #core: Client;
  readonly #rater: string;
  readonly #events: StoreEvents;
  readonly #rows: RowPages;
  readonly #saver: MarkSaver;
  readonly #remarks = new Map<number, Remarks>();
  readonly #opinions = new Map<number, Opinion>();
  readonly #selected = new Set<number>();
  readonly #tiles = new TileBoard((id) => this.#tileState(id));
  readonly #listeners = new Set<() => void>();
  #indexOf: Map<number, number> = new Map();
  #anchor = 0;
  #asked = 0;
  #isRefreshDue = false;
  #state: ReviewState;

  constructor(core: Client, rater: string, events: StoreEvents) {
    this.#core = core;
    this.#rater = rater;
    this.#events = events;
    this.#rows = new RowPages(
      (ids) => core.call("review.rows", { rater, ids }),
      (ids) => this.#redrawRows(ids),
    );
    const list = {
      row: (id: number) => this.row(id),
      redraw: (ids: readonly number[]) => this.#redrawRows(ids),
      acknowledge: (rows: readonly TileRow[], ids: readonly number[]) => this.#acknowledge(rows, ids),
      focusOn: (id: number) => void this.focusOn(id),
    };
    this.#saver = new MarkSaver(core, rater, list, events);
    this.#state = {
      ids: [],
      counts: null,
      filter: {},
      isLoading: true,
      error: null,
      focus: 0,
      nSelected: 0,
      generation: 0,
    };
  }

  get state(): ReviewState {
    return this.#state;
  }

  get rater(): string {
    return this.#rater;
  }

  get focusId(): number | null {
    return this.#state.ids[this.#state.focus] ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  subscribeTile(id: number, listener: () => void): () => void {
    return this.#tiles.subscribe(id, listener);
  }

  tile(id: number): TileState {
    return this.#tiles.tile(id);
  }

  /** The row as it is shown: with the mark that is on its way. */
  row(id: number): TileRow | undefined {
    return this.#saver.row(id) ?? this.#rows.get(id);
  }

  /** Asks for the order anew; tiles keep their place until then. The focus stays on its mask where that still fits. */
  async load(filter: Filter, focusOn: number | null = this.focusId): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#set({ filter, isLoading: true, error: null });
    try {
      const { ids, counts } = await this.#core.call("review.snapshot", { ...filter, rater: this.#rater });
      if (asked !== this.#asked) return;
      this.#indexOf = new Map(ids.map((id, index) => [id, index]));
      this.#selected.clear();
      const focus = focusOn === null ? 0 : (this.#indexOf.get(focusOn) ?? 0);
      this.#anchor = focus;
      this.#set({ ids, counts, isLoading: false, focus, nSelected: 0 });
      this.attention.turnTo(this.focusId);
      this.#tiles.redraw();
      await this.loadRange(focus, focus + 1);
    } catch (thrown) {
      if (asked === this.#asked) this.#set({ isLoading: false, error: asError(thrown) });
    }
  }

  /** Rows that are or will soon be seen. */
  async loadRange(first: number, end: number): Promise<void> {
    await this.#rows.load(this.#state.ids, first, end);
  }

  /** Rows that were had elsewhere (all masks of a case): they need not be in the list. */
  put(rows: readonly TileRow[]): void {
    for (const row of rows) this.#rows.put(row);
    // Also who shows them beside the grid: an answer from before a mark may have stood there meanwhile.
    this.#redrawRows(rows.map(({ id }) => id));
  }

  indexOf(id: number): number | null {
    return this.#indexOf.get(id) ?? null;
  }

  /** What the core says has changed (a judge has judged, files were added): rows are asked for again as they are seen. */
  refreshRows(): void {
    this.#rows.forget();
    this.#set({ generation: this.#state.generation + 1 });
  }

  /** Where a picture cannot be had: image or mask may have been exchanged since the rows came, and it has a new address. */
  refreshRowsSoon(): void {
    if (this.#isRefreshDue) return;
    this.#isRefreshDue = true;
    setTimeout(() => {
      this.#isRefreshDue = false;
      this.refreshRows();
    }, REFRESH_AFTER_MS);
  }

  /** Where somebody else marks: the counts are asked for again, and the order stays. */
  async refreshCounts(): Promise<void> {
    const asked = this.#asked;
    try {
      const { counts } = await this.#core.call("review.snapshot", { ...this.#state.filter, rater: this.#rater });
      if (asked === this.#asked) this.#set({ counts });
    } catch {
      // The core is away or busy: they are asked for again with the next change.
    }
  }

  setFocus(index: number, how: "move" | "extend" | "toggle" = "move"): void {
    const { ids, focus } = this.#state;
    if (ids.length === 0) return;
    const next = Math.min(ids.length - 1, Math.max(0, index));
    const changed = new Set([ids[focus]!, ids[next]!]);
    if (how === "move") {
      for (const id of this.#selected) changed.add(id);
      this.#selected.clear();
      this.#anchor = next;
    } else if (how === "toggle") {
      const id = ids[next]!;
      // The tile that was focused before is what the first Ctrl+click adds to.
      if (this.#selected.size === 0 && next !== focus) this.#selected.add(ids[focus]!);
      if (!this.#selected.delete(id)) this.#selected.add(id);
      this.#anchor = next;
    } else {
      for (const id of this.#selected) changed.add(id);
      this.#selected.clear();
      for (let i = Math.min(this.#anchor, next); i <= Math.max(this.#anchor, next); i += 1) {
        this.#selected.add(ids[i]!);
        changed.add(ids[i]!);
      }
    }
    this.#set({ focus: next, nSelected: this.#selected.size });
    this.attention.turnTo(this.focusId);
    this.#tiles.redraw([...changed]);
  }

  focusOn(id: number): boolean {
    const index = this.#indexOf.get(id);
    if (index === undefined) return false;
    if (index !== this.#state.focus) this.setFocus(index);
    return true;
  }

  selectAll(): void {
    for (const id of this.#state.ids) this.#selected.add(id);
    this.#set({ nSelected: this.#selected.size });
    this.#tiles.redraw();
  }

  clearSelection(): void {
    const before = [...this.#selected];
    this.#selected.clear();
    this.#set({ nSelected: 0 });
    this.#tiles.redraw(before);
  }

  /** The next mask that nobody has decided, from the focus on and then from the start; loads rows as it needs them. */
  async goToUndecided(direction: 1 | -1 = 1): Promise<boolean> {
    const found = await this.nextUndecided(this.#state.focus, direction);
    if (found !== null) this.setFocus(found);
    return found !== null;
  }

  async nextUndecided(from: number, direction: 1 | -1): Promise<number | null> {
    const { ids } = this.#state;
    for (let step = 1; step <= ids.length; step += 1) {
      const index = (from + direction * step + ids.length * step) % ids.length;
      if (!this.row(ids[index]!)) await this.loadRange(index, index + 1);
      if (ids !== this.#state.ids) return null;
      const row = this.row(ids[index]!);
      if (row && isUndecided(row)) return index;
    }
    return null;
  }

  remarks(id: number): Remarks {
    const mine = this.row(id)?.mine;
    if (mine) return mine;
    return this.#remarks.get(id) ?? NO_REMARKS;
  }

  /** Reasons and note of a mask: with its label where there is one, kept for it where there is none yet. */
  async setRemarks(change: (before: Remarks) => Remarks, ids: readonly number[] = this.targets()): Promise<void> {
    const marks: Mark[] = [];
    for (const id of ids) {
      const remarks = change(this.remarks(id));
      const label = this.row(id)?.mine?.label;
      if (label) marks.push(toMark(id, label, remarks, null));
      else this.#remarks.set(id, remarks);
    }
    this.#set({});
    if (marks.length > 0) await this.#saver.save(marks, "grid");
  }

  opinion(id: number): Opinion | undefined {
    return this.#opinions.get(id);
  }

  /** Asks for the judge's opinion; where the person has not decided yet, the core notes that they have looked. */
  async showOpinion(id: number): Promise<void> {
    try {
      this.#opinions.set(id, await this.#core.call("review.opinion", { rater: this.#rater, candidateId: id }));
      this.#set({});
    } catch (thrown) {
      this.#events.onFailed(asError(thrown), [], "clear");
    }
  }

  forgetOpinions(): void {
    this.#opinions.clear();
  }

  /** What a label is given to: the selection, or else the focused mask. */
  targets(): number[] {
    if (this.#selected.size > 0) return this.#state.ids.filter((id) => this.#selected.has(id));
    return this.focusId === null ? [] : [this.focusId];
  }

  /**
   * Labels the selection or the focused mask and moves on in the same frame; the answer of the disk comes later. From an
   * open mask on to the next open one, from a decided one to its neighbour.
   */
  mark(
    label: LabelValue | "clear",
    origin: "grid" | "focus" = "grid",
    ids: readonly number[] = this.targets(),
  ): Promise<boolean> {
    if (ids.length === 0 || ids.length > MOST_AT_ONCE) return Promise.resolve(false);
    const wasOpen = ids.some((id) => {
      const row = this.row(id);
      return !row || isUndecided(row);
    });
    const isMany = ids.length > 1;
    const marks = ids.map((id) => toMark(id, label, this.remarks(id), isMany ? null : this.attention.take(id)));
    const saved = this.#saver.save(marks, origin);
    for (const id of ids) this.#remarks.delete(id);
    const last = Math.max(...ids.map((id) => this.#indexOf.get(id) ?? 0));
    if (origin === "grid" && this.#selected.size > 0) this.clearSelection();
    if (label !== "clear" && origin === "grid") this.#moveOn(last, wasOpen);
    const next = this.focusId === null || ids.includes(this.focusId) ? null : (this.row(this.focusId) ?? null);
    this.#events.onMarked(this.#known(ids), label, next);
    return saved;
  }

  /** In this frame where the rows are known, a moment later where they have to be asked for. */
  #moveOn(from: number, toOpen: boolean): void {
    const { ids } = this.#state;
    for (let index = from + 1; index < ids.length; index += 1) {
      const row = this.row(ids[index]!);
      if (!row && toOpen) {
        void this.nextUndecided(from, 1).then((found) => found !== null && this.setFocus(found));
        return;
      }
      if (!toOpen || (row && isUndecided(row))) return this.setFocus(index);
    }
    if (toOpen) void this.nextUndecided(from, 1).then((found) => found !== null && this.setFocus(found));
  }

  /** Counts move in place, without asking again for all rows. */
  #acknowledge(rows: readonly TileRow[], ids: readonly number[]): void {
    let { counts } = this.#state;
    for (const row of rows) {
      const before = this.#rows.get(row.id);
      if (before && counts) counts = countsAfter(counts, before, row);
      this.#rows.put(row);
      // What was asked before the mark may differ now (why it was in the queue).
      this.#opinions.delete(row.id);
    }
    this.#set({ counts });
    this.#tiles.redraw([...ids, ...rows.map(({ id }) => id)]);
  }

  #known(ids: readonly number[]): TileRow[] {
    return ids.flatMap((id) => this.row(id) ?? []);
  }

  #tileState(id: number): TileState {
    return {
      row: this.row(id),
      isFocused: this.focusId === id,
      isSelected: this.#selected.has(id),
      isSaving: this.#saver.isSaving(id),
    };
  }

  /** Tells these tiles, and everybody who shows rows beside the grid. */
  #redrawRows(ids: readonly number[]): void {
    this.#tiles.redraw(ids);
    this.#set({});
  }

  #set(change: Partial<ReviewState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

import type { Client } from "#contract/client.ts";
import type { Mark, TileRow } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import type { Undoable } from "../../app/history.ts";
import { withMark } from "./marks.ts";

/** What saving needs of the list in which the marks are shown. */
export interface MarkedList {
  /** As it is shown: with the mark that is on its way. */
  row(id: number): TileRow | undefined;
  redraw(ids: readonly number[]): void;
  /** Takes over what the core holds now; empty where it has failed. */
  acknowledge(rows: readonly TileRow[], ids: readonly number[]): void;
  focusOn(id: number): void;
}

export interface SavingEvents {
  /** Marks that could not be saved: they have been taken back. */
  onFailed(error: AppError, rows: readonly TileRow[], label: Mark["label"]): void;
  /** @returns takes it out again */
  pushHistory(entry: Undoable): () => void;
  describeUndo(n: number, row: TileRow | undefined): string;
}

type Origin = "grid" | "focus" | "undo" | "redo";

/** `pictureVersion` of the masks of one step; undefined where the list does not hold the mask. */
type PicturesSeen = Map<number, string | undefined>;

interface Underway {
  readonly mark: Mark;
  readonly row: TileRow;
}

/**
 * Brings marks to the disk, and each into the history. What the person has just said is shown at once over what the core
 * has acknowledged, and goes when that answers or fails.
 */
export class MarkSaver {
  readonly #core: Client;
  readonly #rater: string;
  readonly #list: MarkedList;
  readonly #events: SavingEvents;
  /** Marks on their way to the disk, by mask; the last one counts. */
  readonly #underway = new Map<number, Underway[]>();

  constructor(core: Client, rater: string, list: MarkedList, events: SavingEvents) {
    this.#core = core;
    this.#rater = rater;
    this.#list = list;
    this.#events = events;
  }

  isSaving(id: number): boolean {
    return this.#underway.has(id);
  }

  /** A row with the mark that is on its way; undefined where none is. */
  row(id: number): TileRow | undefined {
    return this.#underway.get(id)?.at(-1)?.row;
  }

  /** One step of the history. @returns whether it is on disk */
  async save(marks: readonly Mark[], origin: "grid" | "focus"): Promise<boolean> {
    const ids = idsOf(marks);
    // Undo and redo are about the pictures that were looked at now, not about those that may have come since.
    const seen: PicturesSeen = new Map(ids.map((id) => [id, this.#list.row(id)?.pictureVersion]));
    const sent = this.#send(marks, origin, seen);
    // At once, so that an undo in the same breath means this mark; it waits for what the disk says was before.
    const forget = this.#events.pushHistory({
      undo: async () => {
        const before = await sent;
        if (before) await this.#repeat(before, "undo", seen);
      },
      redo: () => this.#repeat(marks, "redo", seen),
      describe: () => this.#events.describeUndo(ids.length, this.#list.row(ids[0]!)),
    });
    const isSaved = (await sent) !== null;
    if (!isSaved) forget();
    return isSaved;
  }

  async #repeat(marks: readonly Mark[], origin: "undo" | "redo", seen: PicturesSeen): Promise<void> {
    const before = await this.#send(marks, origin, seen, true);
    const [first] = seen.keys();
    if (before && first !== undefined) this.#list.focusOn(first);
  }

  /** @returns what the labels were before; null where they could not be saved (they are then shown as they were) */
  async #send(
    marks: readonly Mark[],
    origin: Origin,
    seen: PicturesSeen,
    throws = false,
  ): Promise<readonly Mark[] | null> {
    const entries = marks.flatMap((mark): Underway[] => {
      const row = this.#list.row(mark.candidateId);
      return row ? [{ mark, row: withMark(row, mark, this.#rater, Date.now()) }] : [];
    });
    for (const entry of entries) {
      const { candidateId } = entry.mark;
      this.#underway.set(candidateId, [...(this.#underway.get(candidateId) ?? []), entry]);
    }
    const ids = idsOf(marks);
    this.#list.redraw(ids);
    try {
      const sent = marks.map((mark) => ({ ...mark, seen: seen.get(mark.candidateId) }));
      const { rows, before } = await this.#core.call("review.mark", { rater: this.#rater, marks: sent, origin });
      // Of what was not in the list: what it was when its mark was stored.
      for (const row of rows) seen.set(row.id, seen.get(row.id) ?? row.pictureVersion);
      this.#settle(entries, rows);
      return before;
    } catch (thrown) {
      this.#settle(entries, []);
      if (throws) throw thrown;
      // Whoever marks on goes back to what was not saved.
      if (ids.length > 0) this.#list.focusOn(ids[0]!);
      const rows = ids.flatMap((id) => this.#list.row(id) ?? []);
      this.#events.onFailed(asError(thrown), rows, marks[0]!.label);
      return null;
    }
  }

  #settle(entries: readonly Underway[], rows: readonly TileRow[]): void {
    for (const entry of entries) {
      const { candidateId } = entry.mark;
      const left = (this.#underway.get(candidateId) ?? []).filter((other) => other !== entry);
      if (left.length > 0) this.#underway.set(candidateId, left);
      else this.#underway.delete(candidateId);
    }
    this.#list.acknowledge(rows, idsOf(entries.map(({ mark }) => mark)));
  }
}

function idsOf(marks: readonly Mark[]): number[] {
  return marks.map(({ candidateId }) => candidateId);
}

export function asError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError("internal", thrown instanceof Error ? thrown.message : String(thrown), "");
}

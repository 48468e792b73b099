import { create } from "zustand";
import { asAppError } from "../client/jobs.ts";
import { announce, notify } from "./announce.ts";

export interface Undoable {
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Said after the undo: "Undone: 3 labels taken back." */
  describe(): string;
}

interface HistoryState {
  done: readonly Undoable[];
  undone: readonly Undoable[];
}

const history = create<HistoryState>(() => ({ done: [], undone: [] }));

function without(entries: readonly Undoable[], entry: Undoable): Undoable[] {
  return entries.filter((other) => other !== entry);
}

/** The steps that were asked for, one after the other: what is under way ends before the next begins. */
let steps: Promise<void> = Promise.resolve();

/** A step that failed stays where it was. */
async function step(direction: "undo" | "redo"): Promise<void> {
  const { done, undone } = history.getState();
  const entry = direction === "undo" ? done.at(-1) : undone.at(-1);
  if (!entry) return;
  try {
    await entry[direction]();
    history.setState((state) => {
      const [from, to] = direction === "undo" ? [state.done, state.undone] : [state.undone, state.done];
      // Taken out meanwhile: its mark could not be saved.
      if (!from.includes(entry)) return state;
      const [left, more] = [without(from, entry), [...to, entry]];
      return direction === "undo" ? { done: left, undone: more } : { done: more, undone: left };
    });
    if (direction === "undo") announce(entry.describe());
  } catch (thrown) {
    const error = asAppError(thrown);
    notify({ kind: "error", text: `${error.message} ${error.remedy}` });
  }
}

/** @returns takes it out again: what it would undo did not come to pass */
export function pushHistory(entry: Undoable): () => void {
  history.setState(({ done }) => ({ done: [...done, entry], undone: [] }));
  return () => history.setState(({ done, undone }) => ({ done: without(done, entry), undone: without(undone, entry) }));
}

const ask = (direction: "undo" | "redo"): void => void (steps = steps.then(() => step(direction)));
export const undo = (): void => ask("undo");
export const redo = (): void => ask("redo");

/** Undo and redo without limit, across screens; forgotten when another project is opened. */
export function useHistory(): {
  push(entry: Undoable): () => void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
} {
  const canUndo = history((state) => state.done.length > 0);
  const canRedo = history((state) => state.undone.length > 0);
  return { push: pushHistory, undo, redo, canUndo, canRedo };
}

export function forgetHistory(): void {
  history.setState({ done: [], undone: [] });
}

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

/** The steps that were asked for, one after the other: what is under way ends before the next begins. */
let steps: Promise<void> = Promise.resolve();

/** A step that failed stays where it was. */
async function step(direction: "undo" | "redo"): Promise<void> {
  const { done, undone } = history.getState();
  const entry = direction === "undo" ? done.at(-1) : undone.at(-1);
  if (!entry) return;
  try {
    await entry[direction]();
    history.setState((state) =>
      direction === "undo"
        ? { done: state.done.filter((other) => other !== entry), undone: [...state.undone, entry] }
        : { done: [...state.done, entry], undone: state.undone.filter((other) => other !== entry) },
    );
    if (direction === "undo") announce(entry.describe());
  } catch (thrown) {
    const error = asAppError(thrown);
    notify({ kind: "error", text: `${error.message} ${error.remedy}` });
  }
}

const push = (entry: Undoable): void => history.setState(({ done }) => ({ done: [...done, entry], undone: [] }));
const ask = (direction: "undo" | "redo"): void => void (steps = steps.then(() => step(direction)));
const undo = (): void => ask("undo");
const redo = (): void => ask("redo");

/** Undo and redo without limit, across screens; forgotten when another project is opened. */
export function useHistory(): {
  push(entry: Undoable): void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
} {
  const canUndo = history((state) => state.done.length > 0);
  const canRedo = history((state) => state.undone.length > 0);
  return { push, undo, redo, canUndo, canRedo };
}

export function forgetHistory(): void {
  history.setState({ done: [], undone: [] });
}

import type { Task } from "../tasks/task.ts";
import type { TaskMask } from "../support/write-task.ts";
import type { Table } from "#domain/learning/classifier.ts";

/** A task with all that is measured of it once, whatever the labels. */
export interface MeasuredTask {
  readonly task: Task;
  readonly masks: readonly TaskMask[];
  /** What the product measures of a mask without any network, and the consensus below; row for row with the masks. */
  readonly table: Table;
  /** Dice with the consensus of the others of the item, mask by mask; null where there is no other. */
  readonly consensus: readonly (number | null)[];
}

/** What a rival is asked: which masks are labelled (with the truth), and which are to be scored. */
export interface RivalQuestion {
  readonly measured: MeasuredTask;
  /** Places in `measured.masks`. */
  readonly taught: readonly number[];
  readonly tested: readonly number[];
  readonly seed: number;
}

/** Name of the one that knows what nobody can know: it is no rival, and is shown for comparison. */
export const ORACLE = "true masks (oracle)";

/** Another way to judge the masks of a task. */
export interface Rival {
  readonly name: string;
  /** Labels below which it has nothing to say. */
  readonly leastLabels: number;
  /** It takes so long that it gets fewer seeds. */
  readonly isSlow?: boolean;
  /** Scores of the masks tested, higher is better, or null where it has nothing to say. */
  score(question: RivalQuestion): Promise<ArrayLike<number> | null>;
}

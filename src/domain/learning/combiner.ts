import { type BoostedTrees, defaultBoosting, fitBoostedTrees, treesClassifier } from "./boosted-trees.ts";
import { type Classifier, selectColumns, type Table } from "./classifier.ts";
import { fitLogistic, logisticClassifier, type LogisticModel } from "./logistic-regression.ts";

/** Which columns of a table the combiner goes by. */
export interface CombinerColumns {
  /** Trusted before any label, or null where none has proven itself. */
  readonly leading: number | null;
  /** That speak of the same in other ways: labels may shift the leading column's weight to them. */
  readonly beside?: readonly number[];
  /** That labels may speak about. */
  readonly weighed: readonly number[];
}

/** A trained combination of signals; plain numbers, so that it can be stored as JSON. */
export interface Combiner extends CombinerColumns {
  /** On the leading column and those beside it. */
  readonly single: LogisticModel | null;
  /** On the weighed columns, drawn to the leading one where labels are few. */
  readonly linear: LogisticModel;
  /** On the weighed columns. */
  readonly trees: BoostedTrees;
  /** What the last two count beside the leading column: the more labels, the more. */
  readonly share: number;
}

const boosting = { ...defaultBoosting, nTrees: 300, learningRate: 0.05, columnShare: 0.3, minWeight: 0.2 };
const LINEAR_RIDGE = 0.1;
const SINGLE_RIDGE = 0.003;
/** Where there are columns beside the leading one, what holds weight on it. */
const SHIFT_RIDGE = 0.03;
/** What the leading column weighs (a standard deviation of it, in logits) before labels say otherwise. */
const LEADING_WEIGHT = 2;
/** Labels below which they say too little to shift weight by. */
const LEAST_TO_SHIFT = 25;
/** With so many labels, what they say of all other columns counts a quarter. */
const QUARTER_AT = 50;

/**
 * Combines signals into one logit of "good": the leading signal, with those that labels may prefer to it, boosted trees for what interacts, and a
 * linear model that is drawn to the leading signal. The latter two learn from labels alone, so with few of them they
 * know little: they are added with the share (n ÷ (n + 50))² of n labels. With 25 labels the leading signal carries most,
 * with 200 the trees do.
 */
export function fitCombiner(
  table: Table,
  isGood: readonly boolean[],
  seed: number,
  columns: CombinerColumns,
): Combiner {
  const { leading, weighed } = columns;
  const beside = table.nRows < LEAST_TO_SHIFT ? [] : (columns.beside ?? []);
  const prior = weighed.map((column) => (column === leading ? LEADING_WEIGHT : 0));
  const used = selectColumns(table, weighed);
  return {
    leading,
    beside,
    weighed,
    single: leading === null ? null : fitSingle(selectColumns(table, [leading, ...beside]), isGood),
    linear: fitLogistic(used, isGood, LINEAR_RIDGE, prior),
    trees: fitBoostedTrees(used, isGood, seed, boosting),
    share: leading === null ? 1 : (table.nRows / (table.nRows + QUARTER_AT)) ** 2,
  };
}

function fitSingle(table: Table, isGood: readonly boolean[]): LogisticModel {
  if (table.nColumns === 1) return fitLogistic(table, isGood, SINGLE_RIDGE);
  const prior = Array.from({ length: table.nColumns }, (_, column) => (column === 0 ? LEADING_WEIGHT : 0));
  return fitLogistic(table, isGood, SHIFT_RIDGE, prior);
}

/** @param combiner one of an earlier Winnow has no columns beside the leading one */
export function combinerClassifier(combiner: Combiner): Classifier {
  const { leading, beside = [], weighed, single, linear, trees, share } = combiner;
  const all = logisticClassifier(linear);
  const forest = treesClassifier(trees);
  const one = single && leading !== null ? logisticClassifier(single) : null;
  const led = leading === null ? [] : [leading, ...beside];
  return {
    logit: (row) => {
      const used = weighed.map((column) => row[column]!);
      const byLabels = share * (all.logit(used) + forest.logit(used));
      return one ? byLabels + one.logit(led.map((column) => row[column]!)) : byLabels;
    },
  };
}

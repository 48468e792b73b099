import { type BoostedTrees, defaultBoosting, fitBoostedTrees, treesClassifier } from "./boosted-trees.ts";
import { type Classifier, type Table } from "./classifier.ts";
import { fitLogistic, logisticClassifier, type LogisticModel } from "./logistic-regression.ts";

/** A trained combination of signals; plain numbers, so that it can be stored as JSON. */
export interface Combiner {
  /** Column that is trusted before any label, or null where none has proven itself. */
  readonly leading: number | null;
  /** On the leading column alone. */
  readonly single: LogisticModel | null;
  /** On all columns, drawn to the leading one where labels are few. */
  readonly linear: LogisticModel;
  readonly trees: BoostedTrees;
}

const boosting = { ...defaultBoosting, nTrees: 300, learningRate: 0.05, columnShare: 0.3, minWeight: 0.2 };
const LINEAR_RIDGE = 0.1;
const SINGLE_RIDGE = 0.003;
/** What the leading column weighs (a standard deviation of it, in logits) before labels say otherwise. */
const LEADING_WEIGHT = 2;

/**
 * Combines signals into one logit of "good": boosted trees for what interacts, a linear model that is drawn to the
 * leading signal where labels are few, and the leading signal by itself. The three are added: with 25 labels the last
 * carries most, with 200 the trees do.
 */
export function fitCombiner(table: Table, isGood: readonly boolean[], seed: number, leading: number | null): Combiner {
  const prior = new Array<number>(table.nColumns).fill(0);
  if (leading !== null) prior[leading] = LEADING_WEIGHT;
  return {
    leading,
    single: leading === null ? null : fitLogistic(column(table, leading), isGood, SINGLE_RIDGE),
    linear: fitLogistic(table, isGood, LINEAR_RIDGE, prior),
    trees: fitBoostedTrees(table, isGood, seed, boosting),
  };
}

export function combinerClassifier({ leading, single, linear, trees }: Combiner): Classifier {
  const all = logisticClassifier(linear);
  const forest = treesClassifier(trees);
  const one = single ? logisticClassifier(single) : null;
  return {
    logit: (row) => all.logit(row) + forest.logit(row) + (one && leading !== null ? one.logit([row[leading]!]) : 0),
  };
}

function column({ nRows, nColumns, values }: Table, index: number): Table {
  return {
    nRows,
    nColumns: 1,
    values: Float64Array.from({ length: nRows }, (_, row) => values[row * nColumns + index]!),
  };
}

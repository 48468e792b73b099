import { defaultBoosting, fitBoostedTrees, treesClassifier } from "#domain/learning/boosted-trees.ts";
import { featureNames } from "#domain/signals/mask-features.ts";
import { type Classifier, rowOf, selectColumns, selectRows } from "#domain/learning/classifier.ts";
import { fitLogistic, logisticClassifier } from "#domain/learning/logistic-regression.ts";
import type { Rival, RivalQuestion } from "./rival.ts";

type Question = Pick<RivalQuestion, "measured" | "taught" | "seed">;

/** Logistic regression on all columns; its ridge weighs as much as one label, the usual default. */
export function teachLogistic({ measured: { table, masks }, taught }: Question): Classifier {
  const isGood = taught.map((index) => masks[index]!.isGood);
  return logisticClassifier(fitLogistic(selectRows(table, taught), isGood, 1 / taught.length));
}

/** Boosted trees on all columns. */
export function teachTrees({ measured: { table, masks }, taught, seed }: Question): Classifier {
  const isGood = taught.map((index) => masks[index]!.isGood);
  return treesClassifier(fitBoostedTrees(selectRows(table, taught), isGood, seed, defaultBoosting));
}

const LEAST_LABELS = 10;

export const logisticRival: Rival = {
  name: "features + logistic",
  leastLabels: LEAST_LABELS,
  score: async (question) => scoreRows(teachLogistic(question), question),
};

export const treesRival: Rival = {
  name: "features + trees",
  leastLabels: LEAST_LABELS,
  score: async (question) => scoreRows(teachTrees(question), question),
};

/** What is easily had: the size of the mask and the contrast across its edge, in a logistic regression. */
export const areaRival: Rival = {
  name: "area + edge contrast",
  leastLabels: LEAST_LABELS,
  score: async ({ measured: { table, masks }, taught, tested }) => {
    const columns = (["log-share", "edge-contrast"] as const).map((name) => featureNames.indexOf(name));
    const two = selectColumns(table, columns);
    const isGood = taught.map((index) => masks[index]!.isGood);
    const { logit } = logisticClassifier(fitLogistic(selectRows(two, taught), isGood, 1 / taught.length));
    return tested.map((index) => logit(rowOf(two, index)));
  },
};

function scoreRows({ logit }: Classifier, { measured: { table }, tested }: RivalQuestion): number[] {
  return tested.map((index) => logit(rowOf(table, index)));
}

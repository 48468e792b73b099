import { type MeasuredTask, ORACLE, type Rival } from "./rival.ts";
import { scoresBySegments, segmentItemsBy } from "./self-training.ts";

/** Answers by task and by who is tested: labels change nothing. */
const known = new WeakMap<MeasuredTask, Map<string, Promise<Map<number, Float32Array>>>>();

/**
 * What self-training would reach if it knew the true masks of all subjects that are not tested, in place of the masks that
 * somebody thought best of all: close to what such a segmenter can tell where there are many cases, less where there are few.
 * No rival, since nobody has those masks.
 */
export const trueMasksOracle: Rival = {
  name: ORACLE,
  leastLabels: 0,
  score: async ({ measured, tested, seed }) => {
    const { items } = measured.task;
    const asked = new Set(tested.map((index) => measured.masks[index]!.item));
    const subjects = new Set([...asked].map((item) => items[item]!.subject));
    const key = [...subjects].toSorted().join("\n");
    const answers = known.get(measured) ?? new Map<string, Promise<Map<number, Float32Array>>>();
    known.set(measured, answers);
    const isTaught = (item: number): boolean => items[item]!.part !== "makers" && !subjects.has(items[item]!.subject);
    const segmented =
      answers.get(key) ??
      segmentItemsBy(measured.task, seed, [...items.keys()].filter(isTaught), [...asked], (item) => items[item]!.truth);
    answers.set(key, segmented);
    return scoresBySegments(measured, tested, await segmented);
  },
};

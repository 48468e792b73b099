import { rowOf } from "#domain/learning/classifier.ts";
import { LEADING_SELF, selfAgreement } from "#domain/signals/self-agreement.ts";
import type { Task } from "../tasks/task.ts";
import { teachLogistic, teachTrees } from "./features.ts";
import type { MeasuredTask, Rival, RivalQuestion } from "./rival.ts";
import { type Example, segmentBy, shrunkMask, shrunkPicture } from "./segmenter.ts";

const STEPS = 350;
/** Labels from which on the first score is learned: by logistic regression, then by trees. */
const LEARNED_FROM = { logistic: 25, trees: 50 } as const;

/** Answers that no label has shaped, by task: they are the same for every draw. */
const withoutLabels = new WeakMap<MeasuredTask, Map<number, Float32Array>>();

/**
 * Self-training alone, as the reference bench has it: a first score picks the best mask of every unlabelled item, a
 * small U-Net is taught on them, and the score of a mask is its Dice with what the U-Net makes of the picture. With few
 * labels the first score is the consensus, and the labels change nothing.
 */
export const selfTrainingRival: Rival = {
  name: "self-training alone",
  leastLabels: 0,
  score: async (question) => {
    const { measured, taught, tested } = question;
    const isLearned = taught.length >= LEARNED_FROM.logistic;
    const known = isLearned ? undefined : withoutLabels.get(measured);
    const segmented = known ?? (await segmentItems(isLearned ? question : { ...question, taught: [] }));
    if (!isLearned) withoutLabels.set(measured, segmented);
    return scoresBySegments(measured, tested, segmented);
  },
};

/** Overlap of masks with what a segmenter makes of their items. */
export function scoresBySegments(
  { masks, task }: MeasuredTask,
  tested: readonly number[],
  segmented: ReadonlyMap<number, Float32Array>,
): number[] {
  return tested.map((index) => {
    const { item, mask } = masks[index]!;
    return selfAgreement(toBytes(shrunkMask(mask, task.side)), toBytes(segmented.get(item)!), 1)[LEADING_SELF]!;
  });
}

/** What U-Nets, one a class, make of every item without a label. */
function segmentItems(question: RivalQuestion): Promise<Map<number, Float32Array>> {
  const { measured, seed } = question;
  const best = bestMasks(question);
  const items = [...best.keys()];
  return segmentItemsBy(measured.task, seed, items, items, (item) => measured.masks[best.get(item)!]!.mask);
}

/**
 * Teaches U-Nets, one a class, on masks of some items, and has them segment others.
 * @param maskOf what is taken for true; of the items asked about it only says which way their polarity is
 */
export async function segmentItemsBy(
  task: Task,
  seed: number,
  taught: readonly number[],
  asked: readonly number[],
  maskOf: (item: number) => Uint8Array,
): Promise<Map<number, Float32Array>> {
  const answers = new Map<number, Float32Array>();
  for (const classValue of new Set(task.items.map((item) => item.classValue))) {
    const ofClass = (items: readonly number[]): number[] =>
      items.filter((item) => task.items[item]!.classValue === classValue);
    const examples = ofClass(taught).map((item) => exampleOf(task, item, maskOf(item)));
    const own = ofClass(asked);
    const pictures = own.map((item) => exampleOf(task, item, maskOf(item)).picture);
    const probabilities = await segmentBy(examples, pictures, { steps: STEPS, seed, mirror: task.isMirrored });
    for (const [place, item] of own.entries()) answers.set(item, probabilities[place]!);
  }
  return answers;
}

/** By item without a label the mask with the highest first score. */
function bestMasks(question: RivalQuestion): Map<number, number> {
  const { masks } = question.measured;
  const firstScore = firstScoreOf(question);
  const labelled = new Set(question.taught.map((index) => masks[index]!.item));
  const best = new Map<number, number>();
  for (const [index, { item }] of masks.entries()) {
    if (labelled.has(item)) continue;
    const known = best.get(item);
    if (known === undefined || firstScore(index) > firstScore(known)) best.set(item, index);
  }
  return best;
}

function firstScoreOf(question: RivalQuestion): (index: number) => number {
  const { measured, taught } = question;
  if (taught.length < LEARNED_FROM.logistic) return (index) => measured.consensus[index] ?? 0;
  const { logit } = (taught.length < LEARNED_FROM.trees ? teachLogistic : teachTrees)(question);
  const logits = Float64Array.from({ length: measured.masks.length }, (_, index) =>
    logit(rowOf(measured.table, index)),
  );
  return (index) => logits[index]!;
}

/** A picture with the object turned bright where the task's objects are dark in some and bright in others. */
function exampleOf(task: Task, item: number, voxels: Uint8Array): Example {
  const picture = shrunkPicture(task.items[item]!.image, task.side);
  const mask = shrunkMask(voxels, task.side);
  // The picture's mean is 0, so the object's sum says on which side of it the object lies.
  const isDark = picture.reduce((sum, value, i) => sum + value * mask[i]!, 0) < 0;
  return { picture: task.turnsPolarity && isDark ? picture.map((value) => -value) : picture, mask };
}

function toBytes(shares: Float32Array): Uint8Array {
  return Uint8Array.from(shares, (share) => Math.round(255 * share));
}

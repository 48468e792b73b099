import type { Rival, RivalQuestion } from "./rival.ts";
import { segmentBy, shrunkMask, shrunkPicture } from "./segmenter.ts";

const TEMPERATURE = 0.1;
const STEPS = 200;

/**
 * cleanlab's softmin (methods 7.5): how probable the mask's pixels are to a small segmenter that was taught on the masks
 * labelled good, the least probable pixels counting most. All pictures at one size. The masks tested are of other
 * subjects than those taught, so the probabilities are out of sample.
 */
export const softminRival: Rival = {
  name: "softmin",
  leastLabels: 10,
  score: async (question) => {
    const { measured, tested } = question;
    const { masks, task } = measured;
    const scores = new Float64Array(tested.length);
    for (const classValue of new Set(tested.map((index) => masks[index]!.classValue))) {
      const places = tested.flatMap((index, place) => (masks[index]!.classValue === classValue ? [place] : []));
      const probabilities = await probabilitiesOf(question, classValue, places);
      if (!probabilities) return null;
      for (const place of places) {
        const { item, mask } = masks[tested[place]!]!;
        scores[place] = softmin(shrunkMask(mask, task.side), probabilities.get(item)!);
      }
    }
    return scores;
  },
};

/** What a segmenter of one class makes of the pictures tested; null where no mask of it is labelled good. */
async function probabilitiesOf(
  { measured: { masks, task }, taught, tested, seed }: RivalQuestion,
  classValue: number,
  places: readonly number[],
): Promise<Map<number, Float32Array> | null> {
  const pictureOf = (item: number): Float32Array => shrunkPicture(task.items[item]!.image, task.side);
  const examples = taught
    .map((index) => masks[index]!)
    .filter((mask) => mask.isGood && mask.classValue === classValue)
    .map(({ item, mask }) => ({ picture: pictureOf(item), mask: shrunkMask(mask, task.side) }));
  if (examples.length === 0) return null;
  const items = [...new Set(places.map((place) => masks[tested[place]!]!.item))];
  const settings = { steps: STEPS, seed, mirror: task.isMirrored };
  const answers = await segmentBy(examples, items.map(pictureOf), settings);
  return new Map(items.map((item, index) => [item, answers[index]!]));
}

function softmin(mask: Float32Array, probabilities: Float32Array): number {
  let [sum, weights] = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const own = mask[i]! >= 0.5 ? probabilities[i]! : 1 - probabilities[i]!;
    const weight = Math.exp((1 - own) / TEMPERATURE);
    sum += own * weight;
    weights += weight;
  }
  return sum / weights;
}

import { createRng, shuffled } from "#domain/random/rng.ts";
import { trainSegmenter } from "#core/engine/segmentation/train-segmenter.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { candidatesOf } from "./candidates.ts";
import type { Task, TaskItem } from "./task.ts";

/** What a network was taught on, and after how many steps its masks are taken. */
interface Maker {
  readonly name: string;
  readonly taught: readonly TaskItem[];
  readonly checkpoints: readonly number[];
}

/**
 * Adds what under-trained networks make of every picture (reference bench), class by class: a U-Net taught on 4 pictures
 * for 25 and 120 steps, one on half of the makers' pictures for 60, 130 and 260 steps.
 */
export async function withUnetCandidates(task: Task, seed = 1): Promise<Task> {
  const added = new Map<string, { source: string; mask: Uint8Array }[]>(task.items.map((item) => [item.id, []]));
  for (const classValue of new Set(task.items.map((item) => item.classValue))) {
    const items = task.items.filter((item) => item.classValue === classValue);
    const makers = shuffled(
      items.filter((item) => item.part === "makers"),
      createRng(seed, "makers"),
    );
    const half = makers.slice(0, Math.ceil(makers.length / 2));
    const few: Maker = { name: "unet-4", taught: makers.slice(0, 4), checkpoints: [25, 120] };
    const many: Maker = { name: "unet-half", taught: half, checkpoints: [60, 130, 260] };
    for (const maker of [few, many])
      await makeMasks(task, items, maker, seed, (id, source, mask) => added.get(id)!.push({ source, mask }));
  }
  return {
    ...task,
    items: task.items.map((item) => ({
      ...item,
      candidates: [...item.candidates, ...candidatesOf(added.get(item.id)!, item.truth)],
    })),
  };
}

async function makeMasks(
  task: Task,
  items: readonly TaskItem[],
  { name, taught, checkpoints }: Maker,
  seed: number,
  onMask: (id: string, source: string, mask: Uint8Array) => void,
): Promise<void> {
  const area = task.side * task.side;
  const images = concat(items.map((item) => standardised(item.image)));
  const data = {
    side: task.side,
    images: concat(taught.map((item) => standardised(item.image))),
    masks: concat(taught.map((item) => Float32Array.from(item.truth))),
  };
  const settings = {
    seed,
    steps: checkpoints.at(-1)!,
    batchSize: 8,
    learningRate: 5e-3,
    shape: { channels: [16, 32, 64, 64], nClasses: 1 },
    mirror: task.isMirrored,
  };
  await trainSegmenter(loadTensorFlow(), data, settings, async (step, _loss, predict) => {
    if (!checkpoints.includes(step)) return;
    const probabilities = predict(images);
    for (const [index, item] of items.entries()) {
      const own = probabilities.subarray(index * area, (index + 1) * area);
      onMask(
        item.id,
        `${name}-${step}`,
        Uint8Array.from(own, (p) => (p > 0.5 ? 1 : 0)),
      );
    }
  });
}

/** Mean 0 and deviation 1. */
export function standardised(image: Float32Array): Float32Array {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  const deviation = Math.sqrt(image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length) || 1;
  return image.map((value) => (value - mean) / deviation);
}

export function concat(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

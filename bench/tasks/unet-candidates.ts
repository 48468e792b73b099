import { createRng, shuffled } from "#domain/random/rng.ts";
import { trainSegmenter } from "#core/engine/segmenter-training.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { dice } from "#domain/mask/overlap.ts";
import type { Task, TaskItem } from "./task.ts";

/**
 * Adds what under-trained networks make of every image (reference bench): a U-Net taught on 4 images for 25 and 120
 * steps, one on half of the makers' images for 60, 130 and 260 steps.
 */
export async function withUnetCandidates(task: Task, seed = 1): Promise<Task> {
  const tf = loadTensorFlow();
  const side = task.side;
  const area = side * side;
  const makers = shuffled(
    task.items.filter((item) => item.part === "makers"),
    createRng(seed, "makers"),
  );
  const images = new Float32Array(task.items.length * area);
  for (const [index, item] of task.items.entries()) images.set(standardised(item.image), index * area);
  const added = new Map<string, { source: string; mask: Uint8Array }[]>(task.items.map((item) => [item.id, []]));
  const runs = [
    { name: "unet-4", taught: makers.slice(0, 4), checkpoints: [25, 120] },
    { name: "unet-half", taught: makers.slice(0, Math.ceil(makers.length / 2)), checkpoints: [60, 130, 260] },
  ];
  for (const { name, taught, checkpoints } of runs) {
    const data = {
      side,
      images: concat(taught.map((item) => standardised(item.image))),
      masks: concat(taught.map((item) => Float32Array.from(item.truth))),
    };
    const settings = {
      seed,
      steps: checkpoints.at(-1)!,
      batchSize: 8,
      learningRate: 5e-3,
      shape: { channels: [16, 32, 64, 64], nClasses: 1 },
      mirror: true,
    };
    await trainSegmenter(tf, data, settings, async (step, _loss, predict) => {
      if (!checkpoints.includes(step)) return;
      const probabilities = predict(images);
      for (const [index, item] of task.items.entries()) {
        const mask = Uint8Array.from(probabilities.subarray(index * area, (index + 1) * area), (p) =>
          p > 0.5 ? 1 : 0,
        );
        added.get(item.id)!.push({ source: `${name}-${step}`, mask });
      }
    });
  }
  const items = task.items.map((item): TaskItem => ({
    ...item,
    candidates: [
      ...item.candidates,
      ...added
        .get(item.id)!
        .filter(({ mask }) => mask.includes(1) && mask.includes(0))
        .map(({ source, mask }) => ({ source, mask, dice: dice(mask, item.truth) })),
    ],
  }));
  return { ...task, items };
}

function standardised(image: Float32Array): Float32Array {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  const deviation = Math.sqrt(image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length) || 1;
  return image.map((value) => (value - mean) / deviation);
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

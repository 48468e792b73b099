import type { UnetShape } from "./networks/unet.ts";
import type { WeightArray } from "./parameters.ts";
import { predictSegments, trainSegmenter } from "./segmenter-training.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** Planes of images with the masks that are taken for true, in two groups that share no subject. */
export interface SelfTrainingTask {
  readonly side: number;
  /** n · side · side, grey values. */
  readonly images: Uint8Array;
  /** n · side · side, coverage 0 … 255. */
  readonly masks: Uint8Array;
  /** How far each plane's mask is trusted, 0 … 1; 0 leaves it out of the teaching. */
  readonly weights: Float32Array;
  /** 0 or 1: a plane is segmented by the network that the other group has taught. */
  readonly groups: Uint8Array;
  readonly seed: number;
  readonly steps: number;
}

export interface SelfTrainingAnswer {
  /** n · side · side, probability of the object in 255ths, by a network that has not seen the subject. */
  readonly probabilities: Uint8Array;
  /** Of both networks: the one that segments group 0 first. */
  readonly weights: readonly (readonly WeightArray[])[];
}

const SHAPE: UnetShape = { channels: [16, 32, 64], nClasses: 1 };
const REPORT_EVERY = 10;

/**
 * Self-training, as the reference bench has it: a small U-Net is taught on pseudo-masks, and its own output on subjects
 * that it has not seen says what the pseudo-masks have in common.
 * @param onStep called every few steps with the steps done of all and the loss; "stop" gives up
 * @returns null when it was stopped
 */
export async function selfTrain(
  tf: TensorFlow,
  task: SelfTrainingTask,
  onStep: (done: number, loss: number) => Promise<"go-on" | "stop">,
): Promise<SelfTrainingAnswer | null> {
  const { side, groups, steps } = task;
  const area = side * side;
  const images = standardisePlanes(task.images, area);
  const probabilities = new Uint8Array(images.length);
  const weights: (readonly WeightArray[])[] = [];
  for (const group of [0, 1]) {
    const taught = indicesWhere(groups, (value, index) => value !== group && task.weights[index]! > 0);
    const held = indicesWhere(groups, (value) => value === group);
    // With nothing on the other side there is nothing to learn from: then a group has to teach itself.
    const teaching = taught.length > 0 ? taught : indicesWhere(task.weights, (weight) => weight > 0);
    let isStopped = false;
    const trained = await trainSegmenter(
      tf,
      {
        side,
        images: pick(images, teaching, area),
        masks: pick(
          Float32Array.from(task.masks, (value) => value / 255),
          teaching,
          area,
        ),
        weights: Float32Array.from(teaching, (index) => task.weights[index]!),
      },
      { seed: task.seed + group, steps, batchSize: 8, learningRate: 5e-3, shape: SHAPE, mirror: false },
      async (step, loss) => {
        if (step % REPORT_EVERY === 0 && (await onStep(group * steps + step, loss)) === "stop") isStopped = true;
        return isStopped ? "stop" : "go-on";
      },
    );
    if (isStopped) return null;
    weights.push(trained);
    const own = predictSegments(tf, trained, SHAPE, pick(images, held, area), side);
    for (const [row, index] of held.entries())
      for (let i = 0; i < area; i += 1) probabilities[index * area + i] = Math.round(255 * own[row * area + i]!);
  }
  return { probabilities, weights };
}

/** The mean of both networks' probabilities, in 255ths. */
export function segmentPlanes(
  tf: TensorFlow,
  networks: SelfTrainingAnswer["weights"],
  side: number,
  planes: Uint8Array,
): Uint8Array {
  const images = standardisePlanes(planes, side * side);
  const sum = new Float32Array(images.length);
  for (const weights of networks) {
    const own = predictSegments(tf, weights, SHAPE, images, side);
    for (let i = 0; i < sum.length; i += 1) sum[i]! += own[i]! / networks.length;
  }
  return Uint8Array.from(sum, (value) => Math.round(255 * value));
}

/** Mean 0 and deviation 1, plane by plane. */
function standardisePlanes(planes: Uint8Array, area: number): Float32Array {
  const result = new Float32Array(planes.length);
  for (let start = 0; start < planes.length; start += area) {
    let [sum, squares] = [0, 0];
    for (let i = start; i < start + area; i += 1) {
      sum += planes[i]!;
      squares += planes[i]! ** 2;
    }
    const mean = sum / area;
    const deviation = Math.sqrt(Math.max(0, squares / area - mean * mean)) || 1;
    for (let i = start; i < start + area; i += 1) result[i] = (planes[i]! - mean) / deviation;
  }
  return result;
}

function indicesWhere<T>(values: ArrayLike<T>, test: (value: T, index: number) => boolean): number[] {
  const result: number[] = [];
  for (let i = 0; i < values.length; i += 1) if (test(values[i]!, i)) result.push(i);
  return result;
}

function pick(values: Float32Array, indices: readonly number[], length: number): Float32Array {
  const result = new Float32Array(indices.length * length);
  for (const [row, index] of indices.entries())
    result.set(values.subarray(index * length, (index + 1) * length), row * length);
  return result;
}

import { FINE_SIDE, PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { planesAtSide } from "#domain/signals/plane-side.ts";
import type { UnetShape } from "./networks/unet.ts";
import type { WeightArray } from "./parameters.ts";
import { teachQuality } from "./quality-network.ts";
import { predictSegments, trainSegmenter } from "./segmentation/train-segmenter.ts";
import { standardisePlanes, toBytes } from "./standardise-planes.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** Planes of images with the masks that are taken for true, in two groups that share no subject. */
export interface SelfTrainingTask {
  /** Pixels along an edge of the planes that segmenters see; the quality network sees them at {@link PLANE_SIDE}. */
  readonly side: number;
  /** n · side · side, grey values. */
  readonly images: Uint8Array;
  /** n · side · side, coverage 0 … 255. */
  readonly masks: Uint8Array;
  /** How far each plane's mask is trusted, 0 … 1; 0 leaves it out of the teaching. */
  readonly weights: Float32Array;
  /** 0 or 1: a plane is judged by the networks that the other group has taught. */
  readonly groups: Uint8Array;
  /** Per plane some masks that were proposed for it, at {@link PLANE_SIDE}: m planes, coverage 0 … 255. */
  readonly others: readonly Uint8Array[];
  readonly seed: number;
  readonly steps: TeachingSteps;
  /** Teaches the networks of one group alone. */
  readonly only?: 0 | 1;
  /** Networks to go on from: those of an earlier round, or the shipped quality network alone. */
  readonly start: {
    readonly segmenters: TaughtNetworks["segmenters"] | null;
    readonly quality: TaughtNetworks["quality"];
  };
}

/** Steps of gradient descent of each network. */
export interface TeachingSteps {
  readonly segmenter: number;
  readonly quality: number;
}

/** The groups whose networks a task teaches, in their order. */
export function groupsOf({ only }: Pick<SelfTrainingTask, "only">): readonly (0 | 1)[] {
  return only === undefined ? [0, 1] : [only];
}

/** Two of a kind: the one that judges group 0, having been taught by group 1, comes first. Of one group alone one. */
export interface TaughtNetworks {
  readonly segmenters: readonly (readonly WeightArray[])[];
  readonly quality: readonly (readonly WeightArray[])[];
}

/** What segmenters see coarse planes with, … */
const COARSE_SHAPE: UnetShape = { channels: [16, 32, 64], nClasses: 1 };
/** … and fine ones: from half the side on the same, before it few channels, since there are four times the pixels. */
const FINE_SHAPE: UnetShape = { channels: [8, 16, 32, 64], nClasses: 1 };
const REPORT_EVERY = 10;
/** How often the quality network is shown a mask that was really proposed, instead of a spoiled one. */
const PROPOSED_SHARE = 0.4;

/**
 * Self-training, as the reference bench has it: a small U-Net is taught on pseudo-masks, and its own output on subjects
 * that it has not seen says what the pseudo-masks have in common. Beside it the quality network is taught on the same
 * pseudo-masks, spoiled.
 * @param onStep called every few steps with the steps done of all and the loss; "stop" gives up
 * @returns null when it was stopped
 */
export async function selfTrain(
  tf: TensorFlow,
  task: SelfTrainingTask,
  onStep: (done: number, loss: number) => Promise<"go-on" | "stop">,
): Promise<TaughtNetworks | null> {
  const { side, groups, steps, seed, start } = task;
  const area = side * side;
  const images = standardisePlanes(task.images, area);
  const segmenters: (readonly WeightArray[])[] = [];
  const quality: (readonly WeightArray[])[] = [];
  let isStopped = false;
  let nBefore = 0;
  const report = async (step: number, loss: number): Promise<"go-on" | "stop"> => {
    if (step % REPORT_EVERY === 0 && (await onStep(nBefore + step, loss)) === "stop") isStopped = true;
    return isStopped ? "stop" : "go-on";
  };
  for (const group of groupsOf(task)) {
    const taught = indicesWhere(groups, (value, index) => value !== group && task.weights[index]! > 0);
    // With nothing on the other side there is nothing to learn from: then a group has to teach itself.
    const teaching = taught.length > 0 ? taught : indicesWhere(task.weights, (weight) => weight > 0);
    const weights = Float32Array.from(teaching, (index) => task.weights[index]!);
    const masks = Float32Array.from(pick(task.masks, teaching, area), (value) => value / 255);
    segmenters.push(
      await trainSegmenter(
        tf,
        { side, images: pick(images, teaching, area), masks, weights },
        {
          seed: seed + group,
          steps: steps.segmenter,
          batchSize: 8,
          learningRate: start.segmenters ? 2e-3 : 5e-3,
          shape: segmenterShape(side),
          mirror: false,
        },
        report,
        start.segmenters?.[group] ?? null,
      ),
    );
    if (isStopped) return null;
    nBefore += steps.segmenter;
    quality.push(
      await teachQuality(
        tf,
        {
          side: PLANE_SIDE,
          images: planesAtSide(pick(task.images, teaching, area), side, PLANE_SIDE),
          truths: planesAtSide(pick(task.masks, teaching, area), side, PLANE_SIDE),
          weights,
          others: teaching.map((index) => task.others[index]!),
        },
        {
          seed: seed + group,
          steps: steps.quality,
          learningRate: 2e-3,
          othersShare: PROPOSED_SHARE,
          isGeneral: false,
          batchSize: 8,
        },
        start.quality[group]!,
        report,
      ),
    );
    if (isStopped) return null;
    nBefore += steps.quality;
  }
  return { segmenters, quality };
}

/** The mean of both networks' probabilities, in 255ths. */
export function segmentPlanes(
  tf: TensorFlow,
  networks: readonly (readonly WeightArray[])[],
  side: number,
  planes: Uint8Array,
): Uint8Array {
  const images = standardisePlanes(planes, side * side);
  const sum = new Float32Array(images.length);
  for (const weights of networks) {
    const own = predictSegments(tf, weights, segmenterShape(side), images, side);
    for (let i = 0; i < sum.length; i += 1) sum[i]! += own[i]! / networks.length;
  }
  return toBytes(sum);
}

function segmenterShape(side: number): UnetShape {
  return side >= FINE_SIDE ? FINE_SHAPE : COARSE_SHAPE;
}

function indicesWhere<T>(values: ArrayLike<T>, test: (value: T, index: number) => boolean): number[] {
  const result: number[] = [];
  for (let i = 0; i < values.length; i += 1) if (test(values[i]!, i)) result.push(i);
  return result;
}

function pick<T extends Float32Array | Uint8Array>(values: T, indices: readonly number[], length: number): T {
  const result = new (values.constructor as new (n: number) => T)(indices.length * length);
  for (const [row, index] of indices.entries())
    result.set(values.subarray(index * length, (index + 1) * length), row * length);
  return result;
}

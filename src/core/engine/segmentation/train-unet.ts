import { Adam } from "../adam.ts";
import { createKernels } from "../kernels.ts";
import { type LayerContext, updateRunningStatistics } from "../layers.ts";
import { tensorLayers } from "../networks/unet-tensors.ts";
import { unet, type UnetShape } from "../networks/unet.ts";
import { Parameters, type WeightArray } from "../parameters.ts";
import type { Tensor4D, Tensor5D, TensorFlow } from "../tensorflow.ts";
import type { SegmentationLoss } from "./losses.ts";

/** What a network is shown in one step. */
export interface SegmentationBatch {
  /** count · …size · channels, about −2 … 2. */
  readonly images: Float32Array;
  /** count · …size · outputs. */
  readonly targets: Float32Array;
  /** count · …size, how much each voxel counts; all alike where it is not given. */
  readonly weights?: Float32Array | null;
  readonly count: number;
}

export interface UnetTraining {
  readonly seed: number;
  readonly steps: number;
  /** At the first step; it falls to nothing along half a cosine. */
  readonly learningRate: number;
  readonly shape: UnetShape;
  /** Rows and columns, or slices, rows and columns; divisible by 2^(levels − 1). */
  readonly size: readonly number[];
  readonly channels: number;
  readonly loss: SegmentationLoss;
  /** @param step from 1 */
  readonly drawBatch: (step: number) => SegmentationBatch;
}

/** Where a training stands after a step; enough to go on as if nothing had happened, where batches depend on the step alone. */
export interface UnetTrainingState {
  readonly step: number;
  readonly weights: readonly WeightArray[];
  readonly optimiser: ReturnType<Adam["save"]>;
}

/** What can be asked of a network while it is being trained. */
export interface UnetInTraining {
  /** Makes the state: costs time, so only when it is wanted. */
  state(): UnetTrainingState;
  weights(): readonly WeightArray[];
}

/**
 * Trains a U-Net.
 * @param onStep called after every step; it may ask for predictions or the state then, or stop
 * @param start weights to go on from, or a whole state; from scratch where there are none
 * @throws Error when the loss is not a number
 */
export async function trainUnet(
  tf: TensorFlow,
  training: UnetTraining,
  onStep: (step: number, loss: number, network: UnetInTraining) => Promise<"stop" | "go-on" | void>,
  start: readonly WeightArray[] | UnetTrainingState | null = null,
): Promise<readonly WeightArray[]> {
  const { size, channels, shape, steps } = training;
  const state = isState(start) ? start : null;
  const parameters = new Parameters(tf, training.seed);
  const context: LayerContext = { tf, kernels: createKernels(tf), parameters, isTraining: true, batchStatistics: [] };
  const layers = tensorLayers<Tensor4D | Tensor5D>(context);
  tf.tidy(() => unet(layers, tf.zeros(sides([2, ...size, channels])) as Tensor4D | Tensor5D, shape));
  if (start) parameters.load(state ? state.weights : (start as readonly WeightArray[]));
  for (const { mean, variance } of context.batchStatistics.splice(0)) tf.dispose([mean, variance]);
  const variables = parameters.trainable();
  const optimiser = new Adam(tf, variables);
  if (state) optimiser.load(state.optimiser);
  try {
    for (let step = (state?.step ?? 0) + 1; step <= steps; step += 1) {
      const batch = training.drawBatch(step);
      const x = tf.tensor(batch.images, sides([batch.count, ...size, channels])) as Tensor4D | Tensor5D;
      const y = tf.tensor(batch.targets, sides([batch.count, ...size, shape.nClasses]));
      const w = batch.weights ? tf.tensor(batch.weights, sides([batch.count, ...size, 1])) : null;
      const { value, grads } = tf.variableGrads(() => training.loss(tf, unet(layers, x, shape), y, w), variables);
      const learningRate = training.learningRate * 0.5 * (1 + Math.cos((Math.PI * (step - 1)) / steps));
      optimiser.apply(
        variables.map((variable) => grads[variable.name]!),
        learningRate,
      );
      updateRunningStatistics(context);
      const [loss] = value.dataSync<"float32">();
      tf.dispose([x, y, value, ...(w ? [w] : [])]);
      if (!Number.isFinite(loss)) throw new Error("the loss is not a number; training was stopped");
      const network: UnetInTraining = {
        weights: () => parameters.save(),
        state: () => ({ step, weights: parameters.save(), optimiser: optimiser.save() }),
      };
      if ((await onStep(step, loss!, network)) === "stop") break;
    }
    return parameters.save();
  } finally {
    parameters.dispose();
  }
}

/** tfjs wants to know how many sides a shape has. */
function sides(shape: readonly number[]): [number, number, number, number] {
  return shape as unknown as [number, number, number, number];
}

function isState(start: readonly WeightArray[] | UnetTrainingState | null): start is UnetTrainingState {
  return start !== null && !Array.isArray(start);
}

import { createRng, type Rng } from "#domain/random/rng.ts";
import { Adam } from "./adam.ts";
import { createKernels } from "./kernels.ts";
import { type LayerContext, updateRunningStatistics } from "./layers.ts";
import { unet, type UnetShape } from "./networks/unet.ts";
import { Parameters, type WeightArray } from "./parameters.ts";
import type { Scalar, TensorFlow } from "./tensorflow.ts";

/** Square pictures with binary masks. */
export interface SegmenterData {
  readonly side: number;
  /** Values a pixel: 1 for grey pictures. */
  readonly channels?: number;
  /** n · side · side · channels, about −2 … 2. */
  readonly images: Float32Array;
  /** n · side · side, 0 … 1. */
  readonly masks: Float32Array;
  /** How often a picture is shown, relative to the others; all alike where it is not given. */
  readonly weights?: Float32Array;
}

export interface SegmenterSettings {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly shape: UnetShape;
  /** Mirrors pictures at random: right where no side is special. */
  readonly mirror: boolean;
}

/**
 * Trains a small 2-D segmenter with cross-entropy plus soft Dice.
 * @param onStep called after every step with the network as it is; it may ask for predictions then, or stop
 * @param start weights to go on from; from scratch where there are none
 */
export async function trainSegmenter(
  tf: TensorFlow,
  data: SegmenterData,
  settings: SegmenterSettings,
  onStep: (
    step: number,
    loss: number,
    predict: (images: Float32Array) => Float32Array,
  ) => Promise<"stop" | "go-on" | void>,
  start: readonly WeightArray[] | null = null,
): Promise<readonly WeightArray[]> {
  const parameters = new Parameters(tf, settings.seed);
  const context: LayerContext = { tf, kernels: createKernels(tf), parameters, isTraining: true, batchStatistics: [] };
  const { side, channels = 1 } = data;
  const n = data.masks.length / (side * side);
  tf.tidy(() => unet(context, tf.zeros([2, side, side, channels]), settings.shape));
  if (start) parameters.load(start);
  for (const { mean, variance } of context.batchStatistics.splice(0)) tf.dispose([mean, variance]);
  const variables = parameters.trainable();
  const optimiser = new Adam(tf, variables);
  const rng = createRng(settings.seed, "segmenter");
  const draw = drawer(n, data.weights);
  for (let step = 1; step <= settings.steps; step += 1) {
    const batch = Array.from({ length: Math.min(settings.batchSize, Math.max(2, n)) }, () => draw(rng));
    const { images, masks } = gather(data, batch, settings.mirror ? rng : null);
    const x = tf.tensor4d(images, [batch.length, side, side, channels]);
    const y = tf.tensor4d(masks, [batch.length, side, side, 1]);
    const { value, grads } = tf.variableGrads(() => {
      const logits = unet(context, x, settings.shape);
      const crossEntropy = tf.mean(
        tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), tf.log1p(tf.exp(tf.neg(tf.abs(logits))))),
      );
      const p = tf.sigmoid(logits);
      const both = tf.sum(tf.mul(p, y), [1, 2, 3]);
      const sums = tf.add(tf.sum(p, [1, 2, 3]), tf.sum(y, [1, 2, 3]));
      const softDice = tf.mean(tf.sub(1, tf.div(tf.add(tf.mul(both, 2), 1), tf.add(sums, 1))));
      return tf.add<Scalar>(crossEntropy, softDice);
    }, variables);
    const learningRate = settings.learningRate * 0.5 * (1 + Math.cos((Math.PI * (step - 1)) / settings.steps));
    optimiser.apply(
      variables.map((variable) => grads[variable.name]!),
      learningRate,
    );
    updateRunningStatistics(context);
    const [loss] = value.dataSync<"float32">();
    tf.dispose([x, y, value]);
    const next = await onStep(step, loss!, (given) => predictMasks(tf, context, given, side, settings.shape, channels));
    if (next === "stop") break;
  }
  const weights = parameters.save();
  optimiser.dispose();
  parameters.dispose();
  return weights;
}

/** Probabilities of the object for pictures (n · side · side · channels), by trained weights: n · side · side. */
export function predictSegments(
  tf: TensorFlow,
  weights: readonly WeightArray[],
  shape: UnetShape,
  images: Float32Array,
  side: number,
  channels = 1,
): Float32Array {
  const parameters = new Parameters(tf, 0);
  parameters.load(weights);
  const context: LayerContext = { tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] };
  const result = predictMasks(tf, context, images, side, shape, channels);
  parameters.dispose();
  return result;
}

/** Draws numbers below n, in proportion to their weights. */
function drawer(n: number, weights: Float32Array | undefined): (rng: Rng) => number {
  if (!weights) return (rng) => rng.int(n);
  const sums = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i += 1) sums[i] = sum += weights[i]!;
  if (!(sum > 0)) return (rng) => rng.int(n);
  return (rng) => {
    const at = rng.next() * sum;
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function predictMasks(
  tf: TensorFlow,
  context: LayerContext,
  images: Float32Array,
  side: number,
  shape: UnetShape,
  channels: number,
): Float32Array {
  const inference: LayerContext = { ...context, isTraining: false };
  const area = side * side;
  const n = images.length / (area * channels);
  const result = new Float32Array(n * area);
  for (let at = 0; at < n; at += 32) {
    const count = Math.min(32, n - at);
    const part = tf.tidy(() => {
      const values = images.subarray(at * area * channels, (at + count) * area * channels);
      const x = tf.tensor4d(values, [count, side, side, channels]);
      return tf
        .sigmoid(unet(inference, x, shape))
        .dataSync<"float32">()
        .slice();
    });
    result.set(part, at * area);
  }
  return result;
}

function gather(
  { side, channels = 1, images, masks }: SegmenterData,
  batch: readonly number[],
  rng: Rng | null,
): { images: Float32Array; masks: Float32Array } {
  const area = side * side;
  const result = {
    images: new Float32Array(batch.length * area * channels),
    masks: new Float32Array(batch.length * area),
  };
  for (const [row, index] of batch.entries()) {
    const [mirrorX, mirrorY] = rng ? [rng.next() < 0.5, rng.next() < 0.5] : [false, false];
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const from = index * area + (mirrorY ? side - 1 - y : y) * side + (mirrorX ? side - 1 - x : x);
        const to = row * area + y * side + x;
        for (let channel = 0; channel < channels; channel += 1)
          result.images[to * channels + channel] = images[from * channels + channel]!;
        result.masks[to] = masks[from]!;
      }
    }
  }
  return result;
}

import { createRng, type Rng, shuffled } from "#domain/random/rng.ts";
import { Adam } from "./adam.ts";
import { createKernels } from "./kernels.ts";
import { type LayerContext, updateRunningStatistics } from "./layers.ts";
import { type BagShape, qualityCnn } from "./networks/quality-cnn.ts";
import { drawAugmentation, plain, writeView } from "./network-views.ts";
import { Parameters, type WeightArray } from "./parameters.ts";
import type { Scalar, Tensor, Tensor1D, Tensor4D, TensorFlow } from "./tensorflow.ts";

/** Bags of views with their labels. */
export interface TrainingBags {
  readonly bag: BagShape;
  readonly viewSide: number;
  /** Bytes, bag after bag, its crops before its wholes: n · (nCrops + nWholes) · side · side · 2. */
  readonly views: Uint8Array;
  /** 1 good, 0 bad. */
  readonly labels: Float32Array;
}

export interface TrainingSettings {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Crops shown of every bag in one step; all of them when scoring. */
  readonly cropsPerStep: number;
}

/** Where training stands after an epoch; enough to go on exactly as if nothing had happened. */
export interface TrainingState {
  readonly epoch: number;
  readonly weights: readonly WeightArray[];
  readonly optimiser: { readonly step: number; readonly moments: readonly WeightArray[] };
}

export interface EpochReport {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  /** Loss on masks that are not taught; null where there are none, and in rounds where it was not measured. */
  readonly heldOutLoss: number | null;
}

/** Every so many rounds, and after the last one, the loss on masks that are not taught is measured. */
const HELD_OUT_EVERY = 4;

/**
 * Trains a quality classifier from scratch or from a state. Random choices of an epoch depend on seed and epoch alone,
 * so a resumed training gives the weights that an uninterrupted one gives.
 * @param onEpoch called after every epoch; the state is made only when asked for
 * @param heldOut masks that are not taught: their loss is reported, and changes nothing
 * @throws Error when the loss is not a number (T3); AbortError-like "cancelled" through `isCancelled`
 */
export async function trainJudge(
  tf: TensorFlow,
  data: TrainingBags,
  settings: TrainingSettings,
  start: TrainingState | null,
  onEpoch: (report: EpochReport, state: () => TrainingState) => Promise<"go-on" | "stop">,
  heldOut: TrainingBags | null = null,
): Promise<readonly WeightArray[]> {
  const kernels = createKernels(tf);
  const parameters = new Parameters(tf, settings.seed);
  const context: LayerContext = { tf, kernels, parameters, isTraining: true, batchStatistics: [] };
  const bags = new BagStore(tf, data);
  const weightOf = classWeights(data.labels);
  if (start) parameters.load(start.weights);
  else bags.tidyForward(context, [0, Math.min(1, data.labels.length - 1)], data.bag.nCrops, createRng(0), false);
  context.batchStatistics.splice(0).forEach(({ mean, variance }) => tf.dispose([mean, variance]));
  const optimiser = new Adam(tf, parameters.trainable());
  if (start) optimiser.load(start.optimiser);
  try {
    for (let epoch = start?.epoch ?? 0; epoch < settings.epochs; epoch += 1) {
      const rng = createRng(settings.seed, "epoch", epoch);
      const order = shuffled([...data.labels.keys()], rng);
      const learningRate = settings.learningRate * 0.5 * (1 + Math.cos((Math.PI * epoch) / settings.epochs));
      let lossSum = 0;
      for (let at = 0; at < order.length; at += settings.batchSize) {
        // A last batch of one cannot be normalised: it joins the one before.
        const rest = order.length - at;
        const batch = order.slice(
          at,
          rest < 2 * settings.batchSize && rest % settings.batchSize < 4 ? order.length : at + settings.batchSize,
        );
        lossSum += step(batch, rng, learningRate) * batch.length;
        if (at + batch.length >= order.length) break;
      }
      const loss = lossSum / order.length;
      if (!Number.isFinite(loss)) throw new Error("the loss is not a number; training was stopped");
      const state = (): TrainingState => ({
        epoch: epoch + 1,
        weights: parameters.save(),
        optimiser: optimiser.save(),
      });
      const { epochs } = settings;
      const isMeasured = (epoch + 1) % HELD_OUT_EVERY === 0 || epoch + 1 === epochs;
      const heldOutLoss = heldOut && isMeasured ? lossOn(heldOut) : null;
      if ((await onEpoch({ epoch: epoch + 1, epochs, loss, heldOutLoss }, state)) === "stop") break;
    }
    return parameters.save();
  } finally {
    parameters.dispose();
    bags.dispose();
  }

  /** The same loss as in training, of a network as it would be used: all views, no dropping, no augmentation. */
  function lossOn(bagsHeldOut: TrainingBags): number {
    const n = bagsHeldOut.labels.length;
    const store = new BagStore(tf, bagsHeldOut);
    const logits = logitsOf(store, { ...context, isTraining: false }, { bag: bagsHeldOut.bag, n }, VIEWS_AT_ONCE);
    const losses = tf.tidy(() =>
      crossEntropy(tf, tf.tensor1d(bagsHeldOut.labels), tf.tensor1d(logits)).dataSync<"float32">().slice(),
    );
    return losses.reduce((sum, loss, index) => sum + loss * weightOf(bagsHeldOut.labels[index]!), 0) / n;
  }

  function step(batch: readonly number[], rng: Rng, learningRate: number): number {
    const variables = parameters.trainable();
    const targets = tf.tensor1d(batch.map((index) => data.labels[index]!));
    const weights = tf.tensor1d(batch.map((index) => weightOf(data.labels[index]!)));
    const { value, grads } = tf.variableGrads(() => {
      const logits = bags.forward(context, batch, settings.cropsPerStep, rng, true);
      return tf.mean<Scalar>(tf.mul(crossEntropy(tf, targets, logits as Tensor1D), weights));
    }, variables);
    optimiser.apply(
      variables.map((variable) => grads[variable.name]!),
      learningRate,
      settings.weightDecay,
    );
    updateRunningStatistics(context);
    const [loss] = value.dataSync<"float32">();
    tf.dispose([value, targets, weights]);
    return loss!;
  }
}

/** Views that go through the network together when scoring: memory stays at some 200 MB. */
export const VIEWS_AT_ONCE = 256;

/** Logits of bags by trained weights, in batches. */
export function scoreBags(
  tf: TensorFlow,
  data: Omit<TrainingBags, "labels"> & { readonly n: number },
  weights: readonly WeightArray[],
  viewsAtOnce = VIEWS_AT_ONCE,
): Float32Array {
  const parameters = new Parameters(tf, 0);
  parameters.load(weights);
  const context: LayerContext = { tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] };
  const bags = new BagStore(tf, { ...data, labels: new Float32Array(data.n) });
  try {
    return logitsOf(bags, context, data, viewsAtOnce);
  } finally {
    parameters.dispose();
    bags.dispose();
  }
}

function logitsOf(
  bags: BagStore,
  context: LayerContext,
  { bag, n }: { readonly bag: BagShape; readonly n: number },
  viewsAtOnce: number,
): Float32Array {
  const batchSize = Math.max(1, Math.floor(viewsAtOnce / (bag.nCrops + bag.nWholes)));
  const logits = new Float32Array(n);
  for (let at = 0; at < n; at += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, n - at) }, (_, i) => at + i);
    logits.set(bags.tidyForward(context, batch, bag.nCrops, createRng(0), false), at);
  }
  return logits;
}

/** The views of all bags as one tensor of bytes-as-floats, from which batches are gathered. */
class BagStore {
  readonly #tf: TensorFlow;
  readonly #data: TrainingBags;
  readonly #perBag: number;
  readonly #viewLength: number;

  constructor(tf: TensorFlow, data: TrainingBags) {
    this.#tf = tf;
    this.#data = data;
    this.#perBag = data.bag.nCrops + data.bag.nWholes;
    this.#viewLength = data.viewSide * data.viewSide * 2;
  }

  /** Logits of a batch; crops are drawn (without replacement) where fewer than all are wanted. */
  forward(context: LayerContext, batch: readonly number[], nCrops: number, rng: Rng, augment: boolean): Tensor {
    const { bag } = this.#data;
    const used = Math.min(nCrops, bag.nCrops);
    const everyCrop = Array.from({ length: bag.nCrops }, (_, i) => i);
    const crops = batch.flatMap((index) =>
      (used === bag.nCrops ? everyCrop : shuffled(everyCrop, rng).slice(0, used)).map(
        (view) => index * this.#perBag + view,
      ),
    );
    const wholes = batch.flatMap((index) =>
      Array.from({ length: bag.nWholes }, (_, view) => index * this.#perBag + bag.nCrops + view),
    );
    return qualityCnn(context, this.#gather([...crops, ...wholes], rng, augment), {
      nCrops: used,
      nWholes: bag.nWholes,
    });
  }

  tidyForward(
    context: LayerContext,
    batch: readonly number[],
    nCrops: number,
    rng: Rng,
    augment: boolean,
  ): Float32Array {
    return this.#tf.tidy(() => this.forward(context, batch, nCrops, rng, augment).dataSync<"float32">().slice());
  }

  dispose(): void {
    // Nothing is held on the device between steps.
  }

  #gather(indices: readonly number[], rng: Rng, augment: boolean): Tensor4D {
    const side = this.#data.viewSide;
    const values = new Float32Array(indices.length * side * side * 3);
    for (const [row, index] of indices.entries()) {
      const view = this.#data.views.subarray(index * this.#viewLength, (index + 1) * this.#viewLength);
      writeView(view, values, row * side * side * 3, side, augment ? drawAugmentation(rng) : plain);
    }
    return this.#tf.tensor4d(values, [indices.length, side, side, 3]);
  }
}

/** Inverse frequency, so that neither kind drowns the other; mean 1. */
function classWeights(labels: Float32Array): (label: number) => number {
  const nGood = labels.reduce((sum, label) => sum + label, 0);
  const nBad = labels.length - nGood;
  const good = nGood > 0 ? labels.length / (2 * nGood) : 1;
  const bad = nBad > 0 ? labels.length / (2 * nBad) : 1;
  return (label) => (label > 0.5 ? good : bad);
}

const LABEL_SMOOTHING = 0.05;

/** Binary cross-entropy of logits, numerically stable, with smoothed labels. */
function crossEntropy(tf: TensorFlow, labels: Tensor1D, logits: Tensor1D): Tensor1D {
  const targets = tf.add(tf.mul(labels, 1 - LABEL_SMOOTHING), LABEL_SMOOTHING / 2);
  const positive = tf.relu(logits);
  return tf.add(tf.sub(positive, tf.mul(logits, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
}

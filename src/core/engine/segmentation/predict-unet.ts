import { GraphSession } from "../graph/graph-session.ts";
import { createKernels } from "../kernels.ts";
import { tensorLayers } from "../networks/unet-tensors.ts";
import { graphWeights } from "../networks/graph-weights.ts";
import { PICTURES, unetGraph } from "../networks/unet-graph.ts";
import { unet, type UnetShape } from "../networks/unet.ts";
import { Parameters, type WeightArray } from "../parameters.ts";
import type { Tensor, Tensor4D, Tensor5D, TensorFlow } from "../tensorflow.ts";

/** Pictures or volumes of one size, for a U-Net. */
export interface UnetInput {
  /** n · …size · channels. */
  readonly images: Float32Array;
  /** Divisible by 2^(levels − 1). */
  readonly size: readonly number[];
  readonly channels: number;
  /** How many go through the network together. */
  readonly atOnce: number;
}

/** What is made of a network's logits: each class by itself, or shares that add up to 1. */
export type Finish = "Sigmoid" | "Softmax";

/** How a network is computed: as one graph, which pictures alone can be, or operation after operation. */
export type UnetWay = "graph" | "operations";

/** Lets a trained U-Net see pictures and volumes. */
export interface UnetPredictor {
  /** @returns n · …size · nClasses, 0 … 1 */
  predict(input: UnetInput): Float32Array;
}

/**
 * Loads trained weights, has something done with them, and lets them go. Pictures go through a graph, volumes through the
 * operations that they are trained with.
 * @param way left out but to compare the two
 */
export function predictUnet<T>(
  tf: TensorFlow,
  weights: readonly WeightArray[],
  shape: UnetShape,
  finish: Finish,
  work: (predictor: UnetPredictor) => T,
  way = usualWay(weights),
): T {
  const make = way === "graph" ? graphNetwork : operationsNetwork;
  const network = make(tf, weights, shape, finish);
  try {
    return work({ predict: (input) => inBatches(tf, input, shape.nClasses, network.compute) });
  } finally {
    network.dispose();
  }
}

function usualWay(weights: readonly WeightArray[]): UnetWay {
  return weights.find(({ name }) => name === "out/kernel")!.shape.length === 4 ? "graph" : "operations";
}

interface Network {
  compute(x: Tensor): Tensor;
  dispose(): void;
}

function graphNetwork(tf: TensorFlow, weights: readonly WeightArray[], shape: UnetShape, finish: Finish): Network {
  const channels = weights.find(({ name }) => name === "down0a/kernel")!.shape[2]!;
  const tensors = graphWeights(weights, shape, channels).map(
    (one) => [one.name, tf.tensor(one.values, [...one.shape])] as const,
  );
  const session = sessionFor(tf, shape, channels, finish);
  return {
    compute: (x) => session.run(new Map<string, Tensor>([...tensors, [PICTURES, x]])),
    dispose: () => tf.dispose(tensors.map(([, tensor]) => tensor)),
  };
}

function operationsNetwork(tf: TensorFlow, weights: readonly WeightArray[], shape: UnetShape, finish: Finish): Network {
  const parameters = new Parameters(tf, 0);
  parameters.load(weights);
  const layers = tensorLayers<Tensor4D | Tensor5D>({
    tf,
    kernels: createKernels(tf),
    parameters,
    isTraining: false,
    batchStatistics: [],
  });
  return {
    compute: (x) => {
      const logits = unet(layers, x as Tensor4D | Tensor5D, shape);
      return finish === "Sigmoid" ? tf.sigmoid(logits) : tf.softmax(logits);
    },
    dispose: () => parameters.dispose(),
  };
}

const sessions = new Map<string, GraphSession>();

/** A graph is made ready once for all networks of its shape: weights are no part of it. */
function sessionFor(tf: TensorFlow, shape: UnetShape, channels: number, finish: Finish): GraphSession {
  const key = `${shape.channels.join("-")}:${shape.nClasses}:${channels}:${finish}`;
  let session = sessions.get(key);
  if (!session) {
    const { graph, output } = unetGraph(shape, channels, finish);
    session = new GraphSession(tf, graph, output);
    sessions.set(key, session);
  }
  return session;
}

function inBatches(
  tf: TensorFlow,
  { images, size, channels, atOnce }: UnetInput,
  nClasses: number,
  compute: (x: Tensor) => Tensor,
): Float32Array {
  const area = size.reduce((product, side) => product * side, 1);
  const n = images.length / (area * channels);
  const result = new Float32Array(n * area * nClasses);
  for (let at = 0; at < n; at += atOnce) {
    const count = Math.min(atOnce, n - at);
    // Nothing is returned: tidy would look at every number of it for tensors.
    tf.tidy(() => {
      const values = images.subarray(at * area * channels, (at + count) * area * channels);
      const x = tf.tensor(values, [count, ...size, channels]);
      result.set(compute(x).dataSync<"float32">(), at * area * nClasses);
    });
  }
  return result;
}

import { expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { createKernels } from "../kernels.ts";
import { tensorLayers } from "../networks/unet-tensors.ts";
import { unet, type UnetShape } from "../networks/unet.ts";
import { Parameters, type WeightArray } from "../parameters.ts";
import { loadTensorFlow, type Tensor4D } from "../tensorflow.ts";
import { predictUnet } from "./predict-unet.ts";

const tf = loadTensorFlow();
const rng = createRng(1, "network");

/** A network as if trained: batch normalisation that does something. */
function network(shape: UnetShape, size: readonly number[], channels: number): readonly WeightArray[] {
  const parameters = new Parameters(tf, 1);
  const context = { tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] };
  tf.tidy(() => unet(tensorLayers<Tensor4D>(context), tf.zeros([1, ...size, channels] as never), shape));
  const weights = parameters.save().map((one) => {
    if (one.name.endsWith("/kernel")) return one;
    const isPositive = /(scale|variance)$/.test(one.name);
    return { ...one, values: one.values.map(() => (isPositive ? 0.5 + rng.next() : rng.normal())) };
  });
  parameters.dispose();
  return weights;
}

function withoutGraph(
  weights: readonly WeightArray[],
  shape: UnetShape,
  { images, size, channels }: { images: Float32Array; size: readonly number[]; channels: number },
  finish: "Sigmoid" | "Softmax",
): Float32Array {
  const parameters = new Parameters(tf, 0);
  parameters.load(weights);
  const context = { tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] };
  try {
    return tf.tidy(() => {
      const x = tf.tensor(images, [5, ...size, channels] as never) as Tensor4D;
      const logits = unet(tensorLayers<Tensor4D>(context), x, shape);
      return (finish === "Sigmoid" ? tf.sigmoid(logits) : tf.softmax(logits)).dataSync<"float32">().slice();
    });
  } finally {
    parameters.dispose();
  }
}

it.each([
  ["a quality network", [16, 32, 64], 1, [48, 48], 2, "Sigmoid"],
  ["classes on oblong pictures", [8, 16], 3, [10, 26], 1, "Softmax"],
  ["four levels", [4, 8, 8, 16], 2, [24, 16], 3, "Softmax"],
] as const)("a graph says what the operations say: %s", (_, levels, nClasses, size, channels, finish) => {
  const shape = { channels: levels, nClasses };
  const weights = network(shape, size, channels);
  const images = Float32Array.from({ length: 5 * size[0] * size[1] * channels }, () => rng.normal());
  const nTensors = tf.memory().numTensors;
  const input = { images, size, channels, atOnce: 2 };
  const byGraph = predictUnet(tf, weights, shape, finish, (trained) => trained.predict(input));
  expect(tf.memory().numTensors).toBe(nTensors);
  const expected = withoutGraph(weights, shape, input, finish);
  expect(byGraph).toHaveLength(expected.length);
  expect(Math.max(...byGraph.map((value, index) => Math.abs(value - expected[index]!)))).toBeLessThan(2e-5);
  // Not a network that says the same of everything.
  expect(Math.max(...byGraph) - Math.min(...byGraph)).toBeGreaterThan(0.5);
});

it("says the same of a picture in large and in small batches", () => {
  const shape = { channels: [16, 32, 64], nClasses: 1 };
  const weights = network(shape, [48, 48], 2);
  const images = Float32Array.from({ length: 6 * 48 * 48 * 2 }, () => rng.normal());
  const [pairs, all] = [2, 6].map((atOnce) =>
    predictUnet(tf, weights, shape, "Sigmoid", (trained) =>
      trained.predict({ images, size: [48, 48], channels: 2, atOnce }),
    ),
  );
  expect(pairs!.every((value, index) => value === all![index])).toBe(true);
});

import { expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { unetAsTrained } from "#tests/support/unet-as-trained.ts";
import { loadTensorFlow } from "../tensorflow.ts";
import { predictUnet } from "./predict-unet.ts";

// As in the engines of a team. Where several threads share an operation, rounding depends on how they share it.
process.env["TF_NUM_INTRAOP_THREADS"] = "1";
const tf = loadTensorFlow();
const rng = createRng(1, "network");

it.each([
  ["a quality network", [16, 32, 64], 1, [48, 48], 2, "Sigmoid"],
  ["classes on oblong pictures", [8, 16], 3, [10, 26], 1, "Softmax"],
  ["four levels", [4, 8, 8, 16], 2, [24, 16], 3, "Softmax"],
] as const)("a graph says what the operations say: %s", (_, levels, nClasses, size, channels, finish) => {
  const shape = { channels: levels, nClasses };
  const weights = unetAsTrained(tf, shape, size, channels, rng);
  const images = Float32Array.from({ length: 5 * size[0] * size[1] * channels }, () => rng.normal());
  const nTensors = tf.memory().numTensors;
  const input = { images, size, channels, atOnce: 2 };
  const [byGraph, expected] = (["graph", "operations"] as const).map((way) =>
    predictUnet(tf, weights, shape, finish, (trained) => trained.predict(input), way),
  ) as [Float32Array, Float32Array];
  expect(tf.memory().numTensors).toBe(nTensors);
  expect(byGraph).toHaveLength(expected.length);
  expect(Math.max(...byGraph.map((value, index) => Math.abs(value - expected[index]!)))).toBeLessThan(2e-5);
  // Not a network that says the same of everything.
  expect(Math.max(...byGraph) - Math.min(...byGraph)).toBeGreaterThan(0.5);
});

it("says the same of a picture in large and in small batches", () => {
  const shape = { channels: [16, 32, 64], nClasses: 1 };
  const weights = unetAsTrained(tf, shape, [48, 48], 2, rng);
  const images = Float32Array.from({ length: 6 * 48 * 48 * 2 }, () => rng.normal());
  const [pairs, all] = [2, 6].map((atOnce) =>
    predictUnet(tf, weights, shape, "Sigmoid", (trained) =>
      trained.predict({ images, size: [48, 48], channels: 2, atOnce }),
    ),
  );
  expect(pairs!.every((value, index) => value === all![index])).toBe(true);
});

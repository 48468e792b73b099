import { expect, it } from "vitest";
import { loadTensorFlow, type Tensor, type Tensor4D } from "../tensorflow.ts";
import { convRepeated } from "./repeated-pixels.ts";

const tf = loadTensorFlow();

it.each([
  [1, 1, 1, 1],
  [5, 13, 3, 2],
  [24, 24, 32, 16],
])("a convolution of %i × %i repeated pixels, and its gradients", (height, width, channels, filters) => {
  const x = tf.randomNormal([2, height, width, channels], 0, 1, "float32", 1);
  const kernel = tf.randomNormal([3, 3, channels, filters], 0, 0.1, "float32", 2);
  const repeatedFirst = (pixels: Tensor, weights: Tensor): Tensor =>
    tf.conv2d(
      tf.image.resizeNearestNeighbor(pixels as Tensor4D, [2 * height, 2 * width]),
      weights as Tensor4D,
      1,
      "same",
    );
  const own = (pixels: Tensor, weights: Tensor): Tensor => convRepeated(tf, pixels as Tensor4D, weights as Tensor4D);
  const outer = tf.randomNormal([2, 2 * height, 2 * width, filters], 0, 1, "float32", 3);
  const results = [own, repeatedFirst].map((way) => [way(x, kernel), ...tf.grads(way)([x, kernel], outer)]);
  for (const [index, value] of results[0]!.entries()) {
    const expected = results[1]![index]!;
    expect(value.shape).toEqual(expected.shape);
    const largest = tf.max(tf.abs(expected)).dataSync()[0]!;
    const difference = tf.max(tf.abs(tf.sub(value, expected))).dataSync()[0]!;
    expect(difference / largest).toBeLessThan(1e-5);
  }
});

import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { Adam } from "./adam.ts";
import { loadTensorFlow, type Tensor } from "./tensorflow.ts";

const tf = loadTensorFlow();

/** The same step in TensorFlow's operations. */
function plainStep(
  [value, first, second]: readonly [Tensor, Tensor, Tensor],
  gradient: Tensor,
  step: number,
  learningRate: number,
  decay: number,
): [Tensor, Tensor, Tensor] {
  const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  const m = tf.add(tf.mul(first, 0.9), tf.mul(gradient, 1 - 0.9));
  const v = tf.add(tf.mul(second, 0.999), tf.mul(tf.square(gradient), 1 - 0.999));
  const change = tf.mul(tf.div(m, tf.add(tf.sqrt(v), 1e-8)), rate);
  return [tf.sub(tf.mul(value, 1 - learningRate * decay), change), m, v];
}

describe("Adam", () => {
  it("gives bit by bit what TensorFlow's operations give, and goes on from a saved state", () => {
    const rng = createRng(1, "adam");
    const numbers = (n: number, scale: number): Float32Array =>
      Float32Array.from({ length: n }, () => scale * rng.normal());
    const variable = tf.variable(tf.tensor(numbers(700, 0.1), [7, 100]));
    let optimiser = new Adam(tf, [variable]);
    let plain: [Tensor, Tensor, Tensor] = [variable.clone(), tf.zerosLike(variable), tf.zerosLike(variable)];
    for (let step = 1; step <= 40; step += 1) {
      const gradient = tf.tensor(numbers(700, 10 ** -(step % 5)), [7, 100]);
      plain = plainStep(plain, gradient, step, 2e-3, 0.01);
      optimiser.apply([gradient], 2e-3, 0.01);
      expect(variable.dataSync()).toEqual(plain[0].dataSync());
      if (step !== 20) continue;
      const saved = optimiser.save();
      expect(saved.moments.map(({ values }) => values)).toEqual([plain[1].dataSync(), plain[2].dataSync()]);
      optimiser = new Adam(tf, [variable]);
      optimiser.load(saved);
    }
  });
});

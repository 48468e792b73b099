import type { Tensor, TensorFlow, Variable } from "./tensorflow.ts";
import type { WeightArray } from "./parameters.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019). Its
 * state can be saved, so that training goes on after an interruption exactly as it would have without.
 */
export class Adam {
  readonly #tf: TensorFlow;
  readonly #variables: readonly Variable[];
  #first: Tensor[];
  #second: Tensor[];
  #step = 0;

  constructor(tf: TensorFlow, variables: readonly Variable[]) {
    this.#tf = tf;
    this.#variables = variables;
    this.#first = variables.map((variable) => tf.keep(tf.zerosLike(variable)));
    this.#second = variables.map((variable) => tf.keep(tf.zerosLike(variable)));
  }

  /** One step against the gradients, given in the order of the variables; the gradients are disposed of. */
  apply(gradients: readonly Tensor[], learningRate: number, weightDecay = 0): void {
    this.#step += 1;
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** this.#step)) / (1 - BETA1 ** this.#step);
    const tf = this.#tf;
    for (const [index, variable] of this.#variables.entries()) {
      const gradient = gradients[index]!;
      const [first, second, value] = tf.tidy(() => {
        const m = tf.add(tf.mul(this.#first[index]!, BETA1), tf.mul(gradient, 1 - BETA1));
        const v = tf.add(tf.mul(this.#second[index]!, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
        const step = tf.mul(tf.div(m, tf.add(tf.sqrt(v), EPSILON)), rate);
        // Biases and scales (rank 1) are not decayed.
        const decayed =
          weightDecay > 0 && variable.rank > 1 ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
        return [tf.keep(m), tf.keep(v), tf.keep(tf.sub(decayed, step))];
      });
      variable.assign(value as Tensor);
      value!.dispose();
      this.#first[index]!.dispose();
      this.#second[index]!.dispose();
      this.#first[index] = first!;
      this.#second[index] = second!;
      gradient.dispose();
    }
  }

  save(): { step: number; moments: WeightArray[] } {
    const arrays = (tensors: readonly Tensor[], prefix: string): WeightArray[] =>
      tensors.map((tensor, index) => ({
        name: `${prefix}${index}`,
        shape: tensor.shape,
        trainable: false,
        values: tensor.dataSync<"float32">().slice(),
      }));
    return { step: this.#step, moments: [...arrays(this.#first, "m"), ...arrays(this.#second, "v")] };
  }

  load({ step, moments }: { step: number; moments: readonly WeightArray[] }): void {
    this.dispose();
    this.#step = step;
    const tensors = moments.map(({ values, shape }) => this.#tf.keep(this.#tf.tensor(values, [...shape])));
    this.#first = tensors.slice(0, tensors.length / 2);
    this.#second = tensors.slice(tensors.length / 2);
  }

  dispose(): void {
    for (const tensor of [...this.#first, ...this.#second]) tensor.dispose();
  }
}

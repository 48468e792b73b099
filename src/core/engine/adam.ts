import type { Tensor, TensorFlow, Variable } from "./tensorflow.ts";
import type { WeightArray } from "./parameters.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019). Its
 * state can be saved, so that training goes on after an interruption exactly as it would have without.
 *
 * Computed here and not by TensorFlow: a small network has dozens of short variables, and a dozen operations on each take
 * longer to be asked for than all their numbers take to be computed. Each result is rounded to 32 bits, as TensorFlow's.
 */
export class Adam {
  readonly #tf: TensorFlow;
  readonly #variables: readonly Variable[];
  #first: Float32Array[];
  #second: Float32Array[];
  #step = 0;

  constructor(tf: TensorFlow, variables: readonly Variable[]) {
    this.#tf = tf;
    this.#variables = variables;
    this.#first = variables.map(({ size }) => new Float32Array(size));
    this.#second = variables.map(({ size }) => new Float32Array(size));
  }

  /** One step against the gradients, given in the order of the variables; the gradients are disposed of. */
  apply(gradients: readonly Tensor[], learningRate: number, weightDecay = 0): void {
    this.#step += 1;
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** this.#step)) / (1 - BETA1 ** this.#step);
    for (const [index, variable] of this.#variables.entries()) {
      const gradient = gradients[index]!;
      const values = variable.dataSync<"float32">().slice();
      // Biases and scales (rank 1) are not decayed.
      const kept = weightDecay > 0 && variable.rank > 1 ? 1 - learningRate * weightDecay : 1;
      const moments = { first: this.#first[index]!, second: this.#second[index]! };
      move(values, gradient.dataSync<"float32">(), moments, rate, kept);
      const moved = this.#tf.tensor(values, variable.shape);
      variable.assign(moved);
      moved.dispose();
      gradient.dispose();
    }
  }

  save(): { step: number; moments: WeightArray[] } {
    const arrays = (moments: readonly Float32Array[], prefix: string): WeightArray[] =>
      moments.map((values, index) => ({
        name: `${prefix}${index}`,
        shape: this.#variables[index]!.shape,
        trainable: false,
        values: values.slice(),
      }));
    return { step: this.#step, moments: [...arrays(this.#first, "m"), ...arrays(this.#second, "v")] };
  }

  load({ step, moments }: { step: number; moments: readonly WeightArray[] }): void {
    this.#step = step;
    const arrays = moments.map(({ values }) => Float32Array.from(values));
    this.#first = arrays.slice(0, arrays.length / 2);
    this.#second = arrays.slice(arrays.length / 2);
  }
}

/** Moves values against their gradient, in place. @param kept what is left of each value by weight decay */
function move(
  values: Float32Array,
  gradient: Float32Array,
  { first, second }: { readonly first: Float32Array; readonly second: Float32Array },
  rate: number,
  kept: number,
): void {
  const { fround, sqrt } = Math;
  const [beta1, other1, beta2, other2] = [fround(BETA1), fround(1 - BETA1), fround(BETA2), fround(1 - BETA2)];
  const [epsilon, step, left] = [fround(EPSILON), fround(rate), fround(kept)];
  for (let i = 0; i < values.length; i += 1) {
    const g = gradient[i]!;
    const m = fround(fround(first[i]! * beta1) + fround(g * other1));
    const v = fround(fround(second[i]! * beta2) + fround(fround(g * g) * other2));
    first[i] = m;
    second[i] = v;
    const change = fround(fround(m / fround(fround(sqrt(v)) + epsilon)) * step);
    values[i] = fround(fround(values[i]! * left) - change);
  }
}

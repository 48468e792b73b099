import { createRng } from "#domain/random/rng.ts";
import type { Tensor, TensorFlow, Variable } from "./tensorflow.ts";

/** Weights outside of TensorFlow: by name, in a fixed order. `trainable` false: running statistics. */
export interface WeightArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly values: Float32Array;
}

type Initialiser = "he-normal" | "glorot-uniform" | "zeros" | "ones";

/**
 * The weights of a network, made when a layer first asks for them. Their first values come from Winnow's own generator,
 * so that a seed gives the same network wherever it is made.
 */
export class Parameters {
  readonly #tf: TensorFlow;
  readonly #seed: number;
  readonly #variables = new Map<string, Variable>();

  constructor(tf: TensorFlow, seed: number) {
    this.#tf = tf;
    this.#seed = seed;
  }

  get<T extends Tensor>(name: string, shape: readonly number[], initialiser: Initialiser, trainable = true): T {
    let variable = this.#variables.get(name);
    if (!variable) {
      const values = initialValues(shape, initialiser, this.#seed, name);
      variable = this.#tf.variable(this.#tf.tensor(values, [...shape]), trainable, undefined, "float32");
      this.#variables.set(name, variable);
    }
    return variable as unknown as T;
  }

  assign(name: string, value: Tensor): void {
    this.#variables.get(name)!.assign(value);
  }

  /** The variables that training changes, in the order in which the network asked for them. */
  trainable(): Variable[] {
    return [...this.#variables.values()].filter((variable) => variable.trainable);
  }

  save(): WeightArray[] {
    return [...this.#variables].map(([name, variable]) => ({
      name,
      shape: variable.shape,
      trainable: variable.trainable,
      values: variable.dataSync<"float32">().slice(),
    }));
  }

  /** Takes weights saved before; those that the network has asked for already are overwritten. */
  load(weights: readonly WeightArray[]): void {
    for (const { name, shape, trainable, values } of weights) {
      const tensor = this.#tf.tensor(values, [...shape]);
      const known = this.#variables.get(name);
      if (known) known.assign(tensor);
      else this.#variables.set(name, this.#tf.variable(tensor, trainable, undefined, "float32"));
      tensor.dispose(); // the variable holds the values by itself
    }
  }

  dispose(): void {
    for (const variable of this.#variables.values()) variable.dispose();
    this.#variables.clear();
  }
}

function initialValues(shape: readonly number[], initialiser: Initialiser, seed: number, name: string): Float32Array {
  const length = shape.reduce((product, side) => product * side, 1);
  if (initialiser === "zeros") return new Float32Array(length);
  if (initialiser === "ones") return new Float32Array(length).fill(1);
  const rng = createRng(seed, "weights", name);
  const receptive = shape.slice(0, -2).reduce((product, side) => product * side, 1);
  const fanIn = receptive * shape.at(-2)!;
  const fanOut = receptive * shape.at(-1)!;
  if (initialiser === "he-normal") {
    const deviation = Math.sqrt(2 / fanIn);
    return Float32Array.from({ length }, () => rng.normal() * deviation);
  }
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from({ length }, () => (2 * rng.next() - 1) * limit);
}

/** What distinguishes one use of an operation from another. */
export type GraphAttribute =
  | { readonly type: "float" | "int32" }
  | { readonly text: string }
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  /** −1 where any length will do. */
  | { readonly shape: readonly number[] }
  /** A whole number, or a vector of them. */
  | { readonly constant: number | readonly number[] };

/** What an operation gives, by the name of the operation. */
export type GraphValue = string;

/** One operation. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly GraphValue[];
  readonly attributes: Readonly<Record<string, GraphAttribute>>;
}

export const FLOAT = { type: "float" } as const;
export const INT32 = { type: "int32" } as const;

/** A computation that TensorFlow is given as a whole, so that it can put operations together before it runs them. */
export class GraphDefinition {
  readonly #nodes: GraphNode[] = [];

  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** Names of the tensors that have to be given when the graph is run. */
  get inputs(): readonly string[] {
    return this.#nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => name);
  }

  /**
   * A tensor of floats that is given when the graph is run.
   * @param shape −1 where any length will do
   */
  input(name: string, shape: readonly number[]): GraphValue {
    return this.operation("Placeholder", name, [], { dtype: FLOAT, shape: { shape } });
  }

  /** A whole number, or a vector of them. */
  constant(name: string, constant: number | readonly number[]): GraphValue {
    return this.operation("Const", name, [], { dtype: INT32, value: { constant } });
  }

  /** @param op as TensorFlow names it, with its attributes */
  operation(op: string, name: string, inputs: readonly GraphValue[], attributes: GraphNode["attributes"]): GraphValue {
    this.#nodes.push({ name, op, inputs, attributes });
    return name;
  }
}

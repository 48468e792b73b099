import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backendOf, type Tensor, type TensorFlow } from "../tensorflow.ts";
import type { GraphDefinition, GraphValue } from "./graph-definition.ts";
import { encodeSavedModel } from "./saved-model.ts";

const TAG = "serve";

/** A graph that TensorFlow has made ready. It holds no weights: they are inputs like the pictures. */
export class GraphSession {
  readonly #tf: TensorFlow;
  readonly #id: number;
  readonly #inputs: readonly string[];
  readonly #output: GraphValue;

  /**
   * TensorFlow takes graphs from a folder alone: one is written among the temporary files, and deleted at once.
   * @throws Error of the file system, or of TensorFlow where the graph is not sound
   */
  constructor(tf: TensorFlow, graph: GraphDefinition, output: GraphValue) {
    this.#tf = tf;
    this.#inputs = graph.inputs;
    this.#output = output;
    const folder = mkdtempSync(join(tmpdir(), "winnow-graph-"));
    try {
      writeFileSync(join(folder, "saved_model.pb"), encodeSavedModel(graph.nodes, TAG));
      this.#id = backendOf(tf).loadSavedModelMetaGraph(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * @param feeds a tensor of floats for every input, by its name
   * @returns to be disposed of by the caller, or by `tf.tidy`
   */
  run(feeds: ReadonlyMap<string, Tensor>): Tensor {
    const given = this.#inputs.map((name) => feeds.get(name)!);
    const described = this.#inputs.map((name) => ({ name, tfDtype: "DT_FLOAT" }));
    return backendOf(this.#tf).runSavedModel(this.#id, given, described, [this.#output])[0]!;
  }
}

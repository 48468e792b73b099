import { createRequire } from "node:module";
import util from "node:util";
import type * as Tf from "@tensorflow/tfjs-node";
import { AppError } from "#contract/errors.ts";

/** The part of tfjs that Winnow uses; imported as a value only here. */
export type TensorFlow = typeof Tf;
export type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Tensor5D, Variable } from "@tensorflow/tfjs-node";

let loaded: TensorFlow | null = null;

/**
 * Loads TensorFlow, in the engine's process alone. tfjs-node 4.22 calls two helpers of `util` that Node 23 took away;
 * they are put back first.
 * @throws AppError tensorflow-missing when the addon or its library is not there
 */
export function loadTensorFlow(): TensorFlow {
  if (loaded) return loaded;
  const legacy = util as unknown as {
    isNullOrUndefined?: (value: unknown) => boolean;
    isArray?: (value: unknown) => boolean;
  };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  Object.defineProperty(legacy, "isArray", { value: Array.isArray, configurable: true });
  // TensorFlow's own notices (CPU features, oneDNN) are no news for anybody; real errors still appear.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  const require = createRequire(import.meta.url);
  try {
    const tf = require("@tensorflow/tfjs-node") as TensorFlow;
    tf.enableProdMode();
    loaded = tf;
    return tf;
  } catch (error) {
    throw new AppError(
      "tensorflow-missing",
      `TensorFlow cannot be loaded: ${(error as Error).message.split("\n")[0]}`,
      "Run the set-up again (npm run set-up), and winnow doctor for details.",
      { cause: error },
    );
  }
}

/** Version of the C library in use, and of its JavaScript side. */
export function tensorFlowVersions(tf: TensorFlow): { library: string; javascript: string } {
  const { binding } = backendOf(tf);
  return { library: binding.TF_Version, javascript: tf.version_core };
}

/** Whether TensorFlow found a GPU that it can use. */
export function deviceName(tf: TensorFlow): string {
  return backendOf(tf).isUsingGpuDevice ? "GPU" : "CPU";
}

/** One attribute of a TensorFlow operation, as the addon takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The parts of tfjs-node's backend that reach TensorFlow's own kernels. */
export interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_INT: number;
    readonly TF_FLOAT: number;
  };
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly Tf.Tensor[]): Tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tf.Tensor[],
    nOutputs: number,
  ): Tf.Tensor[];
}

export function backendOf(tf: TensorFlow): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

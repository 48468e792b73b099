import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import util from "node:util";
import type * as Tf from "@tensorflow/tfjs-node";
import { AppError } from "#contract/errors.ts";
import { gpuModels } from "./gpu-models.ts";

/** The part of tfjs that Winnow uses; imported as a value only here. */
export type TensorFlow = typeof Tf;
export type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Tensor5D, Variable } from "@tensorflow/tfjs-node";

const require = createRequire(import.meta.url);
let loaded: TensorFlow | null = null;

/**
 * How the CUDA build computes where nothing else is set: in a judge's version the same seed has to give the same weights.
 */
const ON_A_GPU = {
  // Without this some gradients are summed in the order in which the threads happen to end.
  TF_DETERMINISTIC_OPS: "1",
  // Without this convolutions round their factors to 10 bits (TensorFloat-32).
  NVIDIA_TF32_OVERRIDE: "0",
  // Without this the first operation takes all of the card's memory, from other programs and from a second engine too.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
} as const;

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
  // oneDNN's convolutions, forward and backward. TensorFlow itself uses them on processors with AVX-512 alone; with AVX2 they
  // are two to three times as fast as its own, too (docs/adr/0014-onednn.md).
  process.env["TF_ENABLE_ONEDNN_OPTS"] ??= "1";
  if (hasGpuLibrary()) Object.assign(process.env, { ...ON_A_GPU, ...process.env });
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

/** What TensorFlow computes on: the CPU, or a GPU, by its name where the driver tells it. */
export function deviceName(tf: TensorFlow): string {
  return backendOf(tf).isUsingGpuDevice ? ["GPU", ...gpuModels()].join(", ") : "CPU";
}

/** Whether TensorFlow's library is the CUDA build: set-up puts a folder for NVIDIA's libraries beside that one alone. */
export function hasGpuLibrary(): boolean {
  try {
    return existsSync(join(dirname(require.resolve("@tensorflow/tfjs-node/package.json")), "deps", "nvidia"));
  } catch {
    return false; // the package is not there: loading it says so
  }
}

/**
 * Whether an operation failed for want of memory. A convolution on a GPU fails as "No algorithm worked!", with the cause
 * in its text; values that find no room on the card are said to be "not initialized"; a graph fails without a status.
 */
export function isOutOfMemory(error: unknown): boolean {
  return (
    error instanceof Error &&
    /TF_Status: 8\b|RESOURCE_EXHAUSTED|OOM when allocating|Dst tensor is not initialized/.test(error.message)
  );
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
  /** @returns a number for the session that runs the graph of this folder */
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly Tf.Tensor[],
    described: readonly { readonly name: string; readonly tfDtype: string }[],
    outputs: readonly string[],
  ): Tf.Tensor[];
}

export function backendOf(tf: TensorFlow): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

import {
  backendOf,
  type NodeBackend,
  type OpAttribute,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  type TensorFlow,
} from "./tensorflow.ts";

/**
 * Operations whose gradients tfjs would compose in JavaScript from many small ones, done by TensorFlow's own gradient
 * kernels instead: three to four times as fast on a CPU (reference bench, *Speed*), equal to float rounding.
 */
export interface Kernels {
  relu<T extends Tensor>(x: T): T;
  /** Batch normalisation over all but the last axis; also gives the batch's own mean and (unbiased) variance, to be disposed of by the caller. */
  batchNormTraining(
    x: Tensor4D,
    scale: Tensor1D,
    offset: Tensor1D,
  ): { y: Tensor4D; mean: Tensor1D; variance: Tensor1D };
  batchNormInference(x: Tensor4D, scale: Tensor1D, offset: Tensor1D, mean: Tensor1D, variance: Tensor1D): Tensor4D;
  /** Each pixel repeated to height and width, twice those of x or one less. [batch, height, width, channels] */
  upsample(x: Tensor4D, height: number, width: number): Tensor4D;
}

export const BATCH_NORM_EPSILON = 1e-3;

export function createKernels(tf: TensorFlow): Kernels {
  const backend = backendOf(tf);
  const { binding } = backend;
  const floatType: OpAttribute = { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const batchNormAttributes = (isTraining: boolean): OpAttribute[] => [
    floatType,
    { name: "U", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "epsilon", type: binding.TF_ATTR_FLOAT, value: BATCH_NORM_EPSILON },
    { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" },
    { name: "is_training", type: binding.TF_ATTR_BOOL, value: isTraining },
  ];
  // An exponential average factor of 1 makes the kernel answer the batch's own statistics.
  const averageFactor: OpAttribute = { name: "exponential_avg_factor", type: binding.TF_ATTR_FLOAT, value: 1 };

  const reluOp = tf.customGrad((x, save) => {
    const y = tf.relu(x as Tensor);
    (save as (tensors: Tensor[]) => void)([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => backend.executeSingleOutput("ReluGrad", [floatType], [dy, saved!]),
    };
  });

  return {
    relu: <T extends Tensor>(x: T): T => reluOp(x) as T,
    batchNormTraining: (x, scale, offset) => {
      let statistics: { mean: Tensor1D; variance: Tensor1D } | null = null;
      const op = tf.customGrad((xIn, scaleIn, offsetIn, save) => {
        const [input, gamma, beta] = [xIn, scaleIn, offsetIn] as [Tensor4D, Tensor1D, Tensor1D];
        const empty = tf.tensor1d([]);
        const [y, mean, variance, reserve1, reserve2, reserve3] = backend.executeMultipleOutputs(
          "FusedBatchNormV3",
          [...batchNormAttributes(true), averageFactor],
          [input, gamma, beta, empty, empty],
          6,
        );
        // Kept, or they would end with this function's scope; the caller disposes of them.
        statistics = { mean: tf.keep(mean as Tensor1D), variance: tf.keep(variance as Tensor1D) };
        (save as (tensors: Tensor[]) => void)([input, gamma, reserve1!, reserve2!, reserve3!]);
        return {
          value: y as Tensor,
          gradFunc: (dy: Tensor, saved: Tensor[]) => batchNormGradient(backend, batchNormAttributes(true), dy, saved),
        };
      });
      const y = op(x, scale, offset) as Tensor4D;
      return { y, ...statistics! };
    },
    batchNormInference: (x, scale, offset, mean, variance) =>
      tf.batchNorm4d(x, mean, variance, offset, scale, BATCH_NORM_EPSILON),
    upsample: backend.isUsingGpuDevice
      ? reproducibleUpsampling(tf)
      : (x, height, width) => tf.image.resizeNearestNeighbor(x, [height, width]),
  };
}

/**
 * Nearest-neighbour upsampling for a GPU: TensorFlow's own gradient adds up there in no fixed order, and refuses to where
 * results have to be reproducible. Sums of two have no order.
 */
export function reproducibleUpsampling(tf: TensorFlow): Kernels["upsample"] {
  return (given, height, width) => {
    const op = tf.customGrad((x) => {
      const [n, rows, columns, channels] = (x as Tensor4D).shape;
      return {
        value: tf.image.resizeNearestNeighbor(x as Tensor4D, [height, width]),
        gradFunc: (dy: Tensor) => {
          const even: [number, number][] = [
            [0, 0],
            [0, 2 * rows - height],
            [0, 2 * columns - width],
            [0, 0],
          ];
          const ofRows = tf.sum(tf.reshape(tf.pad(dy, even), [n * rows, 2, columns * 2 * channels]), 1);
          return tf.reshape(tf.sum(tf.reshape(ofRows, [n * rows * columns, 2, channels]), 1), (x as Tensor4D).shape);
        },
      };
    });
    return op(given) as Tensor4D;
  };
}

function batchNormGradient(
  backend: NodeBackend,
  attributes: readonly OpAttribute[],
  dy: Tensor,
  [input, gamma, reserve1, reserve2, reserve3]: Tensor[],
): Tensor[] {
  const outputs = backend.executeMultipleOutputs(
    "FusedBatchNormGradV3",
    attributes,
    [dy, input!, gamma!, reserve1!, reserve2!, reserve3!],
    5,
  );
  for (const unused of outputs.slice(3)) unused.dispose();
  return outputs.slice(0, 3);
}

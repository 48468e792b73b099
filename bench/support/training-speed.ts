import { createKernels, type Kernels } from "#core/engine/kernels.ts";
import { conv, type LayerContext } from "#core/engine/layers.ts";
import { Parameters } from "#core/engine/parameters.ts";
import { loadTensorFlow, type Scalar, type Tensor, type Tensor1D, type Tensor4D } from "#core/engine/tensorflow.ts";

const SIDE = 128;
const BATCH = 32;
const FILTERS = [16, 32, 64, 128] as const;
const N_STEPS = 8;

/**
 * Pictures a second through forward and backward pass of the reference bench's first network (128 × 128 × 2, batches of
 * 32, about 98,000 weights, batch normalisation and max pooling), with the engine's kernels and with tfjs' own gradients.
 */
export function trainingSpeed(): { own: number; composed: number } {
  const tf = loadTensorFlow();
  const kernels = createKernels(tf);
  const composed: Kernels = {
    relu: <T extends Tensor>(x: T): T => tf.relu(x),
    batchNormTraining: (x, scale, offset) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]) as { mean: Tensor1D; variance: Tensor1D };
      return { y: tf.batchNorm4d(x, mean, variance, offset, scale, 1e-3), mean, variance };
    },
    batchNormInference: kernels.batchNormInference,
    upsample: kernels.upsample,
  };
  return { own: speedWith(kernels), composed: speedWith(composed) };

  function speedWith(used: Kernels): number {
    const parameters = new Parameters(tf, 1);
    const context: LayerContext = { tf, kernels: used, parameters, isTraining: true, batchStatistics: [] };
    const pictures = tf.randomNormal([BATCH, SIDE, SIDE, 2], 0, 1, "float32", 1) as unknown as Tensor4D;
    tf.tidy(() => network(context, pictures));
    const step = (): void => {
      const { value, grads } = tf.variableGrads(
        () => tf.mean<Scalar>(tf.square(network(context, pictures))),
        parameters.trainable(),
      );
      value.dataSync();
      tf.dispose([value, ...Object.values(grads)]);
    };
    step();
    const startedAt = performance.now();
    for (let i = 0; i < N_STEPS; i += 1) step();
    const speed = (N_STEPS * BATCH) / ((performance.now() - startedAt) / 1000);
    parameters.dispose();
    pictures.dispose();
    return speed;
  }

  function network(context: LayerContext, pictures: Tensor4D): Tensor {
    let x = pictures;
    for (const [index, filters] of FILTERS.entries()) {
      x = conv(context, `conv${index}`, x, { filters });
      const scale = context.parameters.get<Tensor1D>(`scale${index}`, [filters], "ones");
      const offset = context.parameters.get<Tensor1D>(`offset${index}`, [filters], "zeros");
      const { y } = context.kernels.batchNormTraining(x, scale, offset);
      x = tf.maxPool(context.kernels.relu(y), 2, 2, "same");
    }
    return tf.mean(x, [1, 2]);
  }
}

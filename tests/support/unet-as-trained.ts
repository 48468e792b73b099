import { createKernels } from "#core/engine/kernels.ts";
import { tensorLayers } from "#core/engine/networks/unet-tensors.ts";
import { unet, type UnetShape } from "#core/engine/networks/unet.ts";
import { Parameters, type WeightArray } from "#core/engine/parameters.ts";
import type { Tensor4D, TensorFlow } from "#core/engine/tensorflow.ts";
import type { Rng } from "#domain/random/rng.ts";

/**
 * Weights of a U-Net in two dimensions as if it were trained: batch normalisation that does something.
 * @param size of the pictures: height, width; divisible by 2^(levels − 1)
 */
export function unetAsTrained(
  tf: TensorFlow,
  shape: UnetShape,
  size: readonly number[],
  channels: number,
  rng: Rng,
): readonly WeightArray[] {
  const parameters = new Parameters(tf, 1);
  const context = { tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] };
  tf.tidy(() => unet(tensorLayers<Tensor4D>(context), tf.zeros([1, ...size, channels] as never), shape));
  const weights = parameters.save().map((one) => {
    if (one.name.endsWith("/kernel")) return one;
    const isPositive = /(scale|variance)$/.test(one.name);
    return { ...one, values: one.values.map(() => (isPositive ? 0.5 + rng.next() : rng.normal())) };
  });
  parameters.dispose();
  return weights;
}

import { createKernels } from "../kernels.ts";
import type { LayerContext } from "../layers.ts";
import { unet, type UnetShape } from "../networks/unet.ts";
import { Parameters, type WeightArray } from "../parameters.ts";
import type { Tensor, Tensor4D, TensorFlow } from "../tensorflow.ts";

/** Pictures or volumes of one size, for a U-Net. */
export interface UnetInput {
  /** n · …size · channels. */
  readonly images: Float32Array;
  /** Divisible by 2^(levels − 1). */
  readonly size: readonly number[];
  readonly channels: number;
  readonly shape: UnetShape;
  /** How many go through the network together. */
  readonly atOnce: number;
}

/** Loads trained weights, has something done with them, and lets them go. */
export function predictUnet<T>(tf: TensorFlow, weights: readonly WeightArray[], work: (context: LayerContext) => T): T {
  const parameters = new Parameters(tf, 0);
  parameters.load(weights);
  try {
    return work({ tf, kernels: createKernels(tf), parameters, isTraining: false, batchStatistics: [] });
  } finally {
    parameters.dispose();
  }
}

/**
 * What a U-Net makes of pictures: n · …size · nClasses.
 * @param finish makes probabilities of its logits
 */
export function runUnet(
  tf: TensorFlow,
  context: LayerContext,
  { images, size, channels, shape, atOnce }: UnetInput,
  finish: (logits: Tensor) => Tensor,
): Float32Array {
  const inference: LayerContext = { ...context, isTraining: false };
  const area = size.reduce((product, side) => product * side, 1);
  const n = images.length / (area * channels);
  const result = new Float32Array(n * area * shape.nClasses);
  for (let at = 0; at < n; at += atOnce) {
    const count = Math.min(atOnce, n - at);
    // Nothing is returned: tidy would look at every number of it for tensors.
    tf.tidy(() => {
      const values = images.subarray(at * area * channels, (at + count) * area * channels);
      const x = tf.tensor(values, [count, ...size, channels]);
      result.set(finish(unet(inference, x as Tensor4D, shape)).dataSync<"float32">(), at * area * shape.nClasses);
    });
  }
  return result;
}

import type { Kernels } from "./kernels.ts";
import type { Parameters } from "./parameters.ts";
import type { Tensor1D, Tensor2D, Tensor4D, TensorFlow } from "./tensorflow.ts";

/** What a network is built with, and whether it is being trained. */
export interface LayerContext {
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  readonly parameters: Parameters;
  readonly isTraining: boolean;
  /** Batch statistics of this pass, to be blended into the running ones after the step. */
  readonly batchStatistics: { readonly name: string; readonly mean: Tensor1D; readonly variance: Tensor1D }[];
}

interface ConvOptions {
  readonly filters: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly bias?: boolean;
}

/** 2-D convolution, "same" padding. [batch, height, width, channels] */
export function conv2d(
  { tf, parameters }: LayerContext,
  name: string,
  x: Tensor4D,
  { filters, kernel = 3, stride = 1, bias = false }: ConvOptions,
): Tensor4D {
  const weights = parameters.get<Tensor4D>(`${name}/kernel`, [kernel, kernel, x.shape[3], filters], "he-normal");
  const y = tf.conv2d(x, weights, stride, "same");
  return bias ? tf.add(y, parameters.get(`${name}/bias`, [filters], "zeros")) : y;
}

/** Batch normalisation: by the batch in training, by running statistics otherwise. */
export function batchNorm(context: LayerContext, name: string, x: Tensor4D): Tensor4D {
  const { kernels, parameters, isTraining, batchStatistics } = context;
  const channels = [x.shape[3]];
  const scale = parameters.get<Tensor1D>(`${name}/scale`, channels, "ones");
  const offset = parameters.get<Tensor1D>(`${name}/offset`, channels, "zeros");
  const mean = parameters.get<Tensor1D>(`${name}/mean`, channels, "zeros", false);
  const variance = parameters.get<Tensor1D>(`${name}/variance`, channels, "ones", false);
  if (!isTraining) return kernels.batchNormInference(x, scale, offset, mean, variance);
  const result = kernels.batchNormTraining(x, scale, offset);
  batchStatistics.push({ name, mean: result.mean, variance: result.variance });
  return result.y;
}

/** Blends the statistics of a pass into the running ones (momentum 0.9), and disposes of them. */
export function updateRunningStatistics({ tf, parameters, batchStatistics }: LayerContext, momentum = 0.9): void {
  for (const { name, mean, variance } of batchStatistics.splice(0)) {
    tf.tidy(() => {
      for (const [key, value] of [
        ["mean", mean],
        ["variance", variance],
      ] as const) {
        const running = parameters.get<Tensor1D>(`${name}/${key}`, value.shape, "zeros", false);
        parameters.assign(`${name}/${key}`, tf.add(tf.mul(running, momentum), tf.mul(value, 1 - momentum)));
      }
    });
    mean.dispose();
    variance.dispose();
  }
}

/** Fully connected layer. [batch, features] */
export function dense({ tf, parameters }: LayerContext, name: string, x: Tensor2D, units: number): Tensor2D {
  const weights = parameters.get<Tensor2D>(`${name}/kernel`, [x.shape[1], units], "glorot-uniform");
  return tf.add(tf.matMul(x, weights), parameters.get<Tensor1D>(`${name}/bias`, [units], "zeros"));
}

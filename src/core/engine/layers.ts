import type { Kernels } from "./kernels.ts";
import type { Parameters } from "./parameters.ts";
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D, Tensor5D, TensorFlow } from "./tensorflow.ts";

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

/** Convolution in two or three dimensions, "same" padding. [batch, …sides, channels] */
export function conv<T extends Tensor4D | Tensor5D>(
  context: LayerContext,
  name: string,
  x: T,
  { filters, kernel = 3, stride = 1, bias = false }: ConvOptions,
): T {
  const { tf, parameters } = context;
  const nSides = x.rank - 2;
  const shape = [...new Array<number>(nSides).fill(kernel), x.shape.at(-1)!, filters];
  const weights: Tensor = convKernel(context, name, shape);
  const y =
    nSides === 2
      ? tf.conv2d(x as Tensor4D, weights as Tensor4D, stride, "same")
      : tf.conv3d(x as Tensor5D, weights as Tensor5D, stride, "same");
  return (bias ? tf.add(y, parameters.get(`${name}/bias`, [filters], "zeros")) : y) as T;
}

/** The weights of a convolution: […sides, channels, filters]. */
export function convKernel<T extends Tensor>({ parameters }: LayerContext, name: string, shape: readonly number[]): T {
  return parameters.get(`${name}/kernel`, shape, "he-normal");
}

/**
 * Each voxel repeated to the sides of `shape`, twice those of x (rows and columns one less where they are odd).
 * [batch, depth, height, width, channels]
 */
export function upsample({ tf, kernels }: LayerContext, x: Tensor5D, shape: readonly number[]): Tensor5D {
  const [n, depth, height, width, channels] = x.shape;
  const flat = tf.reshape<Rank.R4>(x, [n * depth, height, width, channels]);
  const planes = kernels.upsample(flat, shape[2]!, shape[3]!);
  const slices = tf.reshape(planes, [n, depth, 1, shape[2]! * shape[3]! * channels]);
  return tf.reshape(tf.tile(slices, [1, 1, shape[1]! / depth, 1]), [n, shape[1]!, shape[2]!, shape[3]!, channels]);
}

/** Batch normalisation: by the batch in training, by running statistics otherwise. [batch, …sides, channels] */
export function batchNorm<T extends Tensor4D | Tensor5D>(context: LayerContext, name: string, x: T): T {
  if (x.rank === 4) return batchNorm4d(context, name, x as Tensor4D) as T;
  const [n, depth, height, width, channels] = x.shape as [number, number, number, number, number];
  const planes = context.tf.reshape<Rank.R4>(x, [n * depth, height, width, channels]);
  return context.tf.reshape(batchNorm4d(context, name, planes), x.shape) as T;
}

function batchNorm4d(context: LayerContext, name: string, x: Tensor4D): Tensor4D {
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

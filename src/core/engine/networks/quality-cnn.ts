import { batchNorm, conv, dense, type LayerContext } from "../layers.ts";
import type { Tensor, Tensor2D, Tensor4D } from "../tensorflow.ts";

/** What a bag of views is made of: `nCrops` close views, then `nWholes` whole slices. */
export interface BagShape {
  readonly nCrops: number;
  readonly nWholes: number;
}

/**
 * The quality classifier of the ADAGSS abstract (Palladino 2020; layers are ours, methods 1.2): one small convolutional
 * network over every view of a candidate (image, mask, and the mask's edge), strided instead of pooled, its features
 * averaged over the close views and over the whole slices, and one linear unit on both.
 *
 * @param views [batch · (nCrops + nWholes), side, side, 3]: all close views of the batch, bag by bag, then all whole
 * slices; channels are grey value (−1 … 1), mask and the mask's edge (0 … 1)
 * @returns logits of "good" [batch]
 */
export function qualityCnn(context: LayerContext, views: Tensor4D, { nCrops, nWholes }: BagShape): Tensor {
  const { tf, kernels } = context;
  let x = views;
  for (const [index, filters] of FILTERS.entries()) {
    x = conv(context, `conv${index}`, x, { filters, stride: 2, kernel: index === 0 ? 5 : 3 });
    x = kernels.relu(batchNorm(context, `norm${index}`, x));
  }
  const pooled = tf.mean<Tensor2D>(x, [1, 2]);
  const nBags = pooled.shape[0] / (nCrops + nWholes);
  const width = pooled.shape[1];
  const [close, whole] = tf.split(pooled, [nBags * nCrops, nBags * nWholes], 0) as [Tensor2D, Tensor2D];
  const features = tf.concat<Tensor2D>(
    [tf.mean(tf.reshape(close, [nBags, nCrops, width]), 1), tf.mean(tf.reshape(whole, [nBags, nWholes, width]), 1)],
    1,
  );
  return tf.squeeze(dense(context, "head", features, 1), [1]);
}

const FILTERS = [16, 32, 48, 64] as const;

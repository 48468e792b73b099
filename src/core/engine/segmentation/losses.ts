import type { Scalar, Tensor, TensorFlow } from "../tensorflow.ts";

/**
 * How wrong a network's output is. Every way of learning from imperfect labels is a loss of this form: what differs is
 * which voxels count, and how much.
 * @param logits [batch, …space, classes]
 * @param target of the same shape: one-hot for several classes (they sum to 1 in each voxel), 0 … 1 for a single one
 * @param weights [batch, …space, 1], 0 for voxels that say nothing; null: all count alike
 */
export type SegmentationLoss = (tf: TensorFlow, logits: Tensor, target: Tensor, weights: Tensor | null) => Scalar;

/** Cross-entropy of a single object against the rest, plus soft Dice over each picture. */
export const objectLoss: SegmentationLoss = (tf, logits, target, weights) => {
  const each = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, target)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
  const p = tf.sigmoid(logits);
  return tf.add<Scalar>(weightedMean(tf, each, weights), softDiceLoss(tf, p, target, weights, false));
};

/** Cross-entropy over classes of which one is true in each voxel, plus soft Dice of all classes but the background. */
export const classesLoss: SegmentationLoss = (tf, logits, target, weights) => {
  const logP = tf.logSoftmax(logits);
  const each = tf.neg(tf.sum(tf.mul(target, logP), -1, true));
  return tf.add<Scalar>(weightedMean(tf, each, weights), softDiceLoss(tf, tf.exp(logP), target, weights, true));
};

/** Mean of what each voxel costs, by the voxels' weights. */
export function weightedMean(tf: TensorFlow, each: Tensor, weights: Tensor | null): Scalar {
  if (!weights) return tf.mean(each);
  return tf.div(tf.sum(tf.mul(each, weights)), tf.add(tf.sum(weights), 1e-6));
}

/**
 * 1 − soft Dice (Milletari 2016), per picture and class, smoothed by 1, their mean.
 * @param skipsFirst the first class is background
 */
export function softDiceLoss(
  tf: TensorFlow,
  p: Tensor,
  target: Tensor,
  weights: Tensor | null,
  skipsFirst: boolean,
): Scalar {
  const space = p.shape.slice(1, -1).map((_, axis) => axis + 1);
  // A single class is summed together with the voxels: one axis less for TensorFlow to keep.
  const axes = skipsFirst ? space : [...space, p.rank - 1];
  const [q, y] = weights ? [tf.mul(p, weights), tf.mul(target, weights)] : [p, target];
  const both = tf.sum(tf.mul(q, target), axes);
  const sums = tf.add(tf.sum(q, axes), tf.sum(y, axes));
  const loss = tf.sub(1, tf.div(tf.add(tf.mul(both, 2), 1), tf.add(sums, 1)));
  if (!skipsFirst) return tf.mean(loss);
  const nClasses = loss.shape[1]!;
  return tf.mean(tf.slice(loss, [0, 1], [-1, nClasses - 1]));
}

import type { Rank, Tensor4D, TensorFlow } from "../tensorflow.ts";

const SIDE = 3;
/** Which rows (or columns) of a kernel of three meet the same pixel, once each pixel is there twice. */
const MEETING = [[2], [1, 2], [0, 1], [0]];

/**
 * A convolution with a kernel of 3 × 3 over pixels that were repeated twice in both directions is a transposed convolution
 * (stride 2) over the pixels before that, with a kernel of 4 × 4: four ninths of the work, and nothing is repeated in
 * memory. For each of the 16 places of that kernel, row by row, the places of the kernel of 3 × 3 that add up to it.
 */
export const REPEATED_PLACES: readonly (readonly number[])[] = MEETING.flatMap((rows) =>
  MEETING.map((columns) => rows.flatMap((row) => columns.map((column) => row * SIDE + column))),
);

/** 16 × 9: 1 where a place of the kernel of 3 × 3 adds up to a place of the other. */
const SUMS = REPEATED_PLACES.map((places) =>
  Array.from({ length: SIDE * SIDE }, (_, place) => Number(places.includes(place))),
);

/**
 * What a convolution ("same" padding) makes of pixels that are repeated twice in both directions, with gradients.
 * @param x [batch, height, width, channels]
 * @param kernel [3, 3, channels, filters]
 * @returns [batch, 2 · height, 2 · width, filters]
 */
export function convRepeated(tf: TensorFlow, x: Tensor4D, kernel: Tensor4D): Tensor4D {
  const [n, height, width, channels] = x.shape;
  const filters = kernel.shape[3];
  const summed = tf.matMul(tf.tensor2d(SUMS), tf.reshape(kernel, [SIDE * SIDE, channels * filters]));
  const transposed = tf.transpose(tf.reshape<Rank.R4>(summed, [4, 4, channels, filters]), [0, 1, 3, 2]);
  return tf.conv2dTranspose(x, transposed, [n, 2 * height, 2 * width, filters], 2, "same");
}

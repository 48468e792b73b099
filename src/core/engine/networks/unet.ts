import { batchNorm, conv2d, type LayerContext } from "../layers.ts";
import type { Tensor4D } from "../tensorflow.ts";

export interface UnetShape {
  /** Channels of the levels, finest first; each level halves the side. */
  readonly channels: readonly number[];
  readonly nClasses: number;
}

/**
 * U-Net (Ronneberger 2015) with batch normalisation, strided convolutions on the way down and nearest-neighbour
 * upsampling on the way up.
 * @param x [batch, height, width, channels]; height and width divisible by 2^(levels − 1)
 * @returns logits [batch, height, width, nClasses]
 */
export function unet(context: LayerContext, x: Tensor4D, { channels, nClasses }: UnetShape): Tensor4D {
  const { tf } = context;
  const skips: Tensor4D[] = [];
  let y = x;
  for (const [level, filters] of channels.entries()) {
    y = block(context, `down${level}a`, y, filters, level === 0 ? 1 : 2);
    y = block(context, `down${level}b`, y, filters, 1);
    skips.push(y);
  }
  for (let level = channels.length - 2; level >= 0; level -= 1) {
    const skip = skips[level]!;
    const up = tf.image.resizeNearestNeighbor(y, [skip.shape[1], skip.shape[2]]);
    y = block(context, `up${level}a`, tf.concat([skip, up], 3), channels[level]!, 1);
    y = block(context, `up${level}b`, y, channels[level]!, 1);
  }
  return conv2d(context, "out", y, { filters: nClasses, kernel: 1, bias: true });
}

function block(context: LayerContext, name: string, x: Tensor4D, filters: number, stride: number): Tensor4D {
  return context.kernels.relu(batchNorm(context, `${name}/norm`, conv2d(context, name, x, { filters, stride })));
}

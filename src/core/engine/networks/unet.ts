import { batchNorm, conv, type LayerContext, upsample } from "../layers.ts";
import type { Tensor4D, Tensor5D } from "../tensorflow.ts";

export interface UnetShape {
  /** Channels of the levels, finest first; each level halves the side. */
  readonly channels: readonly number[];
  readonly nClasses: number;
}

/**
 * U-Net (Ronneberger 2015; in three dimensions Çiçek 2016) with batch normalisation, strided convolutions on the way
 * down and nearest-neighbour upsampling on the way up.
 * @param x [batch, height, width, channels] or [batch, depth, height, width, channels]; the sides divisible by
 * 2^(levels − 1)
 * @returns logits of the same sides, nClasses channels
 */
export function unet<T extends Tensor4D | Tensor5D>(context: LayerContext, x: T, { channels, nClasses }: UnetShape): T {
  const { tf } = context;
  const skips: T[] = [];
  let y = x;
  for (const [level, filters] of channels.entries()) {
    y = block(context, `down${level}a`, y, filters, level === 0 ? 1 : 2);
    y = block(context, `down${level}b`, y, filters, 1);
    skips.push(y);
  }
  for (let level = channels.length - 2; level >= 0; level -= 1) {
    const skip = skips[level]!;
    const up = upsample(context, y, skip.shape);
    y = block(context, `up${level}a`, tf.concat<T>([skip, up], skip.rank - 1), channels[level]!, 1);
    y = block(context, `up${level}b`, y, channels[level]!, 1);
  }
  return conv(context, "out", y, { filters: nClasses, kernel: 1, bias: true });
}

function block<T extends Tensor4D | Tensor5D>(
  context: LayerContext,
  name: string,
  x: T,
  filters: number,
  stride: number,
): T {
  return context.kernels.relu(batchNorm(context, `${name}/norm`, conv(context, name, x, { filters, stride })));
}

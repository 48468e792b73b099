import { batchNorm, conv, convKernel, type LayerContext, upsample } from "../layers.ts";
import type { Tensor4D, Tensor5D } from "../tensorflow.ts";
import { convRepeated } from "./repeated-pixels.ts";
import type { UnetLayers } from "./unet.ts";

/** A U-Net's parts on tensors, in two or three dimensions, with gradients. */
export function tensorLayers<T extends Tensor4D | Tensor5D>(context: LayerContext): UnetLayers<T> {
  const normalised = (name: string, sums: T): T => context.kernels.relu(batchNorm(context, `${name}/norm`, sums));
  return {
    block: (name, x, filters, stride) => normalised(name, conv(context, name, x, { filters, stride })),
    ascend: (name, skip, y, filters) => normalised(name, convBoth(context, name, skip, y, filters)),
    weighted: (name, x, filters) => conv(context, name, x, { filters, kernel: 1, bias: true }),
  };
}

/** A convolution over `skip` and, behind it among the channels, y brought to its sides by repeating voxels. */
function convBoth<T extends Tensor4D | Tensor5D>(
  context: LayerContext,
  name: string,
  skip: T,
  y: T,
  filters: number,
): T {
  const { tf } = context;
  if (skip.rank === 5) {
    const repeated = upsample(context, y as Tensor5D, skip.shape);
    return conv(context, name, tf.concat<T>([skip, repeated as T], 4), { filters });
  }
  // Planes of twice the sides: each part by itself, so that nothing has to be repeated or put together.
  const [nSkip, nY] = [skip.shape.at(-1)!, y.shape.at(-1)!];
  const kernel = convKernel<Tensor4D>(context, name, [3, 3, nSkip + nY, filters]);
  const ofSkip = tf.conv2d(skip as Tensor4D, tf.slice(kernel, [0, 0, 0, 0], [3, 3, nSkip, filters]), 1, "same");
  const ofY = convRepeated(tf, y as Tensor4D, tf.slice(kernel, [0, 0, nSkip, 0], [3, 3, nY, filters]));
  return tf.add<T>(ofSkip, ofY);
}

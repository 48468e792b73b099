import { batchNorm, conv, type LayerContext, upsample } from "../layers.ts";
import type { Tensor4D, Tensor5D } from "../tensorflow.ts";
import type { UnetLayers } from "./unet.ts";

/** A U-Net's parts on tensors, in two or three dimensions, with gradients. */
export function tensorLayers<T extends Tensor4D | Tensor5D>(context: LayerContext): UnetLayers<T> {
  const block = (name: string, x: T, filters: number, stride: number): T =>
    context.kernels.relu(batchNorm(context, `${name}/norm`, conv(context, name, x, { filters, stride })));
  return {
    block,
    ascend: (name, skip, y, filters) =>
      block(name, context.tf.concat<T>([skip, upsample(context, y, skip.shape)], skip.rank - 1), filters, 1),
    weighted: (name, x, filters) => conv(context, name, x, { filters, kernel: 1, bias: true }),
  };
}

export interface UnetShape {
  /** Channels of the levels, finest first; each level halves the side. */
  readonly channels: readonly number[];
  readonly nClasses: number;
}

/** What a U-Net is made of: tensors that are computed at once, a graph that is computed later, the weights of one. */
export interface UnetLayers<T> {
  /** A convolution over 3 voxels a side, batch normalisation, and nothing below zero. */
  block(name: string, x: T, filters: number, stride: number): T;
  /** A block over `skip` and, behind it among the channels, y brought to its sides by repeating voxels. */
  ascend(name: string, skip: T, y: T, filters: number): T;
  /** A weighted sum of the channels and a bias for each of the filters. */
  weighted(name: string, x: T, filters: number): T;
}

/**
 * U-Net (Ronneberger 2015; in three dimensions Çiçek 2016) with batch normalisation, strided convolutions on the way
 * down and nearest-neighbour upsampling on the way up.
 * @param x [batch, height, width, channels] or [batch, depth, height, width, channels]; the sides divisible by
 * 2^(levels − 1)
 * @returns logits of the same sides, nClasses channels
 */
export function unet<T>(layers: UnetLayers<T>, x: T, { channels, nClasses }: UnetShape): T {
  const skips: T[] = [];
  let y = x;
  for (const [level, filters] of channels.entries()) {
    y = layers.block(`down${level}a`, y, filters, level === 0 ? 1 : 2);
    y = layers.block(`down${level}b`, y, filters, 1);
    skips.push(y);
  }
  for (let level = channels.length - 2; level >= 0; level -= 1) {
    y = layers.ascend(`up${level}a`, skips[level]!, y, channels[level]!);
    y = layers.block(`up${level}b`, y, channels[level]!, 1);
  }
  return layers.weighted("out", y, nClasses);
}

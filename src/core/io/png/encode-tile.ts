import type { Tile } from "#domain/image/tile.ts";
import { encodePng } from "./encode-png.ts";

/** A tile as a PNG (contract/pictures.ts): the image above, the mask below as 0 and 255, both of one size. */
export function encodeTile({ width, height, channels, image, mask }: Tile, level?: number): Uint8Array {
  const data = new Uint8Array(2 * image.length);
  data.set(image);
  for (let i = 0, to = image.length; i < mask.length; i += 1)
    for (let channel = 0; channel < channels; channel += 1, to += 1) data[to] = mask[i]! * 255;
  return encodePng({ width, height: 2 * height, data, channels }, level);
}

import { percentiles } from "#domain/image/percentiles.ts";
import { chooseSlice, drawTile } from "#domain/image/tile.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { readImage } from "../../io/image/read-image.ts";
import type { ReadLimits } from "../../io/limits.ts";
import { encodeTile } from "../../io/png/encode-tile.ts";

/** One volume of a file, to be looked at before it is chosen. Runs in a reader thread. */
export interface VolumePreviewTask {
  readonly path: string;
  /** Counted from 0. */
  readonly volume: number;
  readonly limits: ReadLimits;
}

const TILE_SIDE = 512;
/** Level of packing: the picture goes no further than this computer, and is seen once. */
const QUICKLY = 1;

/**
 * The slice in the middle, in the window in which the volume would be shown.
 * @returns a tile with an empty lower half
 * @throws UnreadableFile
 */
export async function previewVolume({ path, volume, limits }: VolumePreviewTask): Promise<Uint8Array> {
  const image = await readImage(path, { ...limits, firstLook: { expectedSize: null } }, volume);
  const window = percentiles(toGrey(image.data, image.channels), [0.01, 0.99]) as [number, number];
  const slice = chooseSlice(image.geometry, null);
  return encodeTile(drawTile(image, null, slice, { window, maxSide: TILE_SIDE }), QUICKLY);
}

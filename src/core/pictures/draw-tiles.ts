import type { ImageSource } from "#domain/image/image-source.ts";
import { chooseSlice, drawTile } from "#domain/image/tile.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMasks } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";
import { encodeTile } from "../io/png/encode-tile.ts";

/** Changes whenever a tile would be drawn differently: tiles drawn before are then drawn anew. */
export const DRAWING_VERSION = 1;

const MAX_SIDE = 512;

/** Tiles of one case, drawn with its image read once. Runs in a reader thread. */
export interface TilesTask {
  readonly image: ImageSource;
  /** Grey values shown as black and white. */
  readonly window: readonly [number, number];
  /** Null: the image without a mask. */
  readonly masks: readonly (MaskSource | null)[];
  readonly limits: ReadLimits;
}

/** Per mask: its tile as a PNG, or what is wrong with its file. */
export type TilesAnswer = readonly ({ readonly png: Uint8Array } | { readonly problem: UnreadableFile["problem"] })[];

/** @throws UnreadableFile when the image cannot be read, or is not the one that was added */
export async function drawTiles({ image: source, window, masks, limits }: TilesTask): Promise<TilesAnswer> {
  const image = await readCaseImage(source, limits);
  const wanted = masks.filter((mask) => mask !== null);
  const read = await readMasks(wanted, limits);
  return masks.map((wish) => {
    const mask = wish && read[wanted.indexOf(wish)]!;
    if (mask instanceof UnreadableFile) return { problem: mask.problem };
    const slice = chooseSlice(image.geometry, mask);
    return { png: encodeTile(drawTile(image, mask, slice, { window, maxSide: MAX_SIDE })) };
  });
}

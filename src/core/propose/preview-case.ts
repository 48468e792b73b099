import type { ImageSource } from "#domain/image/image-source.ts";
import { chooseSlice, drawTile } from "#domain/image/tile.ts";
import { encodeTile } from "../io/png/encode-tile.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import type { AnyImage } from "../io/image/decoded-image.ts";
import type { ReadLimits } from "../io/limits.ts";
import { coarseImage, greyImage, refineMask } from "./grey-image.ts";
import { Cancelled, stoppable } from "./propose-case.ts";
import type { CheckedRecipe } from "./recipe.ts";
import { decided, type KnownImage, runRecipe } from "./run-recipe.ts";

/** One recipe on one image, to be looked at. Runs in a reader thread. */
export interface PreviewTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  readonly recipe: CheckedRecipe;
  readonly seed: number;
  readonly isCoarse: boolean;
  readonly cancelled: Int32Array;
  readonly limits: ReadLimits;
}

export interface PreviewAnswer {
  /** A tile: the image above, the mask below. */
  readonly png: Uint8Array;
  readonly polarity: "bright" | "dark";
  readonly told: Readonly<Record<string, number | string>>;
  /** Share of the image inside the mask. */
  readonly share: number;
}

const COARSE_SIDE = 128;
const TILE_SIDE = 512;
/** Level of packing: the picture goes no further than this computer, and is seen once. */
const QUICKLY = 1;

/**
 * Makes the mask of one image and draws its middle slice, which stays the same while a slider moves.
 * @returns null where it was cancelled
 * @throws UnreadableFile
 */
export async function previewCase(task: PreviewTask): Promise<PreviewAnswer | null> {
  const known = await readLately(task);
  const { image, grey } = known;
  const seen = task.isCoarse ? coarseImage(grey, COARSE_SIDE) : grey;
  try {
    const run = { seed: task.seed, tick: stoppable(task.cancelled) };
    const { mask, told, polarity } = runRecipe(seen, decided(task.recipe, known), run);
    const fine = refineMask(mask, seen, grey);
    const tile = drawTile(image, fine, chooseSlice(image.geometry, null), { window: task.window, maxSide: TILE_SIDE });
    let n = 0;
    for (const value of fine) n += value;
    return { png: encodeTile(tile, QUICKLY), told, polarity, share: n / fine.length };
  } catch (error) {
    if (error instanceof Cancelled) return null;
    throw error;
  }
}

interface Lately extends KnownImage {
  readonly key: string;
  readonly image: AnyImage;
}

/** The images looked at last, so that a slider does not read its three images again at every step. */
const lately: Lately[] = [];
const MOST_KEPT = 3;
const MOST_VOXELS_KEPT = 32 * 1024 ** 2;

async function readLately({ image: source, window, limits }: PreviewTask): Promise<Lately> {
  const key = `${source.sha256} ${window.join(" ")}`;
  const place = lately.findIndex((one) => one.key === key);
  if (place >= 0) {
    const [known] = lately.splice(place, 1);
    lately.unshift(known!);
    return known!;
  }
  const image = await readCaseImage(source, limits);
  const read: Lately = { key, image, grey: greyImage(image, window) };
  lately.unshift(read);
  const voxels = (): number => lately.reduce((sum, one) => sum + one.grey.data.length, 0);
  while (lately.length > MOST_KEPT || voxels() > MOST_VOXELS_KEPT) lately.pop();
  return read;
}

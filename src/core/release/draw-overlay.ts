import type { ImageSource } from "#domain/image/image-source.ts";
import { chooseSlice, drawTile } from "#domain/image/tile.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";
import { encodePng } from "../io/png/encode-png.ts";

/** A small picture of a mask on its image, for reports. Runs in a reader thread. */
export interface OverlayTask {
  readonly image: ImageSource;
  readonly mask: MaskSource;
  readonly window: readonly [number, number];
  /** Longest edge of the picture, in pixels. */
  readonly side: number;
  readonly limits: ReadLimits;
}

/** Outline in the overlay palette's yellow, on a black halo: visible on white bone as on black air (ui.md). */
const OUTLINE = [255, 212, 0] as const;

/** PNG bytes of the mask's tile with the mask's outline drawn in. */
export async function drawOverlay({
  image: source,
  mask: maskSource,
  window,
  side,
  limits,
}: OverlayTask): Promise<Uint8Array> {
  const image = await readCaseImage(source, limits);
  const mask = await readMask(maskSource, limits);
  const slice = chooseSlice(image.geometry, mask);
  const tile = drawTile(image, mask, slice, { window, maxSide: side, isEnlarged: true });
  const { width, height, channels } = tile;
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < tile.mask.length; i += 1) {
    const distance = outlineDistance(tile.mask, i % width, Math.floor(i / width), width, height);
    for (let c = 0; c < 3; c += 1) {
      const value = tile.image[i * channels + (channels === 3 ? c : 0)]!;
      pixels[3 * i + c] = distance === 0 ? OUTLINE[c]! : distance === 1 ? value * 0.45 : value;
    }
  }
  return encodePng({ width, height, data: pixels, channels: 3 });
}

/** 0 on the outline (inside, beside a pixel that is not), 1 beside it, else 2. */
function outlineDistance(inside: ArrayLike<number>, x: number, y: number, width: number, height: number): 0 | 1 | 2 {
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= width || v >= height ? 0 : inside[v * width + u]!;
  const isEdge = (u: number, v: number): boolean =>
    at(u, v) === 1 && (at(u - 1, v) === 0 || at(u + 1, v) === 0 || at(u, v - 1) === 0 || at(u, v + 1) === 0);
  if (isEdge(x, y)) return 0;
  return isEdge(x - 1, y) || isEdge(x + 1, y) || isEdge(x, y - 1) || isEdge(x, y + 1) ? 1 : 2;
}

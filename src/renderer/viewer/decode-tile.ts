import { traceContours } from "./contours.ts";
import type { TilePicture } from "./draw-tile.ts";

/** The core says in JSON why there is no picture; null where it does not. */
export async function problemOf(response: Response): Promise<string | null> {
  try {
    const { message } = (await response.json()) as { message?: unknown };
    return typeof message === "string" ? message : null;
  } catch {
    return null;
  }
}

/**
 * Fetches a tile and splits it: the upper half is the image, the lower half the mask (contract, *pictures*).
 * @param isKept whether the answer may lie in the browser's cache; a preview is looked at once
 */
export async function loadTile(url: string, signal?: AbortSignal, isKept = true): Promise<TilePicture> {
  const response = await fetch(url, { cache: isKept ? "default" : "no-store", ...(signal && { signal }) });
  if (!response.ok) throw new Error((await problemOf(response)) ?? `No picture (${response.status})`);
  const both = await createImageBitmap(await response.blob());
  const { width } = both;
  const height = Math.floor(both.height / 2);
  if (width < 1 || height < 1) throw new Error("The picture is empty.");
  const context = scratch(width, height);
  context.drawImage(both, 0, -height);
  const { data } = context.getImageData(0, 0, width, height);
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < mask.length; i += 1) mask[i] = data[4 * i]! > 127 ? 1 : 0;
  const image = await createImageBitmap(both, 0, 0, width, height);
  both.close();
  return { image, contours: traceContours(mask, width, height) };
}

let canvas: OffscreenCanvas | null = null;

/** One canvas for all tiles, as large as the largest: a new one for each would wait for the collector, with its pixels. */
function scratch(width: number, height: number): OffscreenCanvasRenderingContext2D {
  if (!canvas || canvas.width < width || canvas.height < height) {
    canvas = new OffscreenCanvas(Math.max(width, canvas?.width ?? 0), Math.max(height, canvas?.height ?? 0));
  }
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

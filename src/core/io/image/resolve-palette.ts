import type { AnyImage } from "./decoded-image.ts";

/**
 * The colours that a palette picture stands for, in place of its indices, which say nothing of how bright a pixel is. A
 * palette of greys gives one channel. (Masks keep their indices: those are labels.)
 */
export function resolvePalette(image: AnyImage): AnyImage {
  const { palette, data } = image;
  if (!palette) return image;
  const isGrey = palette.every(([r, g, b]) => r === g && g === b);
  const channels = isGrey ? 1 : 3;
  const resolved = new Uint8Array(data.length * channels);
  for (let i = 0, to = 0; i < data.length; i += 1) {
    const colour = palette[data[i]!];
    for (let channel = 0; channel < channels; channel += 1, to += 1) resolved[to] = colour?.[channel] ?? 0;
  }
  return { ...image, channels, data: resolved, palette: null };
}

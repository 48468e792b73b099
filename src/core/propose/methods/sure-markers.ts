import { nthSmallest } from "#domain/statistics/nth-smallest.ts";
import { otsuThreshold } from "./otsu.ts";

/** Voxels that are background for sure, object for sure, or open. */
export const BACKGROUND = 1;
export const OBJECT = 2;

/**
 * Markers by grey value alone: the darkest share of what is not above Otsu's threshold is background for sure, the
 * brightest share of what is above it is the object; the rest is 0, to be decided by where it lies.
 * @returns nothing but 0 for constant data
 */
export function sureMarkers(data: Float32Array, share: number): Uint8Array {
  const threshold = otsuThreshold(data);
  let nDark = 0;
  for (let i = 0; i < data.length; i += 1) if (data[i]! <= threshold) nDark += 1;
  const markers = new Uint8Array(data.length);
  const nBright = data.length - nDark;
  if (nDark === 0 || nBright === 0) return markers;
  const dark = new Float32Array(nDark);
  const bright = new Float32Array(nBright);
  for (let i = 0, d = 0, b = 0; i < data.length; i += 1) {
    if (data[i]! <= threshold) dark[d++] = data[i]!;
    else bright[b++] = data[i]!;
  }
  const low = nthSmallest(dark, Math.floor(share * (nDark - 1)));
  const high = nthSmallest(bright, Math.ceil((1 - share) * (nBright - 1)));
  for (let i = 0; i < data.length; i += 1) {
    if (data[i]! <= low) markers[i] = BACKGROUND;
    else if (data[i]! >= high) markers[i] = OBJECT;
  }
  return markers;
}

import type { Volume } from "./read-nifti.ts";

export interface WindowPreset {
  readonly id: "automatic" | "full" | "soft-tissue" | "lung" | "bone" | "dark" | "bright" | "contrast";
  readonly low: number;
  readonly high: number;
}

/** Values below this are air in Hounsfield units; nothing but CT holds them. */
const AIR_HU = -500;

/**
 * Windows for Shift+1 to Shift+5. The first is the one that tiles are drawn with. CT has its usual three; elsewhere the
 * others look into what the first leaves too dark, too bright or too flat.
 */
export function windowPresets(image: Volume, automatic: readonly [number, number]): WindowPreset[] {
  const [low, high] = automatic;
  const range = rangeOf(image);
  const first: WindowPreset[] = [
    { id: "automatic", low, high },
    { id: "full", ...range },
  ];
  if (image.channels === 1 && range.low < AIR_HU) {
    return [
      ...first,
      { id: "soft-tissue", low: -160, high: 240 },
      { id: "lung", low: -1350, high: 150 },
      { id: "bone", low: -450, high: 1050 },
    ];
  }
  const width = high - low;
  return [
    ...first,
    { id: "dark", low, high: low + width * 0.4 },
    { id: "bright", low: low + width * 0.4, high },
    { id: "contrast", low: low + width * 0.2, high: high - width * 0.2 },
  ];
}

function rangeOf({ data }: Volume): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high
    ? { low, high }
    : { low: Number.isFinite(low) ? low : 0, high: (Number.isFinite(low) ? low : 0) + 1 };
}

/** Dragging: to the right widens, upwards brightens; a screen's width is about three times the window. */
export function dragWindow(
  from: { readonly low: number; readonly high: number },
  dx: number,
  dy: number,
): { low: number; high: number } {
  const width = from.high - from.low;
  const wider = Math.max(width * 0.02, width * Math.exp(dx / 250));
  const level = (from.low + from.high) / 2 + (dy / 400) * width;
  return { low: level - wider / 2, high: level + wider / 2 };
}

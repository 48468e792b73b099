import type { Colour, ValuesRemedy } from "#contract/remedies.ts";
import type { MaskSamples } from "./diagnose-values.ts";
import { colourDistance, colourKey, colourOf, greyDistance, nearestLevel } from "./main-levels.ts";

/** A mask of whole numbers up to less than this numbers its classes, and shows no greys. */
const LEAST_PICTURE_VALUE = 64;

/** Every voxel by number: 0 background, n the class `names[n - 1]`. */
export interface ClassifiedMask {
  readonly labels: Uint8Array | Uint16Array;
  readonly names: readonly string[];
}

/** Makes classes of the samples of a mask. Several values may become one class. */
export function classifyValues(mask: MaskSamples, remedy: ValuesRemedy): ClassifiedMask {
  switch (remedy.kind) {
    case "threshold":
      return { labels: above(mask, remedy.share), names: [remedy.name] };
    case "objects":
      return { labels: eachVoxel(mask, (value) => (value === 0 ? 0 : 1)), names: [remedy.name] };
    case "labels": {
      const { names, numbers } = numbered(remedy.classes);
      const byValue = new Map(remedy.classes.map(({ from }, index) => [from, numbers[index]!]));
      return { labels: eachVoxel(mask, (value) => byValue.get(Math.round(value)) ?? 0), names };
    }
    case "greys": {
      const { names, numbers } = numbered(remedy.classes);
      const levels = remedy.classes.map(({ from }) => from as number);
      const known = new Map<number, number>();
      return {
        labels: eachVoxel(mask, (value) =>
          remembered(known, value, () => numbers[nearestLevel(value, levels, greyDistance)]!),
        ),
        names,
      };
    }
    case "colours": {
      const { names, numbers } = numbered(remedy.classes);
      const levels = remedy.classes.map(({ from }) => from as Colour);
      const known = new Map<number, number>();
      const { data, channels } = mask;
      const labels = new Uint8Array(data.length / channels);
      for (let i = 0, at = 0; i < labels.length; i += 1, at += channels) {
        const key =
          channels < 3
            ? colourKey(data[at]!, data[at]!, data[at]!)
            : colourKey(data[at]!, data[at + 1]!, data[at + 2]!);
        labels[i] = remembered(known, key, () => numbers[nearestLevel(colourOf(key), levels, colourDistance)]!);
      }
      return { labels, names };
    }
  }
}

/** Classes of the same name are one. */
function numbered(classes: readonly { readonly name: string | null }[]): { names: string[]; numbers: number[] } {
  const names = [...new Set(classes.flatMap(({ name }) => name ?? []))];
  return { names, numbers: classes.map(({ name }) => (name === null ? 0 : names.indexOf(name) + 1)) };
}

/** What is at least this share of the way from the lowest value (0 where none is below) to the highest that it may have. */
function above(mask: MaskSamples, share: number): Uint8Array {
  const { low, high } = valueRange(mask);
  const limit = low + share * (high - low);
  // At a share of 0 the lowest value itself is still outside.
  return eachVoxel(mask, (value) => (value >= limit && value > low ? 1 : 0));
}

/** Probabilities run to 1 and grey pictures to 255, whether one mask reaches that or not; anything else to its own highest. */
function valueRange({ data, channels }: MaskSamples): { low: number; high: number } {
  let [low, high, areWhole] = [0, 0, true];
  for (let at = 0; at < data.length; at += channels) {
    const value = data[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (areWhole && !Number.isInteger(value)) areWhole = false;
  }
  if (low < 0) return { low, high };
  const isPicture = areWhole && high > LEAST_PICTURE_VALUE && high <= 255;
  return { low, high: isPicture ? 255 : Math.max(1, high) };
}

function eachVoxel({ data, channels }: MaskSamples, numberOf: (value: number) => number): Uint8Array {
  const labels = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < labels.length; i += 1, at += channels) labels[i] = numberOf(data[at]!);
  return labels;
}

function remembered(known: Map<number, number>, key: number, find: () => number): number {
  let number = known.get(key);
  if (number === undefined) known.set(key, (number = find()));
  return number;
}

import type { Colour, ValueClass, ValuesDiagnosis, ValuesRemedy } from "#contract/remedies.ts";
import { INTEGER_TOLERANCE, MAX_LABELS } from "../mask/label-values.ts";
import {
  colourDistance,
  colourKey,
  colourOf,
  greyDistance,
  type Histogram,
  histogramOf,
  mainLevels,
} from "./main-levels.ts";

/** The samples of a mask file as they are read. */
export interface MaskSamples {
  readonly size: readonly number[];
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: ArrayLike<number>;
  readonly isLossy: boolean;
  readonly nonFiniteCount: number;
}

/** Least distance of two levels of grey, and of two colours (each channel 0 to 255). */
export const GREYS_APART = 24;
export const COLOURS_APART = 60;
const WHITE = 255;
/** Fewer values than this are classes, whatever lies beside them. */
const STRAY_VALUES = 8;
/** Share of a mask with smooth edges that is black or white. */
const LEAST_PLAIN_SHARE = 0.5;
/** Levels that a mask with smooth edges may have. */
const MOST_MEANT = 5;
const LEAST_WHOLE_SHARE = 0.8;
const MOST_PROBABLE = 1.5;
const ONE_CLASS = "1";

/**
 * What is wrong with the values of a mask that something can be done about: soft, blurred by a lossy file, in colours,
 * too many, below 0, or no numbers.
 * @returns null for whole numbers that may be labels
 */
export function diagnoseValues(mask: MaskSamples): ValuesDiagnosis | null {
  if (mask.channels >= 3) {
    const colours = colourHistogram(mask);
    if (colours) return inColours(mask, colours);
  }
  const values = firstChannel(mask);
  const histogram = histogramOf(values);
  const found = histogram.map(([value]) => value);
  const range: [number, number] = [lowest(found), highest(found)];
  const told = { range, nValues: found.length };
  if (range[0] === range[1]) return null;
  const threshold: ValuesRemedy = { kind: "threshold", share: 0.5, name: ONE_CLASS };
  if (mask.isLossy)
    return { problem: "lossy", ...told, remedies: [...asGreys(histogram, values, mask.size), threshold] };
  const meant = found.length > STRAY_VALUES ? meantGreys(values, mask.size) : null;
  if (meant) {
    const areMeant = histogram.filter(([value]) => meant.includes(value));
    return { problem: "stray-greys", ...told, remedies: [...asGreys(areMeant, values, mask.size), threshold] };
  }
  const whole = found.filter((value) => Math.abs(value - Math.round(value)) < INTEGER_TOLERANCE);
  if (whole.length < found.length) {
    // Up to 1 they are probabilities, above that perhaps labels whose edges were smoothed.
    const greys = range[1] > MOST_PROBABLE ? asGreys(histogram, values, mask.size) : [];
    const isBlurredLabels = (greys[0]?.classes.length ?? 0) > 2 && isMostlyWhole(histogram);
    return { problem: "soft", ...told, remedies: isBlurredLabels ? [...greys, threshold] : [threshold, ...greys] };
  }
  const labels = whole.filter((value) => value > 0).toSorted((a, b) => a - b);
  if (labels.length > MAX_LABELS)
    return { problem: "too-many", ...told, remedies: [{ kind: "objects", name: ONE_CLASS }, threshold] };
  const asTheyAre: ValuesRemedy[] =
    labels.length === 0
      ? []
      : [{ kind: "labels", classes: labels.map((from) => ({ from, name: String(from) })) }, threshold];
  if (range[0] < 0) return { problem: "negative", ...told, remedies: asTheyAre };
  if (mask.nonFiniteCount > 0) return { problem: "not-finite", ...told, remedies: asTheyAre };
  return null;
}

function firstChannel({ channels, data }: MaskSamples): ArrayLike<number> {
  return channels === 1 ? data : Float64Array.from({ length: data.length / channels }, (_, i) => data[i * channels]!);
}

/** Null where all channels are equal, or nearly so in a lossy file: then it is grey. */
function colourHistogram({ channels, data, isLossy }: MaskSamples): Histogram<number> | null {
  const tolerance = isLossy ? 16 : 0;
  const counts = new Map<number, number>();
  let isGrey = true;
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (isGrey && Math.max(red, green, blue) - Math.min(red, green, blue) > tolerance) isGrey = false;
    const key = colourKey(red, green, blue);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return isGrey ? null : [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
}

function inColours(mask: MaskSamples, histogram: Histogram<number>): ValuesDiagnosis {
  const total = mask.data.length / mask.channels;
  const colours = histogram.map(([key, n]) => [colourOf(key), n] as const);
  // A few colours and no others were meant as they are, however rare.
  const levels =
    !mask.isLossy && colours.length <= 16
      ? colours.map(([colour]) => colour)
      : mainLevels<Colour>(colours, colourDistance, COLOURS_APART, total);
  const border = mostFrequent(mask.size, (i) => {
    const at = i * mask.channels;
    return colourKey(mask.data[at]!, mask.data[at + 1]!, mask.data[at + 2]!);
  });
  return {
    problem: "colours",
    range: [0, 255],
    nValues: colours.length,
    remedies:
      levels.length < 2 ? [] : [{ kind: "colours", classes: classesOf(levels, colourOf(border), colourDistance) }],
  };
}

function asGreys(
  histogram: Histogram<number>,
  values: ArrayLike<number>,
  size: readonly number[],
): (ValuesRemedy & { kind: "greys" })[] {
  const apart = Math.min(GREYS_APART, Math.max(0.5, highest(histogram.map(([value]) => value)) / 10));
  const levels = mainLevels(histogram, greyDistance, apart, values.length);
  if (levels.length < 2) return [];
  const border = mostFrequent(size, (i) => values[i]!);
  return [{ kind: "greys", classes: classesOf(levels, border, greyDistance) }];
}

/** One class a level in rising order; the background is the one nearest to what lies along the border. */
export function classesOf<T extends number | Colour>(
  levels: readonly T[],
  border: T,
  distance: (a: T, b: T) => number,
): ValueClass[] {
  const background = levels.reduce((a, b) => (distance(b, border) < distance(a, border) ? b : a));
  const brightness = (level: number | Colour): number => (typeof level === "number" ? level : colourKey(...level));
  let n = 0;
  return levels
    .toSorted((a, b) => brightness(a) - brightness(b))
    .map((from) => ({ from, name: from === background ? null : String((n += 1)) }));
}

/** The value that occurs most along the border of the first slice. */
function mostFrequent([nx, ny]: readonly number[], valueAt: (index: number) => number): number {
  const counts = new Map<number, number>();
  for (let y = 0; y < ny!; y += 1) {
    for (let x = 0; x < nx!; x += y === 0 || y === ny! - 1 ? 1 : Math.max(1, nx! - 1)) {
      const value = valueAt(x + nx! * y);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/**
 * Smooth edges: most is black or white, and of the greys nearly all lie on the way from darker to brighter.
 * @param labels that it has besides 0
 */
export function showsSoftEdges(mask: MaskSamples, labels: readonly { readonly value: number }[]): boolean {
  const mayBe = labels.length >= STRAY_VALUES && labels.some(({ value }) => value === WHITE);
  return mayBe && meantGreys(firstChannel(mask), mask.size) !== null;
}

/**
 * The values that were meant where edges were smoothed: those that lie in areas of their own, not between a darker and
 * a brighter neighbour in their slice.
 * @returns null where the greys are no smooth edges
 */
function meantGreys(values: ArrayLike<number>, [nx, ny]: readonly number[]): number[] | null {
  const counts = new Uint32Array(WHITE + 1);
  const onEdge = new Uint32Array(WHITE + 1);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value < 0 || value > WHITE || !Number.isInteger(value)) return null;
    counts[value]! += 1;
    if (value > 0 && value < WHITE && liesBetween(values, i, nx!, ny!)) onEdge[value]! += 1;
  }
  const found = Array.from(counts.keys()).filter((value) => counts[value]! > 0);
  const meant = found.filter((value) => onEdge[value]! < counts[value]! / 2);
  const [nBlack, nWhite] = [counts[0]!, counts[WHITE]!];
  const isSmooth =
    nBlack > 0 &&
    nWhite > 0 &&
    nBlack + nWhite >= LEAST_PLAIN_SHARE * values.length &&
    found.length - meant.length >= STRAY_VALUES - 1 &&
    meant.length <= MOST_MEANT;
  return isSmooth ? meant : null;
}

function liesBetween(values: ArrayLike<number>, i: number, nx: number, ny: number): boolean {
  const [x, y] = [i % nx, Math.floor(i / nx) % ny];
  const value = values[i]!;
  let [isAbove, isBelow] = [false, false];
  for (let dy = y > 0 ? -1 : 0; dy <= (y < ny - 1 ? 1 : 0); dy += 1) {
    for (let dx = x > 0 ? -1 : 0; dx <= (x < nx - 1 ? 1 : 0); dx += 1) {
      const other = values[i + dx + nx * dy]!;
      if (other < value) isAbove = true;
      else if (other > value) isBelow = true;
    }
  }
  return isAbove && isBelow;
}

function isMostlyWhole(histogram: Histogram<number>): boolean {
  let [whole, all] = [0, 0];
  for (const [value, n] of histogram) {
    if (value === 0) continue;
    all += n;
    if (Number.isInteger(value)) whole += n;
  }
  return whole >= LEAST_WHOLE_SHARE * all;
}

function lowest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

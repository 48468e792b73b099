import type { Colour } from "#contract/remedies.ts";

/** How often each value or colour of a mask occurs, most frequent first. */
export type Histogram<T> = readonly (readonly [T, number])[];

/** Share of the picture, and of what is not its most frequent value, that a level has at least: less are edges. */
const LEAST_SHARE = 0.001;
const LEAST_SHARE_INSIDE = 0.01;
const MOST_LEVELS = 16;

/**
 * The values that were meant, among those that a lossy file or smooth edges have made of them: each so frequent that it
 * is no edge, and so far from the more frequent ones that it is not one of them blurred.
 * @param apart least distance of two levels
 */
export function mainLevels<T>(
  histogram: Histogram<T>,
  distance: (a: T, b: T) => number,
  apart: number,
  total: number,
): T[] {
  const levels: T[] = [];
  const least = Math.max(LEAST_SHARE * total, LEAST_SHARE_INSIDE * (total - (histogram[0]?.[1] ?? 0)));
  for (const [value, n] of histogram) {
    if (levels.length >= MOST_LEVELS || n < least) break;
    if (levels.every((level) => distance(level, value) >= apart)) levels.push(value);
  }
  return levels;
}

export function greyDistance(a: number, b: number): number {
  return Math.abs(a - b);
}

export function colourDistance(a: Colour, b: Colour): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Place of the level that a value stands for. */
export function nearestLevel<T>(value: T, levels: readonly T[], distance: (a: T, b: T) => number): number {
  let best = 0;
  for (let i = 1; i < levels.length; i += 1) if (distance(value, levels[i]!) < distance(value, levels[best]!)) best = i;
  return best;
}

const MOST_VALUES = 4096;
const STEPS = 1000;

/**
 * Values and how often they occur, most frequent first. Of a mask of probabilities, whose values are all different, those
 * that are nearly the same count as one.
 */
export function histogramOf(values: ArrayLike<number>): Histogram<number> {
  const exact = countRuns(values, (value) => value, MOST_VALUES);
  if (exact) return sorted(exact);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  // Steps begin at 0, which stays what it is; a step of 1 leaves whole numbers alone.
  const step = Number.isInteger(low) && high - low > STEPS ? 1 : (high - low) / STEPS;
  return sorted(countRuns(values, (value) => Math.round(value / step) * step, Infinity)!);
}

/** Masks consist of runs: a map is asked once for each of them. Null where there are more than so many values. */
function countRuns(
  values: ArrayLike<number>,
  keyOf: (value: number) => number,
  most: number,
): Map<number, number> | null {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length;) {
    const value = values[i]!;
    const start = i;
    do i += 1;
    while (i < values.length && values[i] === value);
    const key = keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + i - start);
    if (counts.size > most) return null;
  }
  return counts;
}

function sorted(counts: ReadonlyMap<number, number>): Histogram<number> {
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** One number for a colour, and back. */
export function colourKey(red: number, green: number, blue: number): number {
  return red * 65_536 + green * 256 + blue;
}

export function colourOf(key: number): Colour {
  return [key >> 16, (key >> 8) & 255, key & 255];
}

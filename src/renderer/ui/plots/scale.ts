/** From data to pixels along one axis. */
export type Scale = (value: number) => number;

export function linearScale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from;
  return (value) => (span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start));
}

/** Keeps a value within a domain: what is off the scale is drawn at its edge. */
export function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** The step of 1, 2 or 5 times a power of ten that gives about `count` intervals over `span`. */
export function niceStep(span: number, count: number): number {
  if (!(span > 0) || !(count > 0)) return 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  const nice = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10;
  return nice * power;
}

/** Round values within a domain, ends included where they are round themselves. */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  const step = niceStep(high - low, count);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toFixed(decimals)),
  );
}

/** The smallest end of an axis from 0 that is a whole number of nice steps and holds all values. */
export function niceMaximum(values: readonly number[], count: number, fallback: number): number {
  const highest = Math.max(0, ...values.filter(Number.isFinite));
  if (highest === 0) return fallback;
  const step = niceStep(highest, count);
  return Number((Math.ceil(highest / step - 1e-9) * step).toPrecision(12));
}

/**
 * Moves labels that stand beside each other in one column apart, as little as can be, and keeps them between `low` and
 * `high`. Answers in the order given.
 */
export function spreadLabels(wanted: readonly number[], gap: number, [low, high]: readonly [number, number]): number[] {
  const order = wanted.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at || a.index - b.index);
  let previous = low - gap;
  const placed = order.map(({ at, index }) => ({ index, at: (previous = Math.max(at, previous + gap)) }));
  let next = high + gap;
  for (const label of placed.toReversed()) next = label.at = Math.min(label.at, next - gap);
  return placed.toSorted((a, b) => a.index - b.index).map(({ at }) => at);
}

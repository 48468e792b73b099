/** A share of a sorted list, 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const FRAME_MS = 1000 / 60;

/** Share of the frames of a 60 Hz display that were not made, from the times of those that were. */
export function droppedShare(times: readonly number[]): number {
  let dropped = 0;
  for (let i = 1; i < times.length; i += 1)
    dropped += Math.max(0, Math.round((times[i]! - times[i - 1]!) / FRAME_MS) - 1);
  return dropped / Math.max(1, dropped + times.length - 1);
}

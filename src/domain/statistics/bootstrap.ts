import { createRng } from "../random/rng.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile interval of a statistic by resampling whole groups (subjects), so that several masks of one subject do not
 * pass for independent ones. `statistic` gets the indices drawn and may answer null (that draw is left out).
 */
export function groupedBootstrap(
  groups: readonly string[],
  statistic: (indices: readonly number[]) => number | null,
  { nRepeats, seed, confidence }: { nRepeats: number; seed: number; confidence: number },
): Interval | null {
  const members = new Map<string, number[]>();
  for (const [index, group] of groups.entries()) {
    const list = members.get(group);
    if (list) list.push(index);
    else members.set(group, [index]);
  }
  const lists = [...members.values()];
  const rng = createRng(seed, "bootstrap");
  const values: number[] = [];
  for (let repeat = 0; repeat < nRepeats; repeat += 1) {
    const indices = lists.flatMap(() => lists[rng.int(lists.length)]!);
    const value = statistic(indices);
    if (value !== null) values.push(value);
  }
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

import { createRng, shuffled } from "../random/rng.ts";

/**
 * Deals items into folds so that no group (subject) is in two of them and each fold has about the same share of good
 * and bad items: groups are taken largest first, in seeded order among equals, each to the fold that is poorest in what
 * the group has.
 * @returns the fold (0 … nFolds − 1) of every item; with fewer groups than folds some folds stay empty
 */
export function groupedFolds(
  groups: readonly string[],
  isGood: readonly boolean[],
  nFolds: number,
  seed: number,
): number[] {
  const tally = new Map<string, { good: number; bad: number }>();
  for (const [index, group] of groups.entries()) {
    const counts = tally.get(group) ?? { good: 0, bad: 0 };
    if (isGood[index]) counts.good += 1;
    else counts.bad += 1;
    tally.set(group, counts);
  }
  const totalGood = Math.max(1, isGood.filter(Boolean).length);
  const totalBad = Math.max(1, isGood.length - isGood.filter(Boolean).length);
  const order = shuffled([...tally.keys()].toSorted(), createRng(seed, "folds")).toSorted((a, b) => {
    const sizeOf = (group: string): number => tally.get(group)!.good + tally.get(group)!.bad;
    return sizeOf(b) - sizeOf(a);
  });
  const folds = Array.from({ length: nFolds }, () => ({ good: 0, bad: 0 }));
  const foldOf = new Map<string, number>();
  for (const group of order) {
    const { good, bad } = tally.get(group)!;
    const loads = folds.map(
      (fold) =>
        ((fold.good + good) / totalGood) ** 2 -
        (fold.good / totalGood) ** 2 +
        ((fold.bad + bad) / totalBad) ** 2 -
        (fold.bad / totalBad) ** 2,
    );
    const chosen = loads.indexOf(Math.min(...loads));
    folds[chosen]!.good += good;
    folds[chosen]!.bad += bad;
    foldOf.set(group, chosen);
  }
  return groups.map((group) => foldOf.get(group)!);
}

import { dice } from "#domain/mask/overlap.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { spoilMask } from "#domain/spoil/spoil-mask.ts";
import { classicalMasks } from "./classical.ts";
import type { RawItem, TaskCandidate, TaskItem } from "./task.ts";

/** Dice of the spoiled copies of the truth: evenly from the first to the second. */
const SPOILED_DICE = [0.25, 0.99] as const;
const N_SPOILED = 4;

/** Gives every item its classical masks, its atlas where it has one, and spoiled copies of its truth. */
export function withCandidates(
  raw: readonly RawItem[],
  side: number,
  split: ReadonlyMap<string, TaskItem["part"]>,
  seed: number,
  atlasFor: (item: RawItem) => Uint8Array | null,
): TaskItem[] {
  const size = [side, side] as const;
  return raw.map((item) => {
    const rng = createRng(seed, "candidates", item.id);
    const atlas = atlasFor(item);
    const spoiled = Array.from({ length: N_SPOILED }, (_, index) => {
      const target = SPOILED_DICE[0] + (SPOILED_DICE[1] - SPOILED_DICE[0]) * rng.next();
      return {
        source: `spoiled-${index + 1}`,
        mask: spoilMask(item.truth, { size, spacing: [1, 1] }, target, rng).mask,
      };
    });
    const own = atlas ? [{ source: "atlas", mask: atlas }] : [];
    const masks = [...classicalMasks(item.image, size, rng, atlas), ...own, ...spoiled];
    return { ...item, part: split.get(item.subject)!, candidates: candidatesOf(masks, item.truth) };
  });
}

/** What is no candidate is left out: an empty mask, or one that covers everything. */
export function candidatesOf(
  masks: readonly { readonly source: string; readonly mask: Uint8Array }[],
  truth: Uint8Array,
): TaskCandidate[] {
  return masks
    .filter(({ mask }) => mask.includes(1) && mask.includes(0))
    .map(({ source, mask }) => ({ source, mask, dice: dice(mask, truth) }));
}

/** Deals subjects by lot: so many make the candidates, so many can be labelled, the others are tested. */
export function splitSubjects(
  raw: readonly RawItem[],
  [nMakers, nPool]: readonly [number, number],
  seed: number,
): Map<string, TaskItem["part"]> {
  const subjects = shuffled([...new Set(raw.map((item) => item.subject))].toSorted(), createRng(seed, "split"));
  return new Map(
    subjects.map((subject, index) => [subject, index < nMakers ? "makers" : index < nMakers + nPool ? "pool" : "test"]),
  );
}

/** What true masks of other subjects have in common: the pixels that at least half of them hold. */
export function atlasOf(truths: readonly Uint8Array[]): Uint8Array {
  const counts = new Float32Array(truths[0]!.length);
  for (const truth of truths) for (let i = 0; i < counts.length; i += 1) counts[i]! += truth[i]!;
  return Uint8Array.from(counts, (count) => (2 * count >= truths.length ? 1 : 0));
}

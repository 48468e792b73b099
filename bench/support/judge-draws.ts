import { createHash } from "node:crypto";
import { createRng, type Rng, shuffled } from "#domain/random/rng.ts";
import type { TaskMask } from "./write-task.ts";

const N_TEST = 1000;
const N_FOLDS = 3;
/** Labels of either kind that a draw holds at least, as every way of learning from them asks for. */
const LEAST_OF_A_KIND = 3;

/** Which masks are labelled and which are then scored; no subject is on both sides. Places in the list of masks. */
export interface Split {
  readonly taught: readonly number[];
  readonly tested: readonly number[];
}

/** One lot of labels; where all patients are tested in turn, one a fold. */
export interface Draw {
  readonly labels: number;
  readonly seed: number;
  readonly splits: readonly Split[];
  /** Says which masks are labelled and tested: runs compare where it is the same. */
  readonly id: string;
}

/** The masks that figures are taken on: 1,000 of the test subjects by lot, or all where every patient is tested in turn. */
export function testedMasks(masks: readonly TaskMask[], isFolded: boolean): number[] {
  const all = [...masks.keys()].filter((index) => isFolded || masks[index]!.part === "test");
  return isFolded ? all : shuffled(all, createRng(99, "test")).slice(0, N_TEST);
}

/**
 * The lots of labels; null where there are fewer masks to label. Without a label there is one lot whatever the seeds.
 */
export function drawLabels(
  masks: readonly TaskMask[],
  tested: readonly number[],
  { labels, seed, isFolded }: { labels: number; seed: number; isFolded: boolean },
): Draw | null {
  const rng = createRng(seed, "labels", labels);
  const splits = isFolded
    ? folds(masks, seed).map((fold) => ({
        pool: [...masks.keys()].filter((index) => !fold.has(masks[index]!.subject)),
        tested: tested.filter((index) => fold.has(masks[index]!.subject)),
      }))
    : [{ pool: [...masks.keys()].filter((index) => masks[index]!.part === "pool"), tested }];
  if (splits.some(({ pool }) => pool.length < labels)) return null;
  const drawn = splits.map((split): Split => ({
    taught: drawFrom(split.pool, labels, masks, rng),
    tested: split.tested,
  }));
  const content = drawn.map((split) =>
    [split.taught, split.tested].map((part) => part.map((index) => masks[index]!.path)),
  );
  const id = createHash("sha256")
    .update(JSON.stringify([labels, content]))
    .digest("hex")
    .slice(0, 16);
  return { labels, seed, splits: drawn, id };
}

/** By lot, and again where one of the two kinds is hardly there. */
function drawFrom(pool: readonly number[], labels: number, masks: readonly TaskMask[], rng: Rng): number[] {
  for (;;) {
    const drawn = shuffled(pool, rng).slice(0, labels);
    const nGood = drawn.filter((index) => masks[index]!.isGood).length;
    if (labels === 0 || Math.min(nGood, labels - nGood) >= LEAST_OF_A_KIND) return drawn;
  }
}

function folds(masks: readonly TaskMask[], seed: number): Set<string>[] {
  const subjects = shuffled([...new Set(masks.map((mask) => mask.subject))].toSorted(), createRng(seed, "folds"));
  return Array.from(
    { length: N_FOLDS },
    (_, fold) => new Set(subjects.filter((_subject, index) => index % N_FOLDS === fold)),
  );
}

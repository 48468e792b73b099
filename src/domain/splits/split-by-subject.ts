import { groupedFolds } from "./grouped-folds.ts";

/** Which fold each case is held out in. All cases of a subject are in one fold. */
export interface Split {
  readonly nFolds: number;
  readonly seed: number;
  /** 0 … nFolds − 1, in the order of the cases. */
  readonly foldOf: readonly number[];
}

/** As many as nnU-Net makes. */
const MOST_FOLDS = 5;

/**
 * Folds of about as many cases each, no subject in two of them: five, or one a subject where there are fewer.
 * @param subjects of the cases, in their order
 * @returns null with fewer than two subjects, which cannot be split
 */
export function splitBySubject(subjects: readonly string[], seed: number): Split | null {
  const nFolds = Math.min(MOST_FOLDS, new Set(subjects).size);
  if (nFolds < 2) return null;
  const isCounted = subjects.map(() => true);
  return { nFolds, seed, foldOf: groupedFolds(subjects, isCounted, nFolds, seed) };
}

import { dice } from "#domain/mask/overlap.ts";
import { asUnreadable, type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMaskFile, selectLabel } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";

type FileSource = Pick<MaskSource, "path" | "sha256" | "packed">;

/** Masks of one case whose references lie in one file. */
export interface ReferenceTask {
  readonly reference: FileSource;
  readonly pairs: readonly ReferencePair[];
  readonly limits: ReadLimits;
}

export interface ReferencePair {
  /** The value of the reference in its file; null: every value but 0. */
  readonly referenceValue: number | null;
  readonly mask: MaskSource;
}

/**
 * Dice of every mask with its reference, or what is wrong with the mask's file. Runs in a reader thread. The reference
 * is read once, every other file once, and no more than one of them is held beside it.
 * @throws UnreadableFile where the reference cannot be read
 */
export async function compareWithReference({
  reference,
  pairs,
  limits,
}: ReferenceTask): Promise<(number | FileProblem)[]> {
  const file = await readMaskFile(reference, limits);
  const answers: (number | FileProblem)[] = [];
  for (const group of Map.groupBy(pairs.entries(), ([, { mask }]) => mask.path).values()) {
    const other = await readMaskFile(group[0]![1].mask, limits).catch(unreadableOnly);
    for (const [place, { referenceValue, mask }] of group)
      answers[place] =
        other instanceof UnreadableFile
          ? other.problem
          : agreement(selectLabel(file, referenceValue), selectLabel(other, mask.labelValue));
  }
  return answers;
}

/** Dice; 1 for two empty masks, which say the same. */
function agreement(reference: Uint8Array, mask: Uint8Array): number {
  const value = dice(reference, mask);
  return Number.isNaN(value) ? 1 : value;
}

function unreadableOnly(error: unknown): UnreadableFile {
  const unreadable = asUnreadable(error);
  if (!unreadable) throw error;
  return unreadable;
}

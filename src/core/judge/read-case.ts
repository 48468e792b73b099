import type { ImageSource } from "#domain/image/image-source.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { maskSource } from "../project/queries/mask-reference.ts";

export interface Readers {
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
}

/** The masks of one case, for a reader thread that reads the image once. */
export interface CaseTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  /** Millimetres; 1 where the file does not say. */
  readonly spacing: readonly number[];
  readonly masks: readonly MaskSource[];
  readonly limits: ReadLimits;
}

/** What is wrong with a mask, or with the image of all of them. */
export interface Unread {
  readonly problem: UnreadableFile["problem"];
}

/** Masks by case, each case's together; they have to come so. */
export function* byCase(candidates: Iterable<CandidateSource>): Generator<CandidateSource[]> {
  let group: CandidateSource[] = [];
  for (const candidate of candidates) {
    if (group.length > 0 && group[0]!.caseId !== candidate.caseId) {
      yield group;
      group = [];
    }
    group.push(candidate);
  }
  if (group.length > 0) yield group;
}

/** @param group masks of one case, at least one */
export function caseTask(group: readonly CandidateSource[], limits: ReadLimits): CaseTask {
  const [first] = group as [CandidateSource];
  return {
    image: imageSource(first.image),
    window: first.window,
    spacing: first.spacingMm ?? first.size.map(() => 1),
    masks: group.map(({ mask }) => maskSource(mask)),
    limits,
  };
}

/**
 * Has the masks of one case read by a reader thread.
 * @param more what the task wants beside the case: what is made of the masks
 * @returns its answer, or why the image could not be read
 */
export async function readCase<Answer>(
  name: string,
  group: readonly CandidateSource[],
  more: object,
  { pool, limits }: Readers,
): Promise<Answer | Unread> {
  const task = caseTask(group, limits);
  try {
    return await pool.run<Answer>(name, { ...task, ...more }, task.image.path, { deadlineMs: limits.deadlineMs });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { problem: error.problem };
  }
}

import { cancelledError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";
import type { UnscoredCandidate } from "./judge-kind.ts";
import { byCase } from "./signals/signal-source.ts";
import type { ViewsAnswer, ViewsTask } from "./read-views.ts";
import { type BagShape } from "./views.ts";

/** Views of some candidates, in the order of `candidateIds`. */
export interface ViewsBatch {
  readonly views: Uint8Array;
  readonly candidateIds: readonly number[];
  readonly unread: readonly UnscoredCandidate[];
}

const BATCH = 64;

/**
 * Reads candidates case by case in the reader threads and hands their views on in batches, one batch at a time while
 * the next is being read: memory stays that of a few cases, however many there are.
 */
export async function streamViews(
  candidates: Iterable<CandidateSource>,
  bag: BagShape,
  { pool, limits }: { pool: ReaderPool; limits: ReadLimits },
  signal: AbortSignal,
  onBatch: (batch: ViewsBatch) => Promise<void>,
): Promise<void> {
  let waiting = emptyBatch();
  // Batches are handed on one after the other; readers wait for the one before when they are ahead.
  let handing: Promise<void> = Promise.resolve();
  const hand = (): Promise<void> => {
    const { parts, candidateIds, unread } = waiting;
    waiting = emptyBatch();
    handing = handing.then(() => onBatch({ views: joined(parts), candidateIds, unread }));
    return handing;
  };
  await forEachBounded(byCase(candidates), pool.size + 1, async (group) => {
    if (signal.aborted) throw cancelledError();
    const answer = await readGroup(group, bag, pool, limits);
    waiting.parts.push(answer.views);
    for (const [index, candidate] of group.entries()) {
      const mask = answer.masks[index]!;
      if ("place" in mask) waiting.candidateIds.push(candidate.id);
      else waiting.unread.push({ candidateId: candidate.id, ...mask.problem });
    }
    if (waiting.candidateIds.length + waiting.unread.length >= BATCH) await hand();
  });
  if (waiting.candidateIds.length + waiting.unread.length > 0) await hand();
  await handing;
}

async function readGroup(
  group: readonly CandidateSource[],
  bag: BagShape,
  pool: ReaderPool,
  limits: ReadLimits,
): Promise<ViewsAnswer> {
  const [first] = group as [CandidateSource];
  const task: ViewsTask = {
    imagePath: first.imagePath,
    imageSha256: first.imageSha256,
    window: first.window,
    spacing: first.spacingMm ?? first.size.map(() => 1),
    masks: group.map((candidate) => ({
      path: candidate.maskPath!,
      sha256: candidate.maskSha256,
      labelValue: candidate.labelValue,
    })),
    bag,
    limits,
  };
  try {
    return await pool.run<ViewsAnswer>("judge.readViews", task, first.imagePath, { deadlineMs: limits.deadlineMs });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { problem } = error;
    return { views: new Uint8Array(0), masks: group.map(() => ({ problem })) };
  }
}

function emptyBatch(): { parts: Uint8Array[]; candidateIds: number[]; unread: UnscoredCandidate[] } {
  return { parts: [], candidateIds: [], unread: [] };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

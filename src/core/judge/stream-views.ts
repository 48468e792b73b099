import { cancelledError } from "#contract/errors.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";
import type { UnscoredCandidate } from "./judge-kind.ts";
import { byCase, readCase, type Readers } from "./read-case.ts";
import type { ViewsAnswer } from "./read-views.ts";
import type { BagShape } from "./views.ts";
import { joinBytes } from "../io/files/join-bytes.ts";

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
  readers: Readers,
  signal: AbortSignal,
  onBatch: (batch: ViewsBatch) => Promise<void>,
): Promise<void> {
  let waiting = emptyBatch();
  // Batches are handed on one after the other; readers wait for the one before when they are ahead.
  let handing: Promise<void> = Promise.resolve();
  const hand = (): Promise<void> => {
    const { parts, candidateIds, unread } = waiting;
    waiting = emptyBatch();
    handing = handing.then(() => onBatch({ views: joinBytes(parts), candidateIds, unread }));
    return handing;
  };
  await forEachBounded(byCase(candidates), readers.pool.size + 1, async (group) => {
    if (signal.aborted) throw cancelledError();
    const answer = await readCase<ViewsAnswer>("judge.readViews", group, { bag }, readers);
    if ("views" in answer) waiting.parts.push(answer.views);
    for (const [index, candidate] of group.entries()) {
      const mask = "problem" in answer ? answer : answer.masks[index]!;
      if ("place" in mask) waiting.candidateIds.push(candidate.id);
      else waiting.unread.push({ candidateId: candidate.id, ...mask.problem });
    }
    if (waiting.candidateIds.length + waiting.unread.length >= BATCH) await hand();
  });
  if (waiting.candidateIds.length + waiting.unread.length > 0) await hand();
  await handing;
}

function emptyBatch(): { parts: Uint8Array[]; candidateIds: number[]; unread: UnscoredCandidate[] } {
  return { parts: [], candidateIds: [], unread: [] };
}

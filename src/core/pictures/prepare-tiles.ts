import { setTimeout as sleep } from "node:timers/promises";
import { UnreadableFile } from "../io/file-problem.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import type { ReadableProject } from "../project/project.ts";
import { DRAWING_VERSION } from "./draw-tiles.ts";
import { type PictureSource, sourcesOfCases } from "./picture-sources.ts";
import type { BlobCache } from "../project/cache/blob-cache.ts";

export interface PrepareOptions {
  readonly project: ReadableProject;
  readonly cache: BlobCache;
  /** Not where all was gone through once and no mask is newer. */
  readonly onlyIfNew: boolean;
  readonly keyOf: (source: PictureSource) => string;
  /** Draws a tile and puts it into the cache. */
  readonly draw: (source: PictureSource) => Promise<unknown>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Cases of a page: few enough that labels need not wait for it to be read (about 2 ms). */
const PAGE = 64;
/** Tiles asked for ahead: enough that those of one case are drawn together. */
const AHEAD = 12;
/** Between pages that hold nothing to draw. */
const PAUSE_MS = 2;

/**
 * Goes through the project and draws what the cache does not have. Never fails: it is work ahead of time, and what goes
 * wrong with a tile is said when somebody looks at it.
 */
export async function prepareTiles(options: PrepareOptions): Promise<void> {
  try {
    await prepareAll(options);
  } catch {
    // Cancelled, or the project was closed between two pages.
  }
}

async function prepareAll({ project, cache, onlyIfNew, keyOf, draw, progress, signal }: PrepareOptions): Promise<void> {
  const state = stateOf(project);
  if (signal.aborted || (onlyIfNew && cache.fact("prepared") === state)) return;
  // Without a cache to keep them in, tiles are drawn when they are looked at.
  if (!cache.setFact("preparing", state)) return;
  progress.phase("Preparing pictures", "cases", countCases(project));
  let nDone = 0;
  let lastCaseId = -1;
  for (;;) {
    if (signal.aborted || cache.isFull) return;
    const page = sourcesOfCases(project, lastCaseId, PAGE);
    const last = page.at(-1);
    if (!last) break;
    const missing = page.filter((source) => !cache.has(keyOf(source)));
    await forEachBounded(missing, AHEAD, async (source) => {
      // The same contents may have been drawn for another case in the meantime.
      if (!cache.has(keyOf(source))) await draw(source).catch(unlessUnreadable);
    });
    nDone += new Set(page.map((source) => source.caseId)).size;
    progress.done(nDone);
    lastCaseId = last.caseId;
    await sleep(PAUSE_MS, undefined, { signal });
  }
  cache.flush();
  cache.setFact("prepared", state);
}

function unlessUnreadable(error: unknown): void {
  if (!(error instanceof UnreadableFile)) throw error;
}

/** Changes when there are masks that were not there when all was prepared. */
function stateOf(project: ReadableProject): string {
  const { candidate, cases } = project.get<{ candidate: number | null; cases: number | null }>(
    "SELECT (SELECT max(id) FROM candidate) AS candidate, (SELECT max(id) FROM cases) AS cases",
  )!;
  return `${DRAWING_VERSION} ${candidate ?? 0} ${cases ?? 0}`;
}

function countCases(project: ReadableProject): number {
  return project.get<{ n: number }>("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL")!.n;
}

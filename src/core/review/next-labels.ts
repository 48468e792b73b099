import type { Output, ParsedInput } from "#contract/commands.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { ReadableProject } from "../project/project.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { drawMore } from "../project/state/draw-checks.ts";
import { BETWEEN_SPOT_CHECKS } from "./mix-in.ts";
import { type QueueParts, queueParts } from "./queue-order.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { queueSeed } from "./snapshot.ts";

/** Random checks among the next labels while a proof still needs them: two in five, as many as are missing at most. */
const RANDOM_SHARE = 0.4;
/** Spot checks among them once a list is proven, where there is anything else to label. */
const SPOT_SHARE = 1 / (BETWEEN_SPOT_CHECKS + 1);

/**
 * What the next labels should be: masks that teach the judge most and, while a list waits to be proven, random checks
 * of it (which are drawn as they are needed), or spot checks once it is proven. Shuffled, so that nothing tells them
 * apart.
 */
export function nextLabels(desk: ReviewDesk, request: ParsedInput<"judge.next">): Output<"judge.next"> {
  const { catalogue } = desk;
  catalogue.sync();
  const { n, rater } = request;
  const seed = queueSeed(desk);
  const hasDrawn = desk.project.access === "write" && drawFurther(desk.project, catalogue.guarantee);
  if (hasDrawn) catalogue.sync();
  const before = queueParts(catalogue, seed);
  // What raters disagree on may be a check, too: it is counted as one.
  const waiting = new Set(before.checks);
  const teaching = [...before.disagreement.filter((place) => !waiting.has(place)), ...before.teaching];
  const { isProven = false, growth = null } = catalogue.guarantee ?? {};
  const checks =
    isProven && !growth
      ? spotChecksAmong(desk, request, before, teaching.length)
      : randomChecksAmong(desk, request, before, teaching.length);
  const isCheck = new Set(checks);
  const rest = [...teaching, ...before.later].filter((place) => !isCheck.has(place)).slice(0, n - checks.length);
  const ids = [...checks, ...rest].map((place) => catalogue.columns.ids[place]!).toSorted((a, b) => a - b);
  const seconds = medianSeconds(desk.project, rater);
  return {
    ids: shuffled(ids, createRng(seed, "next", ids.length, ids[0] ?? 0)),
    nInformative: rest.length,
    nRandom: checks.length,
    secondsExpected: seconds === null ? null : seconds * ids.length,
  };
}

type Request = ParsedInput<"judge.next">;

/** Checks that the next planned look needs, drawn as far as they are not yet. */
function randomChecksAmong(desk: ReviewDesk, request: Request, before: QueueParts, nTeaching: number): number[] {
  const { project, catalogue } = desk;
  const { guarantee } = catalogue;
  const nMissing = (guarantee?.growth ?? guarantee)?.proof?.nMoreNeeded ?? 0;
  // What was formed without labels is soon replaced by a judge that has some: checks would prove it in vain, and not teach.
  const share = hasLabels(project, catalogue.version) ? RANDOM_SHARE : 0;
  const nAsked = request.nRandom ?? (share === 0 ? 0 : Math.max(Math.round(share * request.n), request.n - nTeaching));
  const nRandom = Math.min(nMissing, request.n, nAsked);
  const nLacking = nRandom - before.checks.length;
  const canDraw = nLacking > 0 && project.access === "write" && catalogue.lot !== null && !guarantee?.growth;
  const hasDrawn = canDraw && drawMore(project, catalogue.lot, nLacking, "proof") > 0;
  // Who has decided on a check with the judge's word in sight cannot take that back: another rater can.
  const isOpen = (place: number): boolean => {
    const mine = catalogue.labelsOf(catalogue.columns.ids[place]!).get(request.rater);
    return mine === undefined || mine.label === "later";
  };
  return partsAfter(desk, before, hasDrawn).checks.filter(isOpen).slice(0, nRandom);
}

function hasLabels(project: ReadableProject, version: number | null): boolean {
  const row = project.get<{ n: number }>(
    "SELECT json_extract(metrics, '$.n_labels') AS n FROM judge_version WHERE version = ?",
    version,
  );
  return row !== undefined && row.n > 0;
}

/** Of the batch of spot checks under way: those that this rater can still mark. */
function spotChecksAmong(desk: ReviewDesk, request: Request, before: QueueParts, nTeaching: number): number[] {
  const { catalogue } = desk;
  const nAsked = request.nRandom ?? (nTeaching === 0 ? 0 : Math.round(SPOT_SHARE * request.n));
  return before.spotChecks
    .filter((place) => !catalogue.labelsOf(catalogue.columns.ids[place]!).has(request.rater))
    .slice(0, Math.min(nAsked, request.n));
}

function partsAfter(desk: ReviewDesk, before: QueueParts, hasDrawn: boolean): QueueParts {
  if (!hasDrawn) return before;
  desk.catalogue.sync();
  return queueParts(desk.catalogue, queueSeed(desk));
}

/** Median time that a label took this rater, or anybody where they have given none with a time; null without any. */
function medianSeconds(project: ReadableProject, rater: string): number | null {
  const timed = "FROM label WHERE seconds IS NOT NULL AND label <> 'clear'";
  const secondsOf = (sql: string, ...parameters: string[]): number[] =>
    project.all<{ seconds: number }>(sql, ...parameters).map((row) => row.seconds);
  const own = secondsOf(`SELECT seconds ${timed} AND rater = ? ORDER BY seconds`, rater);
  const all = own.length > 0 ? own : secondsOf(`SELECT seconds ${timed} ORDER BY seconds`);
  return all.length === 0 ? null : all[Math.floor(all.length / 2)]!;
}

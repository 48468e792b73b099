import type { Output, ParsedInput } from "#contract/commands.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { ReadableProject } from "../project/project.ts";
import { recordDraw } from "../project/queries/lots.ts";
import { queueParts } from "./queue-order.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { queueSeed } from "./snapshot.ts";

/** Random checks among the next labels while a proof still needs them: two in five, as many as are missing at most. */
const RANDOM_SHARE = 0.4;

/**
 * What the next labels should be: masks that teach the judge most and, while a list waits to be proven, random checks
 * of it (which are drawn as they are needed). Shuffled, so that nothing tells them apart.
 */
export function nextLabels(desk: ReviewDesk, request: ParsedInput<"judge.next">): Output<"judge.next"> {
  const { catalogue } = desk;
  catalogue.sync();
  const { n, rater } = request;
  const seed = queueSeed(desk);
  const before = queueParts(catalogue, seed);
  // What raters disagree on may be a check, too: it is counted as one.
  const waiting = new Set(before.checks);
  const teaching = [...before.disagreement.filter((place) => !waiting.has(place)), ...before.teaching];
  const nMissing = catalogue.guarantee?.proof?.nMoreNeeded ?? 0;
  const nAsked = request.nRandom ?? Math.max(Math.round(RANDOM_SHARE * n), n - teaching.length);
  const nRandom = Math.min(nMissing, n, nAsked);
  const hasDrawn = nRandom > before.checks.length && drawMore(desk, nRandom - before.checks.length);
  const checks = (hasDrawn ? queueParts(catalogue, seed) : before).checks.slice(0, nRandom);
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

/** Draws further checks from the list of the version in use, in the order of its lot, and records the draw. */
function drawMore({ project, catalogue }: ReviewDesk, wanted: number): boolean {
  const { lot } = catalogue;
  if (project.access !== "write" || !lot) return false;
  const n = Math.min(wanted, lot.members.length - lot.nDrawn);
  if (n <= 0) return false;
  project.transaction(() => {
    recordDraw(project, lot.id, lot.nDrawn, n);
    const after = { first: lot.nDrawn, n };
    project.audit({ actor: "winnow", action: "checks.drawn", object: `lot:${lot.id}`, after });
  });
  catalogue.sync();
  return true;
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

import { AppError } from "#contract/errors.ts";
import type { QueueItem } from "#contract/records.ts";
import { evaluateChecks } from "#domain/guarantee/evaluate-checks.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { ReadableProject, WritableProject } from "../project/project.ts";
import { recordDraw } from "../project/queries/lots.ts";
import { checkOutcome, guaranteeOf, settingsFor } from "../project/state/guarantee.ts";
import { type VerdictBook, verdictBook } from "../project/state/verdicts.ts";

interface QueueRow {
  id: number;
  case_id: number;
  class_id: number;
  case: string;
  candidate: string;
  class: string;
  mask_path: string;
  source: string;
}

/**
 * What a person should look at next to teach the judge most: first what raters disagree on, then masks whose score is
 * nearest to one half, one of each case before the second of any. Before there is a judge: a seeded choice that goes
 * round cases and sources.
 */
export function informativeQueue(project: ReadableProject, n: number, seed: number): QueueItem[] {
  const book = verdictBook(project);
  const open = queueRows(project).filter((row) => !isDecided(book, row.id));
  const disagreement = open.filter((row) => book.wordOf(row.id) === "disagreement");
  // Random checks come by lot alone: teaching with them would spend them.
  const lot = lotInUse(project, book);
  const drawn = new Set(lot?.members.slice(0, lot.nDrawn));
  const settled = new Set(
    queueRows(project)
      .filter((row) => book.verdictOf(row.id) === "accepted")
      .map(slot),
  );
  const rest = open.filter((row) => book.wordOf(row.id) === null && !drawn.has(row.id) && !settled.has(slot(row)));
  const ordered = book.version === null ? firstChoice(rest, seed) : byUncertainty(rest, book);
  const later = open.filter((row) => book.wordOf(row.id) === "later" && !drawn.has(row.id));
  const reason = book.version === null ? "first" : "informative";
  return [
    ...disagreement.map((row) => item(row, "disagreement")),
    ...ordered.map((row) => item(row, reason)),
    ...later.map((row) => item(row, "later")),
  ].slice(0, n);
}

/**
 * Draws random checks from the automatic list of the version in use, in the order of its lot, and records the draw.
 * Checks drawn before that are still undecided come first.
 * @param wanted a number, or as many as the next planned look needs
 * @throws AppError no-judge-yet; nothing-to-judge where there is no list to prove
 */
export function drawChecks(project: WritableProject, wanted: number | "next-batch"): QueueItem[] {
  const book = verdictBook(project);
  if (book.version === null)
    throw new AppError(
      "no-judge-yet",
      "Random checks are drawn from what a judge would accept, and none is in use.",
      "Run winnow train, then winnow judge, then draw again.",
    );
  const lot = lotInUse(project, book);
  if (!lot || lot.members.length === 0) {
    throw new AppError(
      "nothing-to-judge",
      "There is no list of masks to prove: the judge finds none that is good enough.",
      "Label more masks (winnow queue), train a new version, and judge again.",
    );
  }
  const outcomes = lot.members.slice(0, lot.nDrawn).map((id) => checkOutcome(book.states.get(id)));
  const proof = evaluateChecks(outcomes, { looks: lot.looks, populationSize: lot.members.length, delta: lot.delta });
  const undecided = lot.members.slice(0, lot.nDrawn).filter((_, index) => outcomes[index] === "undecided");
  const nMissing =
    wanted === "next-batch" ? Math.max(0, proof.drawUpTo - lot.nDrawn) : Math.max(0, wanted - undecided.length);
  const nNew = Math.min(nMissing, lot.members.length - lot.nDrawn);
  if (nNew > 0) {
    project.transaction(() => {
      recordDraw(project, lot.id, lot.nDrawn, nNew);
      project.audit({
        actor: "winnow",
        action: "checks.drawn",
        object: `lot:${lot.id}`,
        after: { first: lot.nDrawn, n: nNew },
      });
    });
  }
  const rows = new Map(queueRows(project).map((row) => [row.id, row]));
  const drawn = [...undecided, ...lot.members.slice(lot.nDrawn, lot.nDrawn + nNew)];
  const asked = wanted === "next-batch" ? drawn : drawn.slice(0, wanted);
  return asked.flatMap((id) => rows.get(id) ?? []).map((row) => item(row, "random"));
}

function lotInUse(project: ReadableProject, book: VerdictBook): ReturnType<typeof guaranteeOf>["lot"] {
  if (book.version === null) return null;
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  return guaranteeOf(project, book.version, alpha, delta, book.states).lot;
}

function queueRows(project: ReadableProject): QueueRow[] {
  return project.all<QueueRow>(
    `SELECT candidate.id, candidate.case_id, candidate.class_id, cases.name AS "case", candidate.name AS candidate, class.name AS class, coalesce(file.path, 'winnow:' || candidate.name) AS mask_path, source
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id LEFT JOIN file ON file.id = candidate.file_id
     WHERE candidate.retired_at IS NULL ORDER BY candidate.id`,
  );
}

function isDecided(book: VerdictBook, id: number): boolean {
  const word = book.wordOf(id);
  return word === "accept" || word === "reject" || book.proven.has(id);
}

function slot(row: QueueRow): string {
  return `${row.case_id}/${row.class_id}`;
}

/** Goes round the cases; within a case, the sources that have been chosen least so far come first. */
function firstChoice(rows: readonly QueueRow[], seed: number): QueueRow[] {
  const used = new Map<string, number>();
  const byCase = groupBy(shuffled(rows, createRng(seed, "queue")), (row) => row.case_id);
  const chosen: QueueRow[] = [];
  while (byCase.some((group) => group.length > 0)) {
    for (const group of byCase) {
      if (group.length === 0) continue;
      const fewest = Math.min(...group.map((row) => used.get(row.source) ?? 0));
      const at = group.findIndex((row) => (used.get(row.source) ?? 0) === fewest);
      const [row] = group.splice(at, 1) as [QueueRow];
      used.set(row.source, (used.get(row.source) ?? 0) + 1);
      chosen.push(row);
    }
  }
  return chosen;
}

/** Nearest to one half first, going round the cases. Masks that could not be scored come last. */
function byUncertainty(rows: readonly QueueRow[], book: VerdictBook): QueueRow[] {
  const doubt = (row: QueueRow): number => Math.abs((book.scores.get(row.id)?.pGood ?? 2) - 0.5);
  const sorted = [...rows].toSorted((a, b) => doubt(a) - doubt(b) || a.id - b.id);
  const nth = new Map<number, number>();
  const turns = sorted.map((row) => {
    const turn = nth.get(row.case_id) ?? 0;
    nth.set(row.case_id, turn + 1);
    return { row, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn || doubt(a.row) - doubt(b.row)).map(({ row }) => row);
}

function groupBy<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const entry of items) {
    const group = groups.get(key(entry));
    if (group) group.push(entry);
    else groups.set(key(entry), [entry]);
  }
  return [...groups.values()];
}

function item(row: QueueRow, reason: QueueItem["reason"]): QueueItem {
  return { case: row.case, candidate: row.candidate, class: row.class, mask_path: row.mask_path, reason };
}

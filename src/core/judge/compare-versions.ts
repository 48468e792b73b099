import type { Output } from "#contract/commands.ts";
import type { ReadableProject } from "../project/project.ts";
import { judgeRecord, scoresInTurns } from "../project/queries/judges.ts";
import { lotFor } from "../project/queries/lots.ts";
import { letterOf } from "../project/state/catalogue-columns.ts";
import { settingsFor } from "../project/state/guarantee.ts";
import { verdictBookInTurns } from "../project/state/verdicts.ts";

const MOST_ROWS = 200;

/**
 * Two versions on the masks that both have scored: which lists the masks are on, and where the scores differ most. What
 * is still to be reviewed, and what waits for its mark as a spot check, is named without its scores: nothing hints before
 * the mark.
 */
export async function compareVersions(
  project: ReadableProject,
  a: number,
  b: number,
): Promise<Output<"judge.compare">> {
  judgeRecord(project, a);
  judgeRecord(project, b);
  const [scoresA, scoresB] = [await scoresInTurns(project, a), await scoresInTurns(project, b)];
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  // The first lists, as one of them may have grown already and the other could not yet.
  const listOf = (version: number): Set<number> => new Set(lotFor(project, version, alpha, delta)?.members);
  const [listA, listB] = [listOf(a), listOf(b)];
  const both = [...scoresA.values()].flatMap((score) => {
    const other = scoresB.get(score.candidateId);
    return other ? [{ id: score.candidateId, pA: score.pGood, pB: other.pGood }] : [];
  });
  const book = await verdictBookInTurns(project);
  const isOpen = ({ id }: { id: number }): boolean => book.verdictOf(id) === "to-review" || book.waiting.has(id);
  const most = both
    .filter((row) => !isOpen(row))
    .toSorted((x, y) => Math.abs(y.pA - y.pB) - Math.abs(x.pA - x.pB) || x.id - y.id)
    .slice(0, MOST_ROWS);
  const names = describeMasks(
    project,
    most.map((row) => row.id),
  );
  return {
    nBoth: both.length,
    nMoreAccepted: both.filter(({ id }) => listB.has(id) && !listA.has(id)).length,
    nFewerAccepted: both.filter(({ id }) => listA.has(id) && !listB.has(id)).length,
    rows: most.map(({ id, pA, pB }) => ({
      candidateId: id,
      case: names.get(id)!.case,
      letter: names.get(id)!.letter,
      pA,
      pB,
      onListOfA: listA.has(id),
      onListOfB: listB.has(id),
      label: book.wordOf(id),
    })),
    openIds: both
      .filter((row) => isOpen(row) && listA.has(row.id) !== listB.has(row.id))
      .slice(0, MOST_ROWS)
      .map(({ id }) => id),
  };
}

/** The case of each mask, and its letter: A for the first of its masks. */
function describeMasks(
  project: ReadableProject,
  ids: readonly number[],
): Map<number, { case: string; letter: string }> {
  const rows = project.all<{ id: number; name: string; position: number }>(
    `SELECT candidate.id, cases.name,
       (SELECT count(*) FROM candidate AS other WHERE other.case_id = candidate.case_id AND other.retired_at IS NULL AND other.id < candidate.id) AS position
     FROM json_each(?) JOIN candidate ON candidate.id = value JOIN cases ON cases.id = candidate.case_id`,
    JSON.stringify(ids),
  );
  return new Map(rows.map(({ id, name, position }) => [id, { case: name, letter: letterOf(position) }]));
}

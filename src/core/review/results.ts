import type { ResultRow } from "#contract/records.ts";
import type { ReadableProject } from "../project/project.ts";
import { verdictBook } from "../project/state/verdicts.ts";

/** One row a candidate, in the columns of the design; what is not known yet is null. */
export function results(project: ReadableProject): ResultRow[] {
  const book = verdictBook(project);
  const rows = project.all<{ id: number } & Pick<ResultRow, "case" | "candidate" | "class" | "mask_path" | "source">>(
    `SELECT candidate.id, cases.name AS "case", candidate.name AS candidate, class.name AS class, coalesce(file.path, 'winnow:' || candidate.name) AS mask_path, source
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id LEFT JOIN file ON file.id = candidate.file_id
     WHERE candidate.retired_at IS NULL ORDER BY cases.name, candidate.name`,
  );
  return rows.map(({ id, ...row }) => {
    const word = book.wordOf(id);
    const score = book.scores.get(id);
    return {
      ...row,
      label: word === "disagreement" ? null : word,
      p_good: score?.pGood ?? null,
      predicted_dice: score?.predictedDice ?? null,
      verdict: book.verdictOf(id),
      judge_version: score ? book.version : null,
    };
  });
}

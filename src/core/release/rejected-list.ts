import { LATEST_COUNTING } from "../project/queries/labels.ts";
import { writeCsv } from "../io/files/csv.ts";
import type { ReadableProject } from "../project/project.ts";
import type { Selection } from "../project/state/select-masks.ts";

const COLUMNS = ["case", "candidate", "class", "source", "label", "reasons", "verdict", "why"] as const;

interface Row {
  readonly id: number;
  readonly candidate: string;
  readonly case: string;
  readonly case_id: number;
  readonly class: string;
  readonly source: string;
}

/** `rejected.csv`: every mask in use that did not go in, and why. Notes that people wrote stay in the project. */
export function rejectedList(project: ReadableProject, { cases, leftOut, book }: Selection): string {
  const released = new Set(cases.flatMap((selected) => selected.masks.map((mask) => mask.id)));
  const becauseOf = new Map(leftOut.map((entry) => [entry.caseId, entry.reason]));
  const reasons = reasonsGiven(project);
  const rows = project
    .all<Row>(
      `SELECT candidate.id, candidate.name AS candidate, cases.name AS "case", case_id, class.name AS class, source
       FROM candidate JOIN cases ON cases.id = case_id JOIN class ON class.id = class_id
       WHERE candidate.retired_at IS NULL ORDER BY cases.name, candidate.name`,
    )
    .filter(({ id }) => !released.has(id))
    .map((row): Record<string, string> => {
      const word = book.wordOf(row.id);
      const verdict = book.verdictOf(row.id);
      return {
        ...row,
        id: "",
        case_id: "",
        label: word ?? "",
        reasons: [...(reasons.get(row.id) ?? [])].toSorted().join(";"),
        verdict,
        why: verdict === "accepted" ? whyNotTaken(becauseOf.get(row.case_id)) : WORDS[word ?? "none"],
      };
    });
  return writeCsv(COLUMNS, rows);
}

const WORDS = {
  accept: "accepted",
  reject: "rejected by a person",
  later: "put off for later",
  disagreement: "raters disagree",
  none: "nobody has decided, and no proven judge accepts it",
} as const;

/** An accepted mask stays out with its case, or because another one of its class went in. */
function whyNotTaken(caseReason: string | undefined): string {
  return caseReason === undefined
    ? "another mask of this case and class was chosen"
    : `its case stays out: ${caseReason}`;
}

/** What raters gave as reasons in their latest labels that count, by mask. */
function reasonsGiven(project: ReadableProject): Map<number, Set<string>> {
  const given = new Map<number, Set<string>>();
  const rows = project.all<{ candidate_id: number; reasons: string }>(
    `SELECT label.candidate_id, label.reasons FROM label
     JOIN ${LATEST_COUNTING} AS latest ON latest.id = label.id
     JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE label.label IN ('reject', 'later') AND label.reasons <> '[]'
       AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256`,
  );
  for (const row of rows) {
    const known = given.get(row.candidate_id) ?? new Set<string>();
    for (const reason of JSON.parse(row.reasons) as string[]) known.add(reason);
    given.set(row.candidate_id, known);
  }
  return given;
}

import type { Output } from "#contract/commands.ts";
import { cancelledError } from "#contract/errors.ts";
import { writeCsv } from "../io/files/csv.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { Progress } from "../jobs/progress.ts";
import type { ReadableProject } from "../project/project.ts";
import { guarded } from "./label-cells.ts";

/** Columns of the label log (conventions, *Label log*). */
export const LABEL_LOG_COLUMNS = [
  "case",
  "candidate",
  "class",
  "mask_path",
  "label",
  "reasons",
  "reasons_no",
  "note",
  "rater",
  "decided_at",
  "seconds",
  "judge_version",
  "score",
  "opinion_visible",
  "drawn_at_random",
  "image_sha256",
  "mask_sha256",
] as const;

interface Row {
  case: string;
  candidate: string;
  class: string;
  mask_path: string;
  label: string;
  reasons: string;
  reasons_no: string;
  note: string;
  rater: string;
  decided_at: number;
  seconds: number | null;
  judge_version: number | null;
  score: number | null;
  opinion_visible: 0 | 1;
  drawn_at_random: 0 | 1;
  image_sha256: string;
  mask_sha256: string;
}

export interface ExportOptions {
  readonly project: ReadableProject;
  readonly to: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Writes every label that was ever given, in its order, those taken back included: read in again, it gives the same. */
export async function exportLabels({
  project,
  to,
  signal,
  progress,
}: ExportOptions): Promise<Output<"review.exportLabels">> {
  const total = project.get<{ n: number }>("SELECT count(*) AS n FROM label")!.n;
  progress.phase("Writing labels", "labels", total);
  const rows: Record<string, string>[] = [];
  for (const row of project.iterate<Row>(LOG)) {
    if (signal.aborted) throw cancelledError();
    rows.push(toCells(row));
  }
  await writeFileSafely(to, new TextEncoder().encode(writeCsv(LABEL_LOG_COLUMNS, rows)));
  progress.done(rows.length);
  return { path: to, n: rows.length };
}

function toCells(row: Row): Record<string, string> {
  const list = (json: string): string => (JSON.parse(json) as string[]).join(";");
  const cells: Record<string, string> = {
    ...row,
    reasons: list(row.reasons),
    reasons_no: list(row.reasons_no),
    decided_at: new Date(row.decided_at).toISOString(),
    seconds: row.seconds?.toString() ?? "",
    judge_version: row.judge_version?.toString() ?? "",
    score: row.score?.toString() ?? "",
    opinion_visible: row.opinion_visible === 1 ? "yes" : "no",
    drawn_at_random: row.drawn_at_random === 1 ? "yes" : "no",
  };
  return Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, guarded(cell)]));
}

/** A label is that of a random check where its mask had been drawn by then and the judge's opinion was not in sight. */
const LOG = `
  SELECT cases.name AS "case", candidate.name AS candidate, class.name AS class,
    coalesce(file.path, 'winnow:' || candidate.name) AS mask_path,
    label, reasons, reasons_no, note, rater, decided_at, seconds, label.judge_version, score, opinion_visible,
    (asserted_random = 1 OR (opinion_visible = 0 AND EXISTS (
      SELECT 1 FROM lot_member JOIN draw ON draw.lot_id = lot_member.lot_id
      WHERE lot_member.candidate_id = label.candidate_id AND draw.at <= label.decided_at
        AND lot_member.position >= draw.first_position AND lot_member.position < draw.first_position + draw.n
    ))) AS drawn_at_random,
    label.image_sha256, label.mask_sha256
  FROM label JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
  JOIN class ON class.id = candidate.class_id LEFT JOIN file ON file.id = candidate.file_id
  ORDER BY label.id`;

import type { ReadableProject } from "../project/project.ts";

/**
 * The findings that are said now, each with the case that it concerns: that of the image, of a further channel, of a
 * mask, or of a mask that was held against the image and left out. What reading a file told is kept for when it comes
 * back, and not said while it is gone.
 */
export const CASE_FINDINGS = /* sql */ `
  said AS MATERIALIZED (
    SELECT finding.id, finding.severity, finding.code, file.id AS file_id
    FROM finding LEFT JOIN file ON file.folder_id = finding.folder_id AND file.path = finding.path
    WHERE finding.stage <> 'read' OR coalesce(file.is_present, 1) = 1
  ),
  case_finding AS (
    SELECT cases.id AS case_id, said.* FROM said JOIN cases ON cases.file_id = said.file_id
    UNION SELECT candidate.case_id, said.* FROM said JOIN candidate ON candidate.file_id = said.file_id WHERE candidate.retired_at IS NULL
    UNION SELECT cases.id, said.* FROM said JOIN mask_content ON mask_content.file_id = said.file_id JOIN cases ON cases.file_id = mask_content.image_file_id
    UNION SELECT case_channel.case_id, said.* FROM said JOIN case_channel ON case_channel.file_id = said.file_id
  )`;

/** The gravest severity among the findings of every case that has one. */
export function caseSeverities(project: ReadableProject): Map<number, "error" | "warning"> {
  const rows = project.all<{ case_id: number; is_error: 0 | 1 }>(
    `WITH ${CASE_FINDINGS} SELECT case_id, max(severity = 'error') AS is_error FROM case_finding GROUP BY case_id`,
  );
  return new Map(rows.map((row) => [row.case_id, row.is_error === 1 ? "error" : "warning"]));
}

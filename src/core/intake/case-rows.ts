import type { CaseRow } from "#contract/commands/intake.ts";
import type { ReadableProject } from "../project/project.ts";

interface Row {
  id: number;
  name: string;
  subject: string;
  path: string;
  size: string;
  spacing_mm: string | null;
  n_masks: number;
  tile_candidate_id: number | null;
  picture_version: string;
}

interface FindingRow {
  case_id: number;
  severity: "error" | "warning";
  code: string;
  path: string;
  message: string;
  remedy: string;
}

/** Rows of the table of cases, in the order of the ids; cases that are gone are left out. */
export function caseRows(project: ReadableProject, ids: readonly number[]): CaseRow[] {
  const wanted = JSON.stringify(ids);
  const rows = project.all<Row>(
    `SELECT cases.id, cases.name, cases.subject, file.path, size, spacing_mm,
       (SELECT count(*) FROM candidate WHERE candidate.case_id = cases.id AND candidate.retired_at IS NULL) AS n_masks,
       (SELECT min(candidate.id) FROM candidate WHERE candidate.case_id = cases.id AND candidate.retired_at IS NULL) AS tile_candidate_id,
       substr(cases.image_sha256, 1, 12) || coalesce((SELECT substr(mask_sha256, 1, 12) FROM candidate WHERE candidate.case_id = cases.id AND candidate.retired_at IS NULL ORDER BY candidate.id LIMIT 1), '') AS picture_version
     FROM json_each(?) AS wanted JOIN cases ON cases.id = wanted.value JOIN file ON file.id = cases.file_id
     JOIN image_content ON image_content.file_id = cases.file_id
     WHERE cases.retired_at IS NULL`,
    wanted,
  );
  const findings = Map.groupBy(findingsOf(project, wanted), (row) => row.case_id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const noticed = findings.get(id) ?? [];
    const [gravest] = noticed;
    return {
      id,
      case: row.name,
      subject: row.subject,
      imagePath: row.path,
      geometry: {
        size: JSON.parse(row.size) as number[],
        spacingMm: row.spacing_mm === null ? null : (JSON.parse(row.spacing_mm) as number[]),
      },
      nMasks: row.n_masks,
      tileCandidateId: row.tile_candidate_id,
      pictureVersion: row.picture_version,
      finding: gravest
        ? {
            severity: gravest.severity,
            code: gravest.code,
            file: gravest.path,
            message: gravest.message,
            remedy: gravest.remedy,
          }
        : null,
      nFindings: noticed.length,
    };
  });
}

/** Findings of the wanted cases' files, the gravest first. */
function findingsOf(project: ReadableProject, wanted: string): FindingRow[] {
  return project.all<FindingRow>(
    `WITH wanted AS (SELECT cases.id, cases.file_id FROM json_each(?) JOIN cases ON cases.id = value),
       concerned AS (
         SELECT id AS case_id, file_id FROM wanted
         UNION SELECT case_id, candidate.file_id FROM wanted JOIN candidate ON candidate.case_id = wanted.id WHERE candidate.retired_at IS NULL
         UNION SELECT wanted.id, mask_content.file_id FROM wanted JOIN mask_content ON mask_content.image_file_id = wanted.file_id
         UNION SELECT case_id, case_channel.file_id FROM wanted JOIN case_channel ON case_channel.case_id = wanted.id
       )
     SELECT case_id, severity, code, finding.path, message, remedy
     FROM concerned JOIN file ON file.id = concerned.file_id
     JOIN finding ON finding.folder_id = file.folder_id AND finding.path = file.path
     WHERE finding.stage <> 'read' OR file.is_present = 1
     ORDER BY case_id, severity = 'warning', finding.path, code`,
    wanted,
  );
}

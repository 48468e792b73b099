import type { Inventory } from "#contract/records.ts";
import type { ReadableProject } from "../project/project.ts";

/** Cases, candidates, findings and ignored files: of the whole project, or of one folder that was added. */
export function inventory(project: ReadableProject, folderId: number | null = null): Inventory {
  const folder = { folder: folderId };
  const channels = new Map<number, string[]>();
  for (const row of project.iterate<{ case_id: number; path: string }>(
    "SELECT case_id, path FROM case_channel JOIN file ON file.id = case_channel.file_id ORDER BY case_id, position",
  )) {
    channels.set(row.case_id, [...(channels.get(row.case_id) ?? []), row.path]);
  }
  const cases = project.all<{
    id: number;
    name: string;
    path: string;
    subject: string;
    size: string;
    spacing_mm: string | null;
    n: number;
  }>(
    `SELECT cases.id, cases.name, file.path, cases.subject, size, spacing_mm,
       (SELECT count(*) FROM candidate WHERE candidate.case_id = cases.id AND candidate.retired_at IS NULL) AS n
     FROM cases JOIN file ON file.id = cases.file_id JOIN image_content ON image_content.file_id = cases.file_id
     WHERE cases.retired_at IS NULL AND (:folder IS NULL OR file.folder_id = :folder) ORDER BY cases.name`,
    folder,
  );
  const candidates = project.all<Inventory["candidates"][number]>(
    `SELECT cases.name AS "case", candidate.name AS candidate, class.name AS class, source,
       coalesce(file.path, 'winnow:' || candidate.name) AS mask_path, n_voxels
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id
     LEFT JOIN file ON file.id = candidate.file_id
     WHERE candidate.retired_at IS NULL AND (:folder IS NULL OR file.folder_id = :folder) ORDER BY cases.name, candidate.name`,
    folder,
  );
  // What reading a file told is kept for when it comes back, and not said while it is gone.
  const findings = project.all<Inventory["findings"][number]>(
    `SELECT severity, code, finding.path AS file, message, remedy FROM finding
     LEFT JOIN file ON file.folder_id = finding.folder_id AND file.path = finding.path
     WHERE (:folder IS NULL OR finding.folder_id = :folder) AND (stage <> 'read' OR coalesce(file.is_present, 1) = 1) ORDER BY finding.path, code`,
    folder,
  );
  const ignored = project.all<{ path: string }>(
    "SELECT path FROM file WHERE role IN ('ignored', 'table') AND is_present = 1 AND (:folder IS NULL OR folder_id = :folder) ORDER BY path",
    folder,
  );
  return {
    cases: cases.map((row) => ({
      case: row.name,
      image_path: row.path,
      channel_paths: channels.get(row.id) ?? [],
      subject: row.subject,
      geometry: {
        size: JSON.parse(row.size) as number[],
        spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
      },
      n_candidates: row.n,
    })),
    candidates,
    findings,
    ignored: ignored.map((row) => row.path),
  };
}

import type { Output } from "#contract/commands.ts";
import type { ReadableProject } from "../project/project.ts";
import { CASE_FINDINGS } from "./case-findings.ts";

/** What a folder has brought, in numbers. */
export function countFolder(project: ReadableProject, folderId: number): Omit<Output<"intake.add">, "folderId"> {
  const count = (sql: string): number => project.get<{ n: number }>(sql, folderId)!.n;
  const findings = (severity: string): number =>
    count(
      `WITH ${CASE_FINDINGS} SELECT count(*) AS n FROM said JOIN finding ON finding.id = said.id
       WHERE finding.folder_id = ? AND finding.severity = '${severity}'`,
    );
  return {
    nCases: count(
      "SELECT count(*) AS n FROM cases JOIN file ON file.id = cases.file_id WHERE cases.retired_at IS NULL AND file.folder_id = ?",
    ),
    nCandidates: count(
      "SELECT count(*) AS n FROM candidate JOIN file ON file.id = candidate.file_id WHERE candidate.retired_at IS NULL AND file.folder_id = ?",
    ),
    nErrors: findings("error"),
    nWarnings: findings("warning"),
  };
}

import type { Output } from "#contract/commands.ts";
import type { FindingGroup } from "#contract/commands/intake.ts";
import type { Finding } from "#contract/findings.ts";
import type { ReadableProject } from "../project/project.ts";
import { CASE_FINDINGS } from "./case-findings.ts";

const FILES_SHOWN = 5;

/** What was noticed, by code: errors first, then what concerns most files. */
export function findingGroups(project: ReadableProject): Output<"intake.findings"> {
  const groups = project.all<Omit<FindingGroup, "files">>(
    `WITH ${CASE_FINDINGS}
     SELECT code, severity, count(*) AS n, message, remedy, (SELECT count(DISTINCT case_id) FROM case_finding WHERE case_finding.code = grouped.code) AS nCases
     FROM (SELECT finding.code, CASE max(finding.severity = 'error') OVER (PARTITION BY finding.code) WHEN 1 THEN 'error' ELSE 'warning' END AS severity,
             first_value(message) OVER first_of_code AS message, first_value(remedy) OVER first_of_code AS remedy
           FROM said JOIN finding ON finding.id = said.id WINDOW first_of_code AS (PARTITION BY finding.code ORDER BY finding.path)) AS grouped
     GROUP BY code ORDER BY severity, n DESC, code`,
  );
  const counts = project.get<{ nLeftOut: number; nKept: number }>(
    `WITH ${CASE_FINDINGS},
       of_file AS (SELECT max(finding.severity = 'error') AS is_error FROM said JOIN finding ON finding.id = said.id GROUP BY finding.folder_id, finding.path)
     SELECT coalesce(sum(is_error), 0) AS nLeftOut, coalesce(sum(1 - is_error), 0) AS nKept FROM of_file`,
  )!;
  const ignored = project.get<{ n: number }>(
    "SELECT count(*) AS n FROM file WHERE role IN ('ignored', 'table') AND is_present = 1",
  )!;
  return {
    groups: groups.map((group) => ({ ...group, files: filesOf(project, group.code) })),
    ...counts,
    nIgnored: ignored.n,
  };
}

function filesOf(project: ReadableProject, code: string): string[] {
  return project
    .all<{ path: string }>(
      `WITH ${CASE_FINDINGS} SELECT finding.path FROM said JOIN finding ON finding.id = said.id WHERE finding.code = ? ORDER BY finding.path LIMIT ${FILES_SHOWN}`,
      code,
    )
    .map((row) => row.path);
}

/** Every finding of a code. */
export function findingsOfCode(project: ReadableProject, code: string): Finding[] {
  return project.all<Finding>(
    `WITH ${CASE_FINDINGS} SELECT finding.severity, finding.code, finding.path AS file, message, remedy
     FROM said JOIN finding ON finding.id = said.id WHERE finding.code = ? ORDER BY finding.path`,
    code,
  );
}

import type { ReadableProject } from "../project/project.ts";
import { caseSeverities } from "./case-findings.ts";

/** A case as the table sorts and filters it. */
export interface CaseEntry {
  readonly id: number;
  readonly name: string;
  readonly subject: string;
  readonly path: string;
  readonly nMasks: number;
  /** The gravest of its findings: 0 error, 1 warning, 2 none. */
  readonly gravity: 0 | 1 | 2;
}

interface Kept {
  readonly stamp: string;
  readonly entries: readonly CaseEntry[];
}

const kept = new WeakMap<ReadableProject, Kept>();

/**
 * All cases by name. Kept until anything is written to the project, by this process or another: whoever types into the
 * search field of 40,000 cases does not wait for the file each time.
 */
export function caseIndex(project: ReadableProject): readonly CaseEntry[] {
  const { stamp } = project.get<{ stamp: string }>(
    "SELECT (SELECT data_version FROM pragma_data_version) || '/' || total_changes() AS stamp",
  )!;
  const known = kept.get(project);
  if (known?.stamp === stamp) return known.entries;
  const entries = loadEntries(project);
  kept.set(project, { stamp, entries });
  return entries;
}

function loadEntries(project: ReadableProject): CaseEntry[] {
  const severities = caseSeverities(project);
  const rows = project.all<Omit<CaseEntry, "gravity">>(
    `WITH masks AS MATERIALIZED (SELECT case_id, count(*) AS n FROM candidate WHERE retired_at IS NULL GROUP BY case_id)
     SELECT cases.id, cases.name, cases.subject, image.path, coalesce(masks.n, 0) AS nMasks
     FROM cases CROSS JOIN file AS image ON image.id = cases.file_id LEFT JOIN masks ON masks.case_id = cases.id
     WHERE cases.retired_at IS NULL ORDER BY cases.name`,
  );
  return rows.map((row) => {
    const severity = severities.get(row.id);
    return { ...row, gravity: severity === "error" ? 0 : severity === "warning" ? 1 : 2 };
  });
}

import type { Output, ParsedInput } from "#contract/commands.ts";
import type { ReadableProject } from "../project/project.ts";
import { CASE_FINDINGS } from "./case-findings.ts";
import { type CaseEntry, caseIndex } from "./case-index.ts";

type Request = ParsedInput<"intake.snapshot">;

const FITS: Readonly<Record<Request["filter"], (entry: CaseEntry) => boolean>> = {
  all: () => true,
  errors: (entry) => entry.gravity === 0,
  warnings: (entry) => entry.gravity === 1,
  "no-mask": (entry) => entry.nMasks === 0,
};

/** The cases that fit, in order, by id; `counts` says how many each filter would leave of what is searched for. */
export function snapshotCases(project: ReadableProject, request: Request): Output<"intake.snapshot"> {
  const found = search(project, caseIndex(project), request);
  const shown = request.filter === "all" ? found : found.filter(FITS[request.filter]);
  return {
    ids: inOrder(project, shown, request).map((entry) => entry.id),
    counts: {
      all: found.length,
      errors: found.filter(FITS.errors).length,
      warnings: found.filter(FITS.warnings).length,
      noMask: found.filter(FITS["no-mask"]).length,
    },
  };
}

function search(project: ReadableProject, entries: readonly CaseEntry[], request: Request): readonly CaseEntry[] {
  const { source, code } = request;
  const words = request.search.trim().toLowerCase();
  let found = entries;
  if (words !== "") {
    const byMask = casesWithMaskPath(project, words);
    found = found.filter(
      ({ id, name, subject, path }) =>
        byMask.has(id) || [name, subject, path].some((text) => text.toLowerCase().includes(words)),
    );
  }
  if (source !== undefined) {
    const wanted = caseIds(
      project,
      "SELECT DISTINCT case_id AS id FROM candidate WHERE retired_at IS NULL AND source = ?",
      source,
    );
    found = found.filter((entry) => wanted.has(entry.id));
  }
  if (code !== undefined) {
    const wanted = caseIds(
      project,
      `WITH ${CASE_FINDINGS} SELECT DISTINCT case_id AS id FROM case_finding WHERE code = ?`,
      code,
    );
    found = found.filter((entry) => wanted.has(entry.id));
  }
  return found;
}

function casesWithMaskPath(project: ReadableProject, words: string): Set<number> {
  // In a search, `%` and `_` mean themselves.
  const pattern = `%${words.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return caseIds(
    project,
    "SELECT DISTINCT candidate.case_id AS id FROM file CROSS JOIN candidate ON candidate.file_id = file.id WHERE file.role = 'mask' AND file.path LIKE ? ESCAPE '\\' AND candidate.retired_at IS NULL",
    pattern,
  );
}

function caseIds(project: ReadableProject, sql: string, parameter: string): Set<number> {
  return new Set(project.all<{ id: number }>(sql, parameter).map((row) => row.id));
}

/** Cases that are alike in what they are sorted by stay in the order of their names. */
function inOrder(
  project: ReadableProject,
  entries: readonly CaseEntry[],
  { sort, descending }: Request,
): readonly CaseEntry[] {
  if (sort === "case") return descending ? entries.toReversed() : entries;
  const valueOf = sortValue(project, sort);
  const direction = descending ? -1 : 1;
  return entries
    .map((entry) => ({ entry, value: valueOf(entry) }))
    .toSorted((a, b) => (a.value < b.value ? -direction : a.value > b.value ? direction : 0))
    .map(({ entry }) => entry);
}

function sortValue(
  project: ReadableProject,
  sort: Exclude<Request["sort"], "case">,
): (entry: CaseEntry) => string | number {
  switch (sort) {
    case "subject":
      return (entry) => entry.subject;
    case "file":
      return (entry) => entry.path;
    case "masks":
      return (entry) => entry.nMasks;
    case "finding":
      return (entry) => entry.gravity;
    case "size": {
      const sizes = voxelCounts(project);
      return (entry) => sizes.get(entry.id) ?? 0;
    }
  }
}

function voxelCounts(project: ReadableProject): Map<number, number> {
  const rows = project.all<{ id: number; n: number }>(
    `SELECT cases.id, json_extract(size, '$[0]') * json_extract(size, '$[1]') * coalesce(json_extract(size, '$[2]'), 1) AS n
     FROM cases CROSS JOIN image_content ON image_content.file_id = cases.file_id`,
  );
  return new Map(rows.map((row) => [row.id, row.n]));
}

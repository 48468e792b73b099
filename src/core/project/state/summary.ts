import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { ProjectSummary, VerdictCounts } from "#contract/commands/project.ts";
import { folderOnDisk } from "../folders.ts";
import type { Project, ReadableProject } from "../project.ts";
import { acceptedUnseen } from "../queries/lots.ts";
import { getSetting } from "../queries/settings.ts";
import type { Catalogue } from "./catalogue.ts";
import { settingsFor } from "./guarantee.ts";

/** What a window shows of a project wherever it is. */
export function summarise(project: Project, catalogue: Catalogue): ProjectSummary {
  catalogue.sync();
  const { columns } = catalogue;
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  const findings = countFindings(project);
  const labels = countLabels(catalogue);
  return {
    path: project.path,
    name: basename(project.path).replace(/\.winnow$/i, ""),
    access: project.access,
    nCases: project.get<{ n: number }>("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL")!.n,
    nCandidates: columns.n,
    nLabels: labels.n,
    lastLabelAt: lastLabelAt(project),
    counts: countVerdicts(catalogue),
    nErrors: findings.error,
    nWarnings: findings.warning,
    raters: labels.raters,
    classes: columns.classNames.map(({ name }) => name),
    sources: [...columns.sourceNames].toSorted(),
    folders: project
      .all<{ id: number; path: string }>("SELECT id, path FROM folder ORDER BY id")
      .map(({ id, path }) => ({ path: folderOnDisk(project, path), id }))
      .map((folder) => ({ ...folder, isFound: existsSync(folder.path) })),
    tileAspect: catalogue.derived("tileAspect", () => tileAspect(project)),
    judgeVersion: catalogue.version,
    guarantee: catalogue.guarantee?.guarantee ?? null,
    goodMeans: getSetting(project, "goodMeans"),
    alpha,
    delta,
  };
}

export function countVerdicts(catalogue: Catalogue): VerdictCounts {
  const counts: VerdictCounts = {
    all: catalogue.columns.n,
    acceptedByPerson: 0,
    acceptedByJudge: 0,
    rejectedByPerson: 0,
    rejectedByJudge: 0,
    later: 0,
    disagreement: 0,
    open: 0,
  };
  for (const { word } of catalogue.states.values()) {
    if (word === "accept") counts.acceptedByPerson += 1;
    else if (word === "reject") counts.rejectedByPerson += 1;
    else if (word === "later") counts.later += 1;
    else counts.disagreement += 1;
  }
  // A person's label always wins; what the judge accepts is the rest of the proven list.
  if (catalogue.isProven)
    for (const id of acceptedUnseen(catalogue.lot!))
      if (catalogue.columns.placeOf(id) >= 0 && !catalogue.states.has(id)) counts.acceptedByJudge += 1;
  counts.open = counts.all - catalogue.states.size - counts.acceptedByJudge;
  return counts;
}

function countLabels(catalogue: Catalogue): { n: number; raters: string[] } {
  const raters = new Set<string>();
  let n = 0;
  for (const labels of catalogue.labelled.values()) {
    n += labels.size;
    for (const rater of labels.keys()) raters.add(rater);
  }
  return { n, raters: [...raters].toSorted() };
}

/** When the last label came to the disk, which for an imported one is not when it was given. */
function lastLabelAt(project: ReadableProject): number | null {
  const label = project.get<{ decided_at: number; origin: string }>(
    "SELECT decided_at, origin FROM label ORDER BY id DESC LIMIT 1",
  );
  if (!label || label.origin !== "csv") return label?.decided_at ?? null;
  return project.get<{ at: number }>("SELECT at FROM audit WHERE action = 'label.given' ORDER BY id DESC LIMIT 1")!.at;
}

/** Findings of files that are there. */
function countFindings(project: ReadableProject): Record<"error" | "warning", number> {
  const rows = project.all<{ severity: "error" | "warning"; n: number }>(
    `SELECT severity, count(*) AS n FROM finding
     LEFT JOIN file ON file.folder_id = finding.folder_id AND file.path = finding.path
     WHERE stage <> 'read' OR coalesce(file.is_present, 1) = 1 GROUP BY severity`,
  );
  return { error: 0, warning: 0, ...Object.fromEntries(rows.map(({ severity, n }) => [severity, n])) };
}

/** Median width ÷ height of at most about 1,000 images, evenly taken, kept between 3:4 and 4:3. */
function tileAspect(project: ReadableProject): number {
  const { n } = project.get<{ n: number }>("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL")!;
  const rows = project.all<{ size: string; spacing_mm: string | null }>(
    "SELECT size, spacing_mm FROM cases JOIN image_content ON image_content.file_id = cases.file_id WHERE retired_at IS NULL AND cases.id % ? = 0",
    Math.max(1, Math.floor(n / 1000)),
  );
  const shapes = rows
    .map((row) => {
      const [width, height] = JSON.parse(row.size) as [number, number];
      const [dx, dy] = row.spacing_mm ? (JSON.parse(row.spacing_mm) as [number, number]) : [1, 1];
      return (width * dx) / (height * dy);
    })
    .toSorted((a, b) => a - b);
  const median = shapes[Math.floor(shapes.length / 2)] ?? 1;
  return Math.min(4 / 3, Math.max(3 / 4, median));
}

import { isAbsolute, relative, sep } from "node:path";
import { AppError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import type { LabelValue } from "#contract/records.ts";
import { type CsvRow, readCsv } from "../io/files/csv.ts";
import { folderOnDisk } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { insertLabels, type NewLabel } from "../project/queries/labels.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { guaranteeInUse } from "../project/state/guarantee.ts";
import { unguarded } from "./label-cells.ts";

export interface ImportRequest {
  readonly file: string;
  readonly rater: string;
  readonly drawnAtRandom: boolean;
}

interface Target {
  id: number;
  candidate: string;
  case: string;
  class: string;
  mask_path: string;
  image_sha256: string;
  mask_sha256: string;
}

const VALUES = new Set(["accept", "reject", "later", "clear"]);

/**
 * Takes labels from a CSV file (conventions, *Label log*; design, *labels.csv*). Rows that match no mask, or say no
 * label, become findings; all others are on disk when this returns.
 */
export async function importLabels(
  project: WritableProject,
  { file, rater, drawnAtRandom }: ImportRequest,
): Promise<{ taken: number; findings: Finding[] }> {
  const rows = await readCsv(file);
  requireColumns(rows, file);
  const find = targetFinder(project);
  const findings: Finding[] = [];
  const labels: NewLabel[] = [];
  for (const [index, row] of rows.entries()) {
    const line = index + 2; // the header is line 1
    const value = (row["label"] ?? "").trim().toLowerCase();
    const targets = find(row);
    if (!VALUES.has(value))
      findings.push(
        rowFinding(
          file,
          line,
          "label-unknown",
          `"${row["label"] ?? ""}" is no label.`,
          "Write accept, reject or later.",
        ),
      );
    else if (targets.length === 0)
      findings.push(
        rowFinding(
          file,
          line,
          "label-matches-nothing",
          `No mask matches ${describe(row)}.`,
          "Compare it with winnow results: case and candidate, or mask_path and class.",
        ),
      );
    else if (!targets.every((target) => isSameFile(row, target)))
      findings.push(
        rowFinding(
          file,
          line,
          "label-on-other-file",
          `The label of ${describe(row)} was given on another image or mask than the one that is here.`,
          "Look at the mask again, and mark it here.",
        ),
      );
    else for (const target of targets) labels.push(newLabel(row, value as LabelValue, target, rater, drawnAtRandom));
  }
  project.transaction(() => insertLabels(project, labels));
  drawFurther(project, guaranteeInUse(project));
  return { taken: labels.length, findings };
}

/** A log says which files its labels were given on; a list that a person wrote does not. */
function isSameFile(row: CsvRow, target: Target): boolean {
  const isSame = (given: string | undefined, here: string): boolean => !given || given.toLowerCase() === here;
  return isSame(row["image_sha256"], target.image_sha256) && isSame(row["mask_sha256"], target.mask_sha256);
}

function requireColumns(rows: readonly CsvRow[], file: string): void {
  const [first] = rows;
  if (!first) return;
  const hasTarget = first["candidate"] !== undefined || first["mask_path"] !== undefined;
  if (hasTarget && first["label"] !== undefined) return;
  throw new AppError(
    "bad-request",
    `${file} has no column ${hasTarget ? "label" : "candidate or mask_path"}.`,
    "Name the columns case, candidate (or mask_path and class) and label in its first line.",
  );
}

/** Finds the candidates that a row speaks of; a file with several classes and no class named means all of them. */
function targetFinder(project: WritableProject): (row: CsvRow) => Target[] {
  const targets = project.all<Target>(
    `SELECT candidate.id, candidate.name AS candidate, cases.name AS "case", class.name AS class, coalesce(file.path, 'winnow:' || candidate.name) AS mask_path, cases.image_sha256, candidate.mask_sha256
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id LEFT JOIN file ON file.id = candidate.file_id
     WHERE candidate.retired_at IS NULL`,
  );
  const byName = new Map(targets.map((target) => [target.candidate, target]));
  const byPath = new Map<string, Target[]>();
  for (const target of targets) {
    const list = byPath.get(target.mask_path);
    if (list) list.push(target);
    else byPath.set(target.mask_path, [target]);
  }
  const roots = project.all<{ path: string }>("SELECT path FROM folder").map((row) => folderOnDisk(project, row.path));
  return (row) => {
    const named = row["candidate"] ? byName.get(unguarded(row["candidate"])) : undefined;
    const found = named
      ? [named]
      : (row["mask_path"] && byPath.get(relativePath(unguarded(row["mask_path"]), roots))) || [];
    return found.filter(
      (target) =>
        (!row["case"] || target.case === unguarded(row["case"])) &&
        (!row["class"] || target.class === unguarded(row["class"])),
    );
  };
}

/** A path as the project has it: below one of its folders, with `/`. */
function relativePath(path: string, roots: readonly string[]): string {
  if (!isAbsolute(path)) return path.replaceAll("\\", "/").replace(/^\.\//, "");
  const root = roots.find((folder) => !relative(folder, path).startsWith("..") && !isAbsolute(relative(folder, path)));
  return root === undefined ? path : relative(root, path).split(sep).join("/");
}

function newLabel(row: CsvRow, label: LabelValue, target: Target, rater: string, drawnAtRandom: boolean): NewLabel {
  const list = (value: string | undefined): string[] =>
    value
      ? unguarded(value)
          .split(";")
          .map((item) => item.trim())
          .filter(Boolean)
      : [];
  const decidedAt = Date.parse(row["decided_at"] ?? "");
  const number = (column: string): number | null => {
    const value = Number.parseFloat(row[column] ?? "");
    return Number.isNaN(value) ? null : value;
  };
  return {
    candidateId: target.id,
    rater: row["rater"] ? unguarded(row["rater"]) : rater,
    label,
    reasons: list(row["reasons"]),
    reasonsNo: list(row["reasons_no"]),
    note: unguarded(row["note"] ?? ""),
    decidedAt: Number.isNaN(decidedAt) ? Date.now() : decidedAt,
    seconds: number("seconds"),
    judgeVersion: wholeOrNull(number("judge_version")),
    score: number("score"),
    opinionVisible: isYes(row["opinion_visible"]),
    assertedRandom: drawnAtRandom || isYes(row["drawn_at_random"]),
    origin: "csv",
  };
}

function wholeOrNull(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function isYes(value: string | undefined): boolean {
  return ["1", "true", "yes"].includes((value ?? "").toLowerCase());
}

function describe(row: CsvRow): string {
  return (
    ["case", "candidate", "mask_path", "class"]
      .flatMap((column) => (row[column] ? [`${column} ${row[column]}`] : []))
      .join(", ") || "an empty row"
  );
}

function rowFinding(file: string, line: number, code: string, message: string, remedy: string): Finding {
  return { severity: "error", code, file: `${file}:${line}`, message, remedy };
}

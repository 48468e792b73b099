import type { Remedy } from "#contract/remedies.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** What a person chose to do about a mask file, for what it and its image held then. */
export interface StoredRemedy {
  readonly id: number;
  readonly fileId: number;
  readonly remedy: Remedy;
  readonly fileSha256: string;
  readonly imageSha256: string;
  readonly actor: string;
  readonly at: number;
}

const UNDO = "undo";

/** The kinds of a remedy's parts: `reorient`, `threshold`, `swap + colours`; `none` where it changes nothing. */
export function remedyKind({ grid, values }: Remedy): string {
  return [grid?.kind, values?.kind].filter(Boolean).join(" + ") || "none";
}

/** Call inside a transaction. @returns the id of the row */
export function insertRemedy(project: WritableProject, chosen: Omit<StoredRemedy, "id" | "at">): number {
  return insert(project, remedyKind(chosen.remedy), JSON.stringify(chosen.remedy), chosen);
}

/** Takes the remedy of a file back. Call inside a transaction. */
export function insertUndo(project: WritableProject, taken: StoredRemedy, actor: string): number {
  return insert(project, UNDO, JSON.stringify({ remedy: taken.id }), { ...taken, actor });
}

function insert(
  project: WritableProject,
  kind: string,
  parameters: string,
  { fileId, fileSha256, imageSha256, actor }: Omit<StoredRemedy, "id" | "at" | "remedy">,
): number {
  return project.run(
    "INSERT INTO remedy (file_id, kind, parameters, file_sha256, image_sha256, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    fileId,
    kind,
    parameters,
    fileSha256,
    imageSha256,
    actor,
    Date.now(),
  ).lastInsertRowid;
}

/** The last choice of every file that has one which was not taken back, whether it holds for what the file is now or not. */
export function chosenRemedies(project: ReadableProject): Map<number, StoredRemedy> {
  const rows = project.all<Omit<StoredRemedy, "remedy"> & { parameters: string }>(
    `SELECT id, file_id AS fileId, parameters, file_sha256 AS fileSha256, image_sha256 AS imageSha256, actor, at
     FROM remedy WHERE id IN (SELECT max(id) FROM remedy GROUP BY file_id) AND kind <> '${UNDO}' ORDER BY id`,
  );
  return new Map(
    rows.map(({ parameters, ...row }) => [row.fileId, { ...row, remedy: JSON.parse(parameters) as Remedy }]),
  );
}

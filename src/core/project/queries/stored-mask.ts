import { AppError } from "#contract/errors.ts";
import { fileOnDisk } from "../folders.ts";
import type { ReadableProject } from "../project.ts";

/** One mask with all that is needed to read it. */
export interface StoredMask {
  readonly caseId: number;
  readonly size: readonly number[];
  readonly spacingMm: readonly number[] | null;
  readonly source: { readonly path: string; readonly sha256: string; readonly labelValue: number | null };
}

/** @throws AppError bad-request where there is no such mask, or none with a file */
export function storedMask(project: ReadableProject, candidateId: number): StoredMask {
  const row = project.get<{
    case_id: number;
    size: string;
    spacing_mm: string | null;
    folder: string;
    path: string;
    mask_sha256: string;
    label_value: number | null;
  }>(
    `SELECT candidate.case_id, size, spacing_mm, folder.path AS folder, file.path, mask_sha256, label_value
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN image_content ON image_content.file_id = cases.file_id
     JOIN file ON file.id = candidate.file_id JOIN folder ON folder.id = file.folder_id
     WHERE candidate.id = ? AND candidate.retired_at IS NULL`,
    candidateId,
  );
  if (!row) throw new AppError("bad-request", `There is no mask ${candidateId} in a file.`, "Ask for the list again.");
  return {
    caseId: row.case_id,
    size: JSON.parse(row.size) as number[],
    spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
    source: { path: fileOnDisk(project, row), sha256: row.mask_sha256, labelValue: row.label_value },
  };
}

import type { WritableProject } from "../../project/project.ts";
import { addFinding } from "../../project/queries/files.ts";
import type { MaskDiagnosis } from "../inspect-mask.ts";

interface Row {
  folder_id: number;
  path: string;
  diagnosis: string;
}

/** What was said of a mask file because of what is mended now is not said any more. Call inside a transaction. */
export function hideFindings(project: WritableProject, fileId: number): void {
  const row = diagnosed(project, fileId);
  if (!row) return;
  for (const { code } of (JSON.parse(row.diagnosis) as MaskDiagnosis).findings)
    project.run("DELETE FROM finding WHERE folder_id = ? AND path = ? AND code = ?", row.folder_id, row.path, code);
}

/** It is said again. Call inside a transaction. */
export function showFindings(project: WritableProject, fileId: number): void {
  const row = diagnosed(project, fileId);
  if (!row) return;
  for (const finding of (JSON.parse(row.diagnosis) as MaskDiagnosis).findings)
    addFinding(project, row.folder_id, "read", { file: row.path, ...finding });
}

function diagnosed(project: WritableProject, fileId: number): Row | undefined {
  return project.get<Row>(
    "SELECT folder_id, path, diagnosis FROM mask_content JOIN file ON file.id = mask_content.file_id WHERE file_id = ? AND diagnosis IS NOT NULL",
    fileId,
  );
}

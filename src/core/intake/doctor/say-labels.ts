import type { WritableProject } from "../../project/project.ts";
import { addFinding } from "../../project/queries/files.ts";
import type { MaskLabel } from "../inspect-mask.ts";
import { LABEL_CODES, labelFindings } from "../label-findings.ts";
import type { FolderTables } from "../read-tables.ts";
import { heldRemedies } from "./ailments.ts";

/** What the labels of a folder's masks say together, after some of them were mended or are as they were. Call inside a transaction. */
export function sayLabels(project: WritableProject, folderId: number, tables: FolderTables): void {
  const held = heldRemedies(project);
  const masks = project
    .all<{ id: number; path: string; labels: string }>(
      `SELECT file.id, file.path, labels FROM mask_content JOIN file ON file.id = mask_content.file_id
       JOIN cases ON cases.file_id = image_file_id
       WHERE folder_id = ? AND is_present = 1 AND is_refused = 0 AND cases.retired_at IS NULL ORDER BY file.path`,
      folderId,
    )
    .filter(({ id }) => !held.has(id))
    .map(({ path, labels }) => ({ path, labels: JSON.parse(labels) as MaskLabel[] }));
  for (const code of LABEL_CODES) project.run("DELETE FROM finding WHERE folder_id = ? AND code = ?", folderId, code);
  for (const finding of labelFindings(masks, tables)) addFinding(project, folderId, "pair", finding);
}

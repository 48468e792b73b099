import type { Finding } from "#contract/findings.ts";
import { axisWords } from "#domain/image/volume-words.ts";
import type { WritableProject } from "../../project/project.ts";
import { addFinding, type FileRow, filesOfFolder } from "../../project/queries/files.ts";
import { nameVolumes, type SeriesFile, seriesFiles, volumeChoices } from "../../project/queries/volumes.ts";
import { channelNamesFor, type FolderTables } from "../read-tables.ts";
import { VOLUME_ASKED } from "./volume-asked.ts";

/**
 * Says of the files of a folder that hold several volumes how many, and what tells them apart, as long as nobody has
 * chosen one. Call inside a transaction.
 */
export function sayVolumes(project: WritableProject, folderId: number, tables: FolderTables): void {
  const before = seriesFiles(project);
  if (before.size === 0) return;
  const files = filesOfFolder(project, folderId);
  for (const { id, path } of files.values()) {
    const found = before.get(id);
    if (!found) continue;
    const names = channelNamesFor(path, tables);
    nameVolumes(project, id, names?.length === found.series.n ? names : null);
  }
  const known = seriesFiles(project);
  const choices = volumeChoices(project);
  for (const file of files.values()) {
    const found = known.get(file.id);
    if (!found || file.is_present === 0) continue;
    const isUsed = project.get("SELECT 1 FROM image_content WHERE file_id = ?", file.id) !== undefined;
    const { series } = found;
    const chosen = choices.get(file.id);
    const code = chosen && chosen.nVolumes !== series.n ? VOLUME_ASKED[1] : VOLUME_ASKED[0];
    for (const other of VOLUME_ASKED)
      if (isUsed || other !== code)
        project.run("DELETE FROM finding WHERE folder_id = ? AND path = ? AND code = ?", folderId, file.path, other);
    if (isUsed || !isWaiting(project, folderId, file)) continue;
    const changed =
      code === VOLUME_ASKED[1] ? ` Volume ${chosen!.volume + 1} of ${chosen!.nVolumes} had been chosen.` : "";
    addFinding(project, folderId, "read", { code, ...finding(file.path, found, changed) });
  }
}

/** It was left out for nothing else. */
function isWaiting(project: WritableProject, folderId: number, { path }: FileRow): boolean {
  const other = project.get(
    `SELECT 1 FROM finding WHERE folder_id = ? AND path = ? AND stage = 'read' AND severity = 'error'
     AND code NOT IN (SELECT value FROM json_each(?))`,
    folderId,
    path,
    JSON.stringify(VOLUME_ASKED),
  );
  return other === undefined;
}

function finding(file: string, { series, size }: SeriesFile, more: string): Omit<Finding, "code"> {
  return {
    severity: "error",
    file,
    message: `The file holds ${series.n} volumes of ${size.join(" × ")} voxels. ${axisWords(series)}${more}`,
    remedy:
      "Choose the volume that the masks were drawn on: winnow volumes --choose N, or “Choose the volume…” on the Data page.",
  };
}

import { folderOnDisk } from "../../project/folders.ts";
import type { ReadableProject } from "../../project/project.ts";
import { type FolderTables, readTables } from "../read-tables.ts";

/** What the tables of a folder say now: the names of classes are asked for again when masks are mended. */
export function readTablesOf(project: ReadableProject, folderId: number): Promise<FolderTables> {
  const { path: folder } = project.get<{ path: string }>("SELECT path FROM folder WHERE id = ?", folderId)!;
  const paths = project
    .all<{ path: string }>(
      "SELECT path FROM file WHERE folder_id = ? AND role = 'table' AND is_present = 1 ORDER BY path",
      folderId,
    )
    .map(({ path }) => path);
  return readTables(folderOnDisk(project, folder), paths);
}

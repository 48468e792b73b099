import { existsSync } from "node:fs";
import { fileOnDisk } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { clearFindings, filesOfFolder } from "../project/queries/files.ts";
import type { ScannedFile } from "./scan-folder.ts";

/**
 * Brings the project's list of a folder's files up to date: new ones are added, ones of another size or time are marked
 * to be read again, ones that are gone are marked as not present. Nothing is read.
 */
export function syncFiles(project: WritableProject, folderId: number, files: readonly ScannedFile[]): void {
  const known = filesOfFolder(project, folderId);
  const seen = new Set<string>();
  for (const file of files) {
    seen.add(file.path);
    const row = known.get(file.path);
    if (!row) {
      project.run(
        "INSERT INTO file (folder_id, path, size_bytes, mtime_ms, role) VALUES (?, ?, ?, ?, 'ignored')",
        folderId,
        file.path,
        file.sizeBytes,
        file.mtimeMs,
      );
    } else if (row.size_bytes !== file.sizeBytes || row.mtime_ms !== file.mtimeMs) {
      project.run(
        "UPDATE file SET size_bytes = ?, mtime_ms = ?, sha256 = NULL, is_present = 1 WHERE id = ?",
        file.sizeBytes,
        file.mtimeMs,
        row.id,
      );
      project.run("DELETE FROM image_content WHERE file_id = ?", row.id);
      project.run("DELETE FROM mask_content WHERE file_id = ?", row.id);
      clearFindings(project, folderId, "read", file.path);
    } else if (row.is_present === 0) {
      project.run("UPDATE file SET is_present = 1 WHERE id = ?", row.id);
    }
  }
  for (const row of known.values()) {
    if (!seen.has(row.path) && row.is_present === 1) project.run("UPDATE file SET is_present = 0 WHERE id = ?", row.id);
  }
}

/**
 * A file that has just been read may be one that the project knows from another place, which is empty now: then it has
 * been moved, and all that is known of it (case, candidates, labels) goes with it.
 * @returns the id of the file row that holds from now on
 */
export function adoptMoved(project: WritableProject, fileId: number, sha256: string): number {
  const twins = project.all<{ id: number; folder: string; path: string; is_present: 0 | 1 }>(
    "SELECT file.id, folder.path AS folder, file.path, file.is_present FROM file JOIN folder ON folder.id = file.folder_id WHERE file.sha256 = ? AND file.id <> ? AND file.role IN ('image', 'mask', 'channel')",
    sha256,
    fileId,
  );
  const moved = twins.find((twin) => twin.is_present === 0 || !existsSync(fileOnDisk(project, twin)));
  if (!moved) {
    project.run("UPDATE file SET sha256 = ? WHERE id = ?", sha256, fileId);
    return fileId;
  }
  const now = project.get<{ folder_id: number; path: string; size_bytes: number; mtime_ms: number }>(
    "SELECT folder_id, path, size_bytes, mtime_ms FROM file WHERE id = ?",
    fileId,
  )!;
  project.run("DELETE FROM file WHERE id = ?", fileId);
  project.run(
    "UPDATE file SET folder_id = ?, path = ?, size_bytes = ?, mtime_ms = ?, is_present = 1 WHERE id = ?",
    now.folder_id,
    now.path,
    now.size_bytes,
    now.mtime_ms,
    moved.id,
  );
  project.audit({
    actor: "winnow",
    action: "file.moved",
    object: `file:${moved.id}`,
    before: { folder: moved.folder, path: moved.path },
    after: { path: now.path },
  });
  return moved.id;
}

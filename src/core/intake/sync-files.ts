import { existsSync } from "node:fs";
import { dataPathsOf, fileKind } from "#domain/pairing/file-kind.ts";
import { fileOnDisk, folderOnDisk } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { clearFindings, type FileRole, type FileRow, filesOfFolder } from "../project/queries/files.ts";
import type { ScannedFile } from "./scan-folder.ts";

/**
 * Brings the project's list of a folder's files up to date: new ones are added, ones of another size or time are marked
 * to be read again, ones that are gone are marked as not present. Nothing is read.
 */
export function syncFiles(project: WritableProject, folderId: number, files: readonly ScannedFile[]): void {
  const known = filesOfFolder(project, folderId);
  const seen = new Set<string>();
  const changed = new Set<string>();
  for (const file of files) {
    seen.add(file.path);
    const row = known.get(file.path);
    if (!row) {
      changed.add(file.path);
      project.run(
        "INSERT INTO file (folder_id, path, size_bytes, mtime_ms, role) VALUES (?, ?, ?, ?, ?)",
        folderId,
        file.path,
        file.sizeBytes,
        file.mtimeMs,
        roleBeforeReading(file.path),
      );
    } else if (row.size_bytes !== file.sizeBytes || row.mtime_ms !== file.mtimeMs) {
      changed.add(file.path);
      project.run(
        "UPDATE file SET size_bytes = ?, mtime_ms = ?, is_present = 1 WHERE id = ?",
        file.sizeBytes,
        file.mtimeMs,
        row.id,
      );
      forgetContents(project, folderId, row);
    } else if (row.is_present === 0) {
      changed.add(file.path);
      project.run("UPDATE file SET is_present = 1 WHERE id = ?", row.id);
    }
  }
  for (const row of known.values()) {
    if (seen.has(row.path) || row.is_present === 0) continue;
    changed.add(row.path);
    project.run("UPDATE file SET is_present = 0 WHERE id = ?", row.id);
  }
  for (const row of known.values()) {
    // What a header tells is read from its data file, too.
    if (fileKind(row.path) === "nifti-header" && dataPathsOf(row.path).some((path) => changed.has(path)))
      forgetContents(project, folderId, row);
  }
}

/** What looks like an image is refused as long as it has not been read. */
function roleBeforeReading(path: string): FileRole {
  return fileKind(path) === "other" ? "ignored" : "refused";
}

function forgetContents(project: WritableProject, folderId: number, { id, path }: FileRow): void {
  project.run("UPDATE file SET sha256 = NULL WHERE id = ?", id);
  project.run("DELETE FROM image_content WHERE file_id = ?", id);
  project.run("DELETE FROM volume_series WHERE file_id = ?", id);
  project.run("DELETE FROM mask_content WHERE file_id = ?", id);
  project.run("DELETE FROM dicom_header WHERE file_id = ?", id);
  project.run(
    "DELETE FROM image_content WHERE file_id IN (SELECT image_file_id FROM image_slice WHERE file_id = ?)",
    id,
  );
  clearFindings(project, folderId, "read", path);
}

/** Notes what a file holds, and what it is for. */
export function noteRead(project: WritableProject, fileId: number, sha256: string, role: FileRole): void {
  project.run("UPDATE file SET sha256 = ?, role = ? WHERE id = ?", sha256, role, fileId);
}

/**
 * A file that has just been read may be one that the project knows from another place, which is empty now: then it has
 * been moved, and all that is known of it (case, candidates, labels) goes with it. Where several had these contents, it
 * is the one whose path ends most alike.
 * @param imageFileId the image of a mask: simple masks are the same in many cases, and another's is not this one; null
 * for an image
 * @returns the id of the file row that holds from now on
 */
export function adoptMoved(
  project: WritableProject,
  fileId: number,
  sha256: string,
  imageFileId: number | null,
): number {
  const now = (): FilePlace =>
    project.get<FilePlace>("SELECT folder_id, path, size_bytes, mtime_ms FROM file WHERE id = ?", fileId)!;
  const twins = twinsOf(project, fileId, sha256, imageFileId);
  const moved = twins.length === 0 ? undefined : movedHere(project, twins, now().path);
  // A file that was written over with another's contents keeps what hangs on its own place.
  if (!moved || isReferredTo(project, fileId)) return fileId;
  const place = now();
  project.run("DELETE FROM mask_content WHERE file_id = ?", fileId);
  project.run("DELETE FROM volume_series WHERE file_id = ?", fileId);
  adoptSlices(project, fileId, moved.id);
  project.run("DELETE FROM file WHERE id = ?", fileId);
  project.run(
    "UPDATE file SET folder_id = ?, path = ?, size_bytes = ?, mtime_ms = ?, is_present = 1 WHERE id = ?",
    place.folder_id,
    place.path,
    place.size_bytes,
    place.mtime_ms,
    moved.id,
  );
  clearFindings(project, moved.folder_id, "read", moved.path);
  project.audit({
    actor: "winnow",
    action: "file.moved",
    object: `file:${moved.id}`,
    before: { folder: moved.folder, path: moved.path },
    after: { path: place.path },
  });
  return moved.id;
}

type FilePlace = Pick<FileRow, "path" | "size_bytes" | "mtime_ms"> & { readonly folder_id: number };

type Twin = Pick<FileRow, "id" | "path" | "is_present"> & { readonly folder_id: number; readonly folder: string };

/** Other files with the same contents. Of a mask those that were held against its image, which are few, are looked through. */
function twinsOf(
  project: WritableProject,
  fileId: number,
  sha256: string,
  imageFileId: number | null,
): readonly Twin[] {
  const from =
    imageFileId === null
      ? "file WHERE file.sha256 = :sha256"
      : "mask_content CROSS JOIN file ON file.id = mask_content.file_id WHERE mask_content.image_file_id = :image AND file.sha256 = :sha256";
  return project.all<Twin>(
    `SELECT file.id, folder_id, (SELECT folder.path FROM folder WHERE folder.id = folder_id) AS folder, file.path, is_present
     FROM ${from} AND file.id <> :id AND file.role IN ('image', 'mask', 'channel') ORDER BY file.id`,
    { sha256, id: fileId, ...(imageFileId !== null && { image: imageFileId }) },
  );
}

/** The one of them that is not in its place any more; where several are not, the one whose path ends most alike. */
function movedHere(project: WritableProject, twins: readonly Twin[], path: string): Twin | undefined {
  return twins
    .toSorted((a, b) => sharedEnding(b.path, path) - sharedEnding(a.path, path))
    .find((twin) => twin.is_present === 0 || !existsSync(fileOnDisk(project, twin)));
}

/** What is known of a DICOM file, and of the series that it stands for, belongs to the file that was moved. */
function adoptSlices(project: WritableProject, fileId: number, movedId: number): void {
  project.run("DELETE FROM image_slice WHERE image_file_id = ? OR file_id = ?", movedId, movedId);
  project.run("DELETE FROM dicom_header WHERE file_id = ?", movedId);
  for (const change of [
    "UPDATE image_slice SET image_file_id = :moved WHERE image_file_id = :id",
    "UPDATE image_slice SET file_id = :moved WHERE file_id = :id",
    "UPDATE dicom_header SET file_id = :moved WHERE file_id = :id",
  ])
    project.run(change, { id: fileId, moved: movedId });
}

/** How many of their last names two paths have in common: `x/images/a.png` and `images/a.png` two. */
function sharedEnding(a: string, b: string): number {
  const [namesA, namesB] = [a.split("/").toReversed(), b.split("/").toReversed()];
  const differsAt = namesA.findIndex((name, index) => name !== namesB[index]);
  return differsAt < 0 ? namesA.length : differsAt;
}

/** A case, a candidate, or a mask that was held against it, hangs on this file. */
function isReferredTo(project: WritableProject, fileId: number): boolean {
  const references = [
    "cases.file_id",
    "candidate.file_id",
    "case_channel.file_id",
    "mask_content.image_file_id",
    "remedy.file_id",
    "volume_choice.file_id",
  ].map((column) => `EXISTS (SELECT 1 FROM ${column.split(".")[0]} WHERE ${column} = :id)`);
  return project.get<{ found: 0 | 1 }>(`SELECT ${references.join(" OR ")} AS found`, { id: fileId })!.found === 1;
}

/**
 * Folders that are gone and whose images and masks have all been found again elsewhere were moved: what else was said of
 * them is not said any more. (One that is only unplugged keeps everything.)
 */
export function forgetMovedFolders(project: WritableProject): void {
  const folders = project.all<{ id: number; path: string }>(
    "SELECT id, path FROM folder WHERE id NOT IN (SELECT folder_id FROM file WHERE role IN ('image', 'mask'))",
  );
  for (const { id, path } of folders) {
    if (existsSync(folderOnDisk(project, path))) continue;
    project.run("UPDATE file SET is_present = 0 WHERE folder_id = ? AND is_present = 1", id);
    for (const stage of ["scan", "read", "pair"] as const) clearFindings(project, id, stage);
  }
}

import type { Finding } from "#contract/findings.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

export type FileRole = "image" | "channel" | "mask" | "table" | "ignored" | "refused";

export interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly size_bytes: number;
  readonly mtime_ms: number;
  readonly sha256: string | null;
  readonly role: FileRole;
  readonly is_present: 0 | 1;
}

export type FindingStage = "scan" | "read" | "pair";

export function filesOfFolder(project: ReadableProject, folderId: number): Map<string, FileRow> {
  // All at once: they are all kept, and handing over row by row takes twice as long.
  const rows = project.all<FileRow>(
    "SELECT id, path, size_bytes, mtime_ms, sha256, role, is_present FROM file WHERE folder_id = ?",
    folderId,
  );
  return new Map(rows.map((row) => [row.path, row]));
}

export function setRole(project: WritableProject, fileId: number, role: FileRole): void {
  project.run("UPDATE file SET role = ? WHERE id = ? AND role <> ?", role, fileId, role);
}

export function addFinding(project: WritableProject, folderId: number, stage: FindingStage, finding: Finding): void {
  project.run(
    "INSERT INTO finding (folder_id, path, stage, severity, code, message, remedy) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (folder_id, path, code) DO UPDATE SET severity = excluded.severity, message = excluded.message, remedy = excluded.remedy, stage = excluded.stage",
    folderId,
    finding.file,
    stage,
    finding.severity,
    finding.code,
    finding.message,
    finding.remedy,
  );
}

/** Forgets what one step noticed, of a whole folder or of one file. */
export function clearFindings(project: WritableProject, folderId: number, stage: FindingStage, path?: string): void {
  if (path === undefined) project.run("DELETE FROM finding WHERE folder_id = ? AND stage = ?", folderId, stage);
  else project.run("DELETE FROM finding WHERE folder_id = ? AND stage = ? AND path = ?", folderId, stage, path);
}

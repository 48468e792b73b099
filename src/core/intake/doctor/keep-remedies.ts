import type { PairedMask } from "#domain/pairing/pair-files.ts";
import type { WritableProject } from "../../project/project.ts";
import { addFinding, filesOfFolder } from "../../project/queries/files.ts";
import { chosenRemedies, remedyKind } from "../../project/queries/remedies.ts";

/** Keeps with every mask where it comes from: one that is left out has no candidate that says so. */
export function noteSources(project: WritableProject, folderId: number, masks: readonly PairedMask[]): void {
  const rows = new Map(
    project
      .all<{ file_id: number; path: string; source: string | null }>(
        "SELECT file_id, path, source FROM mask_content JOIN file ON file.id = mask_content.file_id WHERE folder_id = ?",
        folderId,
      )
      .map((row) => [row.path, row]),
  );
  for (const { path, source } of masks) {
    const row = rows.get(path);
    if (row && row.source !== source)
      project.run("UPDATE mask_content SET source = ? WHERE file_id = ?", source, row.file_id);
  }
}

/**
 * A remedy was chosen for what a mask and its image were then. Where one of them has changed it is not used, and nobody
 * is left to believe that it is.
 * @param held files whose converted masks are in use
 */
export function noteStaleRemedies(project: WritableProject, folderId: number, held: ReadonlySet<number>): void {
  const remedies = chosenRemedies(project);
  if (remedies.size === 0) return;
  for (const file of filesOfFolder(project, folderId).values()) {
    const chosen = remedies.get(file.id);
    if (!chosen || held.has(file.id) || file.is_present === 0) continue;
    addFinding(project, folderId, "pair", {
      severity: "warning",
      code: "mask-mend-again",
      file: file.path,
      message: `The mask was mended (${remedyKind(chosen.remedy)}); it or its image has changed since, so it is read as it is now.`,
      remedy: "Look at it. If it needs the same again, mend it again.",
    });
  }
}

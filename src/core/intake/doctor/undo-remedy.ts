import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import type { WritableProject } from "../../project/project.ts";
import { setRole } from "../../project/queries/files.ts";
import { chosenRemedies, insertUndo, remedyKind, type StoredRemedy } from "../../project/queries/remedies.ts";
import { retireCandidate } from "../../project/queries/retire-candidate.ts";
import { masksChanged } from "../../project/state/masks-changed.ts";
import { readTablesOf } from "./folder-tables.ts";
import { showFindings } from "./mask-findings.ts";
import { sayLabels } from "./say-labels.ts";

interface FileRow {
  folder_id: number;
  sha256: string;
  is_refused: 0 | 1;
}

/** Takes remedies back: mended masks go out of use, and what the files hold is used, or left out, as before. */
export async function undoRemedies(
  project: WritableProject,
  { fileIds, actor }: ParsedInput<"doctor.undo">,
): Promise<Output<"doctor.undo">> {
  const chosen = chosenRemedies(project);
  const remedies = fileIds.flatMap((fileId) => chosen.get(fileId) ?? []);
  if (remedies.length === 0)
    throw new AppError("bad-request", "These masks are not mended.", "Ask for the list again.");
  const folderIds = project.all<{ id: number }>(
    "SELECT DISTINCT folder_id AS id FROM file WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(remedies.map(({ fileId }) => fileId)),
  );
  const tables = await Promise.all(folderIds.map(async ({ id }) => ({ id, of: await readTablesOf(project, id) })));
  return project.transaction(() => {
    let nMarkedReplaced = 0;
    for (const remedy of remedies) nMarkedReplaced += undo(project, remedy, actor);
    for (const { id, of } of tables) sayLabels(project, id, of);
    masksChanged(project);
    return { nFiles: remedies.length, nMarkedReplaced };
  });
}

function undo(project: WritableProject, taken: StoredRemedy, actor: string): number {
  const { fileId } = taken;
  insertUndo(project, taken, actor);
  let nMarkedReplaced = 0;
  const mended = project.all<{ id: number; name: string; mask_sha256: string }>(
    `SELECT id, name, mask_sha256 FROM candidate JOIN converted_mask ON converted_mask.candidate_id = candidate.id
     WHERE file_id = ? AND remedy_id IS NOT NULL AND retired_at IS NULL`,
    fileId,
  );
  for (const mask of mended) if (retireCandidate(project, mask)) nMarkedReplaced += 1;
  const content = project.get<FileRow>(
    "SELECT folder_id, mask_content.sha256, is_refused FROM mask_content JOIN file ON file.id = mask_content.file_id WHERE mask_content.file_id = ?",
    fileId,
  );
  if (content?.is_refused === 1) setRole(project, fileId, "refused");
  else if (content)
    project.run(
      `UPDATE candidate SET retired_at = NULL WHERE file_id = ? AND mask_sha256 = ?
         AND case_id IN (SELECT cases.id FROM mask_content JOIN cases ON cases.file_id = mask_content.image_file_id
           WHERE mask_content.file_id = candidate.file_id AND cases.retired_at IS NULL)
         AND id NOT IN (SELECT candidate_id FROM converted_mask)`,
      fileId,
      content.sha256,
    );
  showFindings(project, fileId);
  project.audit({
    actor,
    action: "mask.mend-undone",
    object: `file:${fileId}`,
    before: { remedy: taken.id, kind: remedyKind(taken.remedy) },
  });
  return nMarkedReplaced;
}

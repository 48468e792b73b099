import { sha256Of } from "../../io/files/hash.ts";
import type { ReadableProject, WritableProject } from "../project.ts";
import { classId } from "./classes.ts";
import { freeName } from "./free-name.ts";
import { insertOwnMask, ownMaskRecipe } from "./own-masks.ts";
import { retireCandidate } from "./retire-candidate.ts";

/** One class of a file, on the grid of its image. */
export interface ConvertedMask {
  readonly className: string;
  /** Of the class in the file, or where that has none, of its own: 1 and above, each once a file. */
  readonly labelValue: number;
  /** io/image/packed-mask.ts; as many voxels as the image has. */
  readonly packed: Uint8Array;
  readonly nVoxels: number;
  /** First and last voxel along each axis: [x0, y0, z0, x1, y1, z1]. */
  readonly bounds: readonly number[];
  /** What was done: enough to do it again. The same words and the same voxels are the same mask. */
  readonly recipe: unknown;
}

export interface ConvertedFile {
  /** Its `sha256` is known: the masks hold for these contents. */
  readonly fileId: number;
  /** Whose image's grid they lie on, as that image is now. */
  readonly caseId: number;
  readonly source: string;
  readonly masks: readonly ConvertedMask[];
  /** The person's choice that they follow; null where the format itself asks for it. */
  readonly remedyId: number | null;
}

interface EarlierRow {
  id: number;
  name: string;
  class_id: number;
  case_id: number;
  mask_sha256: string;
  retired_at: number | null;
}

/**
 * Makes these the masks of a file: candidates that have the file, and voxels of their own in the project file. All
 * others of the file go out of use; one that was made before in the same way, voxel by voxel, comes back with its
 * labels. Call inside a transaction, and `masksChanged` after the last file.
 * @returns the candidates' ids, in the order of `masks`, and how many masks with labels went out of use
 */
export function storeConvertedMasks(
  project: WritableProject,
  { fileId, caseId, source, masks, remedyId }: ConvertedFile,
): { readonly ids: readonly number[]; readonly nMarkedReplaced: number } {
  const { sha256: fileSha256 } = project.get<{ sha256: string }>("SELECT sha256 FROM file WHERE id = ?", fileId)!;
  const { name: caseName, image_sha256: imageSha256 } = project.get<{ name: string; image_sha256: string }>(
    "SELECT name, image_sha256 FROM cases WHERE id = ?",
    caseId,
  )!;
  const earlier = project.all<EarlierRow>(
    "SELECT id, name, class_id, case_id, mask_sha256, retired_at FROM candidate WHERE file_id = ? ORDER BY id DESC",
    fileId,
  );
  const kept = new Set<number>();
  const ids = masks.map((mask) => {
    const ofClass = classId(project, mask.className, mask.labelValue);
    const sha256 = sha256Of(mask.packed);
    const same = earlier.find(
      (row) =>
        !kept.has(row.id) &&
        row.class_id === ofClass &&
        row.case_id === caseId &&
        row.mask_sha256 === sha256 &&
        JSON.stringify(ownMaskRecipe(project, row.id)) === JSON.stringify(mask.recipe),
    );
    const id =
      same?.id ??
      insertOwnMask(project, {
        ...mask,
        caseId,
        classId: ofClass,
        name: freeName(project, `${caseName}:${source}:${mask.className}`),
        source,
        sha256,
        file: { id: fileId, labelValue: mask.labelValue },
      });
    kept.add(id);
    project.run("UPDATE candidate SET retired_at = NULL WHERE id = ? AND retired_at IS NOT NULL", id);
    project.run(
      "INSERT OR REPLACE INTO converted_mask (candidate_id, file_sha256, image_sha256, remedy_id) VALUES (?, ?, ?, ?)",
      id,
      fileSha256,
      imageSha256,
      remedyId,
    );
    return id;
  });
  let nMarkedReplaced = 0;
  for (const row of earlier)
    if (!kept.has(row.id) && row.retired_at === null && retireCandidate(project, row)) nMarkedReplaced += 1;
  return { ids, nMarkedReplaced };
}

/**
 * Files of a folder whose converted masks hold: made of the file as it is now, on the grid of its image as that is now,
 * and not taken back. With the candidates that hold. Where somebody has said that a file is right as it is read, nothing
 * was converted, and its own candidates hold in the same way.
 */
export function filesHeldByConversion(project: ReadableProject, folderId: number): Map<number, number[]> {
  const rows = project.all<{ file_id: number; candidate_id: number }>(
    `SELECT candidate.file_id, candidate.id AS candidate_id
     FROM converted_mask CROSS JOIN candidate ON candidate.id = converted_mask.candidate_id
     JOIN file ON file.id = candidate.file_id JOIN cases ON cases.id = candidate.case_id
     LEFT JOIN mask_content ON mask_content.file_id = file.id
     WHERE file.folder_id = :folderId AND file.is_present = 1 AND file.sha256 = converted_mask.file_sha256
       AND cases.retired_at IS NULL AND cases.image_sha256 = converted_mask.image_sha256
       AND coalesce(mask_content.image_file_id, cases.file_id) = cases.file_id
       AND (converted_mask.remedy_id IS NULL
         OR converted_mask.remedy_id = (SELECT max(id) FROM remedy WHERE remedy.file_id = file.id))
     UNION ALL
     SELECT candidate.file_id, candidate.id
     FROM remedy CROSS JOIN file ON file.id = remedy.file_id JOIN mask_content ON mask_content.file_id = file.id
     JOIN cases ON cases.file_id = mask_content.image_file_id
     JOIN candidate ON candidate.file_id = file.id AND candidate.case_id = cases.id
       AND candidate.mask_sha256 = mask_content.sha256
     WHERE file.folder_id = :folderId AND file.is_present = 1 AND mask_content.is_refused = 0
       AND remedy.id IN (SELECT max(id) FROM remedy GROUP BY file_id) AND remedy.kind <> 'undo'
       AND NOT EXISTS (SELECT 1 FROM converted_mask WHERE converted_mask.remedy_id = remedy.id)
       AND mask_content.sha256 = remedy.file_sha256 AND cases.image_sha256 = remedy.image_sha256
       AND cases.retired_at IS NULL AND candidate.id NOT IN (SELECT candidate_id FROM converted_mask)
     ORDER BY candidate_id`,
    { folderId },
  );
  const held = new Map<number, number[]>();
  for (const row of rows) {
    const ids = held.get(row.file_id);
    if (ids) ids.push(row.candidate_id);
    else held.set(row.file_id, [row.candidate_id]);
  }
  return held;
}

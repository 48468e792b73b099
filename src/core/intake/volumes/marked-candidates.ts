import type { ReadableProject } from "../../project/project.ts";

/** Masks in use of these images with a mark that counts: it was given on what image and mask are now. */
export function markedCandidates(
  project: ReadableProject,
  imageFileIds: readonly number[],
): { fileId: number; candidateId: number }[] {
  return project.all(
    `SELECT cases.file_id AS fileId, candidate.id AS candidateId
     FROM cases JOIN candidate ON candidate.case_id = cases.id AND candidate.retired_at IS NULL
     WHERE cases.retired_at IS NULL AND cases.file_id IN (SELECT value FROM json_each(?))
       AND EXISTS (SELECT 1 FROM label WHERE label.candidate_id = candidate.id AND label.label <> 'clear'
         AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256)`,
    JSON.stringify(imageFileIds),
  );
}

import type { ReadableProject } from "../../project/project.ts";
import { LATEST_COUNTING } from "../../project/queries/labels.ts";

/** Masks in use of these images with a mark that counts: it was given on what image and mask are now, and not taken back. */
export function markedCandidates(
  project: ReadableProject,
  imageFileIds: readonly number[],
): { fileId: number; candidateId: number }[] {
  return project.all(
    `SELECT cases.file_id AS fileId, candidate.id AS candidateId
     FROM cases JOIN candidate ON candidate.case_id = cases.id AND candidate.retired_at IS NULL
     WHERE cases.retired_at IS NULL AND cases.file_id IN (SELECT value FROM json_each(?))
       AND candidate.id IN (SELECT label.candidate_id FROM label JOIN ${LATEST_COUNTING} AS latest ON latest.id = label.id
         WHERE label.label <> 'clear')`,
    JSON.stringify(imageFileIds),
  );
}

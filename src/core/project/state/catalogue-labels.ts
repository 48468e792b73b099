import type { ReadableProject } from "../project.ts";
import { BLIND_LABEL, type LabelRow } from "../queries/labels.ts";

/** A label as the catalogue keeps it; its words and times stay in the file. */
export interface LabelEntry extends LabelRow {
  readonly decided_at: number;
}

/** Labels stored after a row, in order: those that count, given on the files as they are, and what took them back. */
export function labelsSince(project: ReadableProject, afterId: number): (LabelEntry & { readonly rater: string })[] {
  return project.all(
    `SELECT label.id, label.candidate_id, label.rater, label.label, label.opinion_visible, label.asserted_random, label.decided_at,
       ${BLIND_LABEL} AS blind_label
     FROM label JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE label.id > ? AND candidate.retired_at IS NULL
       AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256
     ORDER BY label.id`,
    afterId,
  );
}

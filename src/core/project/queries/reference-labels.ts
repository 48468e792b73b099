import { LATEST_COUNTING } from "./labels.ts";
import type { ReadableProject } from "../project.ts";

const PREFIX = "reference:";

/** The rater of labels that follow from the Dice with the masks of a source. */
export function referenceRater(source: string): string {
  return `${PREFIX}${source}`;
}

/** The source whose masks a rater stands for; null for a person. */
export function referenceOf(rater: string): string | null {
  return rater.startsWith(PREFIX) ? rater.slice(PREFIX.length) : null;
}

/** Masks accepted by references alone: every label of theirs that counts is one. */
export function acceptedByReference(project: ReadableProject): Set<number> {
  const rows = project.all<{ id: number }>(
    `SELECT label.candidate_id AS id FROM label
     JOIN ${LATEST_COUNTING} AS latest ON latest.id = label.id
     JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE label.label <> 'clear' AND candidate.retired_at IS NULL
       AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256
     GROUP BY label.candidate_id HAVING min(label.label = 'accept' AND substr(label.rater, 1, ?) = ?) = 1`,
    PREFIX.length,
    PREFIX,
  );
  return new Set(rows.map(({ id }) => id));
}

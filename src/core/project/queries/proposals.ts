import type { ReadableProject, WritableProject } from "../project.ts";
import { freeName } from "./free-name.ts";
import { insertOwnMask, type OwnMask } from "./own-masks.ts";
import { retireCandidate } from "./retire-candidate.ts";

/** What became of a recipe, or a segmenter, on a case. */
export interface ProposalRow {
  readonly caseId: number;
  readonly source: string;
  readonly imageSha256: string;
  readonly recipeSha256: string;
  readonly outcome: "mask" | "alike" | "empty";
  readonly candidateId: number | null;
}

/** What was tried for a class before. */
export function proposalsOf(project: ReadableProject, classId: number): ProposalRow[] {
  return project.all(
    `SELECT case_id AS caseId, source, image_sha256 AS imageSha256, recipe_sha256 AS recipeSha256, outcome, candidate_id AS candidateId
     FROM proposal WHERE class_id = ?`,
    classId,
  );
}

/** What is to be recorded of one try. */
export interface Outcome {
  readonly caseId: number;
  readonly caseName: string;
  readonly classId: number;
  readonly className: string;
  readonly source: string;
  readonly imageSha256: string;
  readonly recipeSha256: string;
  readonly outcome: "alike" | "empty" | Pick<OwnMask, "packed" | "sha256" | "nVoxels" | "bounds" | "recipe">;
}

/**
 * Records what became of a try in place of the one before it, whose mask goes out of use: its labels stay on record, and
 * speak for it alone. A mask that was made before, voxel by voxel, comes back with its labels. Call inside a transaction.
 * @returns masks with labels that went out of use
 */
export function recordOutcome(project: WritableProject, tried: Outcome): number {
  const { caseId, classId, source, outcome } = tried;
  const isMask = typeof outcome !== "string";
  const earlier = project.all<{ id: number; name: string; mask_sha256: string; retired_at: number | null }>(
    `SELECT id, name, mask_sha256, retired_at FROM candidate
     WHERE case_id = ? AND class_id = ? AND source = ? AND file_id IS NULL ORDER BY id DESC`,
    caseId,
    classId,
    source,
  );
  const same = isMask ? earlier.find(({ mask_sha256: sha256 }) => sha256 === outcome.sha256) : undefined;
  let nMarked = 0;
  for (const mask of earlier) {
    if (mask === same) project.run("UPDATE candidate SET retired_at = NULL WHERE id = ?", mask.id);
    else if (mask.retired_at === null && retireCandidate(project, mask)) nMarked += 1;
  }
  let candidateId: number | null = null;
  if (same) candidateId = same.id;
  else if (isMask) {
    const name = freeName(project, `${tried.caseName}:${source}:${tried.className}`);
    candidateId = insertOwnMask(project, { caseId, classId, name, source, ...outcome });
  }
  project.run(
    `INSERT OR REPLACE INTO proposal (case_id, class_id, source, image_sha256, recipe_sha256, outcome, candidate_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    caseId,
    classId,
    source,
    tried.imageSha256,
    tried.recipeSha256,
    isMask ? "mask" : outcome,
    candidateId,
  );
  return nMarked;
}

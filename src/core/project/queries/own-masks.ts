import { AppError } from "#contract/errors.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** How the voxels of own masks are kept: see io/image/packed-mask.ts. */
const ENCODING = "bits-deflate";

/** A mask that Winnow made or converted, to be kept in the project file. */
export interface OwnMask {
  readonly caseId: number;
  readonly classId: number;
  /** `caseName:source:className` where that is free. */
  readonly name: string;
  readonly source: string;
  readonly packed: Uint8Array;
  /** Of the packed bytes. */
  readonly sha256: string;
  readonly nVoxels: number;
  /** First and last voxel along each axis. */
  readonly bounds: unknown;
  /** How it was made: enough to make it again. */
  readonly recipe: unknown;
  /** Of a converted mask: the file, and the value that it has there. */
  readonly file?: { readonly id: number; readonly labelValue: number | null };
}

/** Call inside a transaction. @returns the candidate's id */
export function insertOwnMask(project: WritableProject, mask: OwnMask): number {
  const id = project.run(
    "INSERT INTO candidate (name, case_id, class_id, source, file_id, label_value, mask_sha256, n_voxels, bounds, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    mask.name,
    mask.caseId,
    mask.classId,
    mask.source,
    mask.file?.id ?? null,
    mask.file?.labelValue ?? null,
    mask.sha256,
    mask.nVoxels,
    JSON.stringify(mask.bounds),
    Date.now(),
  ).lastInsertRowid;
  project.run(
    "INSERT INTO own_mask (candidate_id, encoding, bytes, sha256, recipe) VALUES (?, ?, ?, ?, ?)",
    id,
    ENCODING,
    mask.packed,
    mask.sha256,
    JSON.stringify(mask.recipe),
  );
  return id;
}

/** How a mask was made that Winnow made; null for one from a file. */
export function ownMaskRecipe(project: ReadableProject, candidateId: number): unknown {
  const row = project.get<{ recipe: string }>("SELECT recipe FROM own_mask WHERE candidate_id = ?", candidateId);
  return row ? (JSON.parse(row.recipe) as unknown) : null;
}

/** @throws AppError bad-request where Winnow made no such mask */
export function ownMaskBytes(project: ReadableProject, candidateId: number): Uint8Array {
  const row = project.get<{ bytes: Uint8Array; encoding: string }>(
    "SELECT bytes, encoding FROM own_mask WHERE candidate_id = ?",
    candidateId,
  );
  if (row?.encoding !== ENCODING)
    throw new AppError(
      "bad-request",
      `There is no mask ${candidateId} in the project file.`,
      "Ask for the list again.",
    );
  return row.bytes;
}

/** Masks that Winnow made of cases that are in use again come back; they had gone with their case. Call inside a transaction. */
export function reviveOwnMasks(project: WritableProject): void {
  project.run(
    `UPDATE candidate SET retired_at = NULL WHERE retired_at IS NOT NULL AND id IN (
       SELECT proposal.candidate_id FROM proposal JOIN cases ON cases.id = proposal.case_id
       WHERE cases.retired_at IS NULL AND cases.image_sha256 = proposal.image_sha256)`,
  );
}

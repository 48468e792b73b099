import type { MaskSource } from "#domain/mask/mask-source.ts";
import { fileOnDisk } from "../folders.ts";
import type { ReadableProject } from "../project.ts";
import { ownMaskBytes } from "./own-masks.ts";

/**
 * Where the voxels of a candidate are to be had. A mask that Winnow made or converted lies in the project file: its
 * bytes are read when they are asked for, so that a list of many masks stays small.
 */
export interface MaskReference {
  /** The file; for a mask whose voxels are in the project file `winnow:` and its name. */
  readonly path: string;
  readonly sha256: string;
  /** The value in the file; null: every value but 0. */
  readonly labelValue: number | null;
  /** Reads the packed voxels of a mask in the project file; null for one in a file of its own. */
  readonly readPacked: (() => Uint8Array) | null;
}

interface MaskRow {
  readonly id: number;
  readonly name: string;
  readonly mask_folder: string | null;
  readonly mask_path: string | null;
  readonly mask_sha256: string;
  readonly label_value: number | null;
}

/**
 * Joins a candidate with the file (`mask`) that its voxels are read from. A mask that was converted has a file, too, but
 * its voxels lie in the project file like those of a mask that Winnow made.
 */
export const MASK_FILE = /* sql */ `file AS mask ON mask.id = candidate.file_id
  AND NOT EXISTS (SELECT 1 FROM own_mask WHERE own_mask.candidate_id = candidate.id)`;

/** @param row `id` and `name` are the candidate's; `mask_path` that of the file joined by `MASK_FILE` */
export function maskReference(project: ReadableProject, row: MaskRow): MaskReference {
  const { mask_folder: folder, mask_path: path } = row;
  const inFile = path !== null && folder !== null;
  return {
    path: inFile ? fileOnDisk(project, { folder, path }) : `winnow:${row.name}`,
    sha256: row.mask_sha256,
    labelValue: inFile ? row.label_value : null,
    readPacked: inFile ? null : () => ownMaskBytes(project, row.id),
  };
}

/** What a reader thread needs of it. */
export function maskSource({ path, sha256, labelValue, readPacked }: MaskReference): MaskSource {
  return { path, sha256, labelValue, packed: readPacked?.() ?? null };
}

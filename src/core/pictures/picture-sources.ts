import type { Geometry } from "#domain/geometry/geometry.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import type { ReadableProject } from "../project/project.ts";
import { type ImageReference, imageReference } from "../project/queries/image-reference.ts";
import { MASK_FILE, maskReference, maskSource } from "../project/queries/mask-reference.ts";

/** All that is needed to draw a case, or one of its masks. */
export interface PictureSource {
  readonly caseId: number;
  readonly image: ImageReference;
  readonly window: readonly [number, number];
  readonly geometry: Geometry;
  /** Null for the case alone. */
  readonly mask: MaskSource | null;
}

interface Row {
  case_id: number;
  image_file_id: number;
  image_folder: string;
  image_path: string;
  image_sha256: string;
  intensity_low: number;
  intensity_high: number;
  size: string;
  spacing_mm: string | null;
  affine: string | null;
  orientation_known: number;
  mask_folder: string | null;
  mask_path: string | null;
  mask_sha256: string | null;
  label_value: number | null;
  candidate_id: number | null;
  candidate_name: string | null;
}

const IMAGE_COLUMNS = `cases.id AS case_id, cases.file_id AS image_file_id, image_folder.path AS image_folder, image.path AS image_path, cases.image_sha256,
  intensity_low, intensity_high, size, spacing_mm, affine, orientation_known`;
const IMAGE_JOINS = `JOIN image_content ON image_content.file_id = cases.file_id
  JOIN file AS image ON image.id = cases.file_id JOIN folder AS image_folder ON image_folder.id = image.folder_id`;

const MASK_COLUMNS = `mask_folder.path AS mask_folder, mask.path AS mask_path, candidate.mask_sha256, label_value,
  candidate.id AS candidate_id, candidate.name AS candidate_name`;
const MASK_JOINS = `LEFT JOIN ${MASK_FILE}
  LEFT JOIN folder AS mask_folder ON mask_folder.id = mask.folder_id`;

export function caseSource(project: ReadableProject, caseId: number): PictureSource | null {
  const row = project.get<Row>(
    `SELECT ${IMAGE_COLUMNS}, NULL AS mask_folder, NULL AS mask_path, NULL AS mask_sha256, NULL AS label_value, NULL AS candidate_id, NULL AS candidate_name
     FROM cases ${IMAGE_JOINS} WHERE cases.id = ?`,
    caseId,
  );
  return row ? fromRow(project, row) : null;
}

/** Null where there is no such mask. */
export function candidateSource(project: ReadableProject, candidateId: number): PictureSource | null {
  const row = project.get<Row>(
    `SELECT ${IMAGE_COLUMNS}, ${MASK_COLUMNS}
     FROM candidate JOIN cases ON cases.id = candidate.case_id ${IMAGE_JOINS} ${MASK_JOINS}
     WHERE candidate.id = ?`,
    candidateId,
  );
  return row ? fromRow(project, row) : null;
}

/**
 * What is to be drawn of some cases, those of a case one after the other: every mask in use, or the case alone where it
 * has none. In pages, so that the project can be written to in between.
 * (CROSS JOIN: in this order. SQLite would begin with the folders, since there are few, and walk through all files.)
 * @param lastCaseId of the page before; -1 for the first page
 */
export function sourcesOfCases(project: ReadableProject, lastCaseId: number, nCases: number): PictureSource[] {
  const rows = project.all<Row>(
    `SELECT ${IMAGE_COLUMNS}, ${MASK_COLUMNS}
     FROM (SELECT id FROM cases WHERE retired_at IS NULL AND id > ? ORDER BY id LIMIT ?) AS page
     CROSS JOIN cases ON cases.id = page.id ${IMAGE_JOINS}
     LEFT JOIN candidate ON candidate.case_id = cases.id AND candidate.retired_at IS NULL ${MASK_JOINS}
     ORDER BY cases.id, candidate.id`,
    lastCaseId,
    nCases,
  );
  return rows.map((row) => fromRow(project, row));
}

function fromRow(project: ReadableProject, row: Row): PictureSource {
  return {
    caseId: row.case_id,
    image: imageReference(project, row),
    window: [row.intensity_low, row.intensity_high],
    geometry: {
      size: JSON.parse(row.size) as number[],
      spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
      affine: row.affine ? (JSON.parse(row.affine) as number[]) : null,
      orientationKnown: row.orientation_known === 1,
    },
    mask:
      row.candidate_id === null
        ? null
        : maskSource(
            maskReference(project, {
              ...row,
              id: row.candidate_id,
              name: row.candidate_name!,
              mask_sha256: row.mask_sha256!,
            }),
          ),
  };
}

import { type ImageReference, imageReference } from "./image-reference.ts";
import { MASK_FILE, type MaskReference, maskReference } from "./mask-reference.ts";
import type { ReadableProject } from "../project.ts";

/** A candidate with all that is needed to read it and its image. */
export interface CandidateSource {
  readonly id: number;
  readonly name: string;
  readonly caseId: number;
  readonly classId: number;
  readonly subject: string;
  /** Who made it: a folder of masks, a method, a segmenter. */
  readonly source: string;
  readonly image: ImageReference;
  readonly size: readonly number[];
  readonly spacingMm: readonly number[] | null;
  /** Grey values shown as black and white. */
  readonly window: readonly [number, number];
  /** Where its voxels are to be had. */
  readonly mask: MaskReference;
}

interface Row {
  id: number;
  name: string;
  case_id: number;
  class_id: number;
  subject: string;
  source: string;
  image_file_id: number;
  image_folder: string;
  image_path: string;
  image_sha256: string;
  size: string;
  spacing_mm: string | null;
  intensity_low: number;
  intensity_high: number;
  mask_folder: string | null;
  mask_path: string | null;
  mask_sha256: string;
  label_value: number | null;
}

const PAGE = 500;

/**
 * Every candidate in use, those of a case one after the other. Read in pages, so that the project can be written to in
 * between and memory stays that of one page. CROSS JOIN keeps SQLite to this order of the tables: left to itself it
 * begins with the folder, and sorts the whole project for every page.
 */
export function* candidateSources(project: ReadableProject): Generator<CandidateSource> {
  let [lastCase, lastId] = [-1, -1];
  for (;;) {
    const rows = project.all<Row>(
      `${SOURCES} AND (candidate.case_id, candidate.id) > (?, ?) ORDER BY candidate.case_id, candidate.id LIMIT ?`,
      lastCase,
      lastId,
      PAGE,
    );
    for (const row of rows) yield fromRow(project, row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    [lastCase, lastId] = [last.case_id, last.id];
  }
}

/** All masks in use of the case that a mask belongs to; none where there is no such mask. */
export function candidatesBeside(project: ReadableProject, candidateId: number): CandidateSource[] {
  return project
    .all<Row>(
      `${SOURCES} AND candidate.case_id = (SELECT case_id FROM candidate WHERE id = ? AND retired_at IS NULL) ORDER BY candidate.id`,
      candidateId,
    )
    .map((row) => fromRow(project, row));
}

const SOURCES = `
  SELECT candidate.id, candidate.name, candidate.case_id, candidate.class_id, cases.subject, candidate.source,
         cases.file_id AS image_file_id, image_folder.path AS image_folder, image.path AS image_path, cases.image_sha256,
         size, spacing_mm, intensity_low, intensity_high,
         mask_folder.path AS mask_folder, mask.path AS mask_path, candidate.mask_sha256, candidate.label_value
       FROM candidate
       CROSS JOIN cases ON cases.id = candidate.case_id
       CROSS JOIN image_content ON image_content.file_id = cases.file_id
       CROSS JOIN file AS image ON image.id = cases.file_id CROSS JOIN folder AS image_folder ON image_folder.id = image.folder_id
       LEFT JOIN ${MASK_FILE} LEFT JOIN folder AS mask_folder ON mask_folder.id = mask.folder_id
       WHERE candidate.retired_at IS NULL`;

function fromRow(project: ReadableProject, row: Row): CandidateSource {
  return {
    id: row.id,
    name: row.name,
    caseId: row.case_id,
    classId: row.class_id,
    subject: row.subject,
    source: row.source,
    image: imageReference(project, row),
    size: JSON.parse(row.size) as number[],
    spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
    window: [row.intensity_low, row.intensity_high],
    mask: maskReference(project, row),
  };
}

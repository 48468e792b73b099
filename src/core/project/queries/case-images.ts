import { AppError } from "#contract/errors.ts";
import type { ReadableProject } from "../project.ts";
import { type ImageReference, imageReference } from "./image-reference.ts";

/** The image of a case, with what is needed to read it. */
export interface CaseImage extends ImageReference {
  readonly id: number;
  readonly name: string;
  readonly subject: string;
  /** As it lies in the folder that was added. */
  readonly file: string;
  readonly size: readonly number[];
  readonly spacingMm: readonly number[] | null;
  /** Grey values shown as black and white. */
  readonly window: readonly [number, number];
}

interface Row {
  id: number;
  name: string;
  subject: string;
  image_file_id: number;
  image_folder: string;
  image_path: string;
  image_sha256: string;
  size: string;
  spacing_mm: string | null;
  intensity_low: number;
  intensity_high: number;
}

const IMAGES = `
  SELECT cases.id, cases.name, subject, cases.file_id AS image_file_id, folder.path AS image_folder, file.path AS image_path, cases.image_sha256, size, spacing_mm,
    intensity_low, intensity_high
  FROM cases JOIN image_content ON image_content.file_id = cases.file_id
  JOIN file ON file.id = cases.file_id JOIN folder ON folder.id = file.folder_id
  WHERE cases.retired_at IS NULL`;

/** The images of all cases in use, by name. */
export function caseImages(project: ReadableProject): CaseImage[] {
  return project.all<Row>(`${IMAGES} ORDER BY cases.name`).map((row) => fromRow(project, row));
}

/** @throws AppError bad-request where there is no such case in use */
export function caseImage(project: ReadableProject, caseId: number): CaseImage {
  const row = project.get<Row>(`${IMAGES} AND cases.id = ?`, caseId);
  if (!row) throw new AppError("bad-request", `There is no case ${caseId}.`, "Ask for the list again.");
  return fromRow(project, row);
}

function fromRow(project: ReadableProject, row: Row): CaseImage {
  return {
    id: row.id,
    name: row.name,
    subject: row.subject,
    ...imageReference(project, row),
    file: row.image_path,
    size: JSON.parse(row.size) as number[],
    spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
    window: [row.intensity_low, row.intensity_high],
  };
}

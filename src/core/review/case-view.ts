import type { CaseView } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import { axisLetters } from "#domain/geometry/axis-letters.ts";
import { planeLayouts } from "#domain/geometry/planes.ts";
import { usedVolume } from "../project/queries/volumes.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { tileRows } from "./tile-rows.ts";

interface CaseRow {
  id: number;
  name: string;
  subject: string;
  image_sha256: string;
  path: string;
  size: string;
  spacing_mm: string | null;
  affine: string | null;
  orientation_known: 0 | 1;
  intensity_low: number;
  intensity_high: number;
}

/** One case with all of its masks, for one rater. */
export function caseView(desk: ReviewDesk, rater: string, caseId: number): CaseView {
  const { project } = desk;
  const row = project.get<CaseRow>(
    `SELECT cases.id, cases.name, cases.subject, cases.image_sha256, file.path, size, spacing_mm, affine,
       orientation_known, intensity_low, intensity_high
     FROM cases JOIN file ON file.id = cases.file_id JOIN image_content ON image_content.file_id = cases.file_id
     WHERE cases.id = ? AND cases.retired_at IS NULL`,
    caseId,
  );
  if (!row) throw new AppError("bad-request", `There is no case ${caseId}.`, "Ask for the list again.");
  const used = usedVolume(project, caseId);
  const size = JSON.parse(row.size) as number[];
  const spacingMm = row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null;
  const geometry = {
    size,
    affine: row.affine ? (JSON.parse(row.affine) as number[]) : null,
    orientationKnown: row.orientation_known === 1,
  };
  return {
    id: row.id,
    case: row.name,
    subject: row.subject,
    imagePath: row.path,
    volume: used && { volume: used.volume, series: used.series },
    geometry: { size, spacingMm },
    axisLetters: axisLetters(geometry),
    planes: planeLayouts(geometry).map(({ axis, name }) => ({ axis, name })),
    window: [row.intensity_low, row.intensity_high],
    pictureVersion: row.image_sha256.slice(0, 12),
    masks: masksOf(desk, rater, caseId, size.length, spacingMm),
  };
}

function masksOf(
  desk: ReviewDesk,
  rater: string,
  caseId: number,
  nDimensions: number,
  spacingMm: readonly number[] | null,
): CaseView["masks"] {
  const extents = new Map(
    desk.project
      .all<{ id: number; n_voxels: number; bounds: string }>(
        "SELECT id, n_voxels, bounds FROM candidate WHERE case_id = ? AND retired_at IS NULL ORDER BY id",
        caseId,
      )
      .map((row) => [row.id, row]),
  );
  const voxelMm3 = spacingMm?.reduce((product, spacing) => product * spacing, 1) ?? null;
  return tileRows(desk, rater, [...extents.keys()]).map((row) => {
    const { n_voxels: nVoxels, bounds } = extents.get(row.id)!;
    // Stored as first and last index along x, y, z.
    const corners = JSON.parse(bounds) as number[];
    return {
      ...row,
      nVoxels,
      volumeMm3: voxelMm3 === null ? null : nVoxels * voxelMm3,
      bounds:
        nVoxels === 0
          ? null
          : Array.from({ length: nDimensions }, (_, axis): [number, number] => [
              corners[axis]!,
              corners[axis + 3]! + 1,
            ]),
    };
  });
}

import type { Geometry } from "#domain/geometry/geometry.ts";
import type { ReadableProject } from "../project/project.ts";

/** An image file that was read. */
export interface KnownImage {
  readonly fileId: number;
  readonly sha256: string;
  readonly geometry: Geometry;
  /** Which volume of a file that holds several, counted from 0; null where it holds one. */
  readonly volume: number | null;
}

/** Every image file of the project that was read, by the id of its file. */
export function knownImages(project: ReadableProject): Map<number, KnownImage> {
  const rows = project.all<{
    file_id: number;
    sha256: string;
    size: string;
    spacing_mm: string | null;
    affine: string | null;
    orientation_known: 0 | 1;
    volume: number | null;
  }>("SELECT file_id, sha256, size, spacing_mm, affine, orientation_known, volume FROM image_content");
  return new Map(
    rows.map((row) => [
      row.file_id,
      {
        fileId: row.file_id,
        volume: row.volume,
        sha256: row.sha256,
        geometry: {
          size: JSON.parse(row.size) as number[],
          spacingMm: row.spacing_mm ? (JSON.parse(row.spacing_mm) as number[]) : null,
          affine: row.affine ? (JSON.parse(row.affine) as number[]) : null,
          orientationKnown: row.orientation_known === 1,
        },
      },
    ]),
  );
}

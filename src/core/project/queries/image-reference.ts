import type { ImageSource } from "#domain/image/image-source.ts";
import { fileOnDisk } from "../folders.ts";
import type { ReadableProject } from "../project.ts";

/** Where the voxels of an image are to be had. Slices of a series, and which volume, are looked up when they are asked for. */
export interface ImageReference {
  /** The file on this machine; of a series the first slice. */
  readonly path: string;
  readonly sha256: string;
  readonly readSlices: () => string[];
  /** Which volume of a file that holds several, counted from 0; null where it holds one. */
  readonly readVolume: () => number | null;
}

interface ImageRow {
  readonly image_file_id: number;
  readonly image_folder: string;
  readonly image_path: string;
  readonly image_sha256: string;
}

export function imageReference(project: ReadableProject, row: ImageRow): ImageReference {
  return {
    path: fileOnDisk(project, { folder: row.image_folder, path: row.image_path }),
    sha256: row.image_sha256,
    readSlices: () => slicesOf(project, row.image_file_id),
    readVolume: () => volumeOf(project, row.image_file_id),
  };
}

/** What a reader thread needs of it. */
export function imageSource({ path, sha256, readSlices, readVolume }: ImageReference): ImageSource {
  const slices = readSlices();
  const volume = readVolume();
  return { path, sha256, ...(slices.length > 0 && { slices }), ...(volume !== null && { volume }) };
}

function volumeOf(project: ReadableProject, imageFileId: number): number | null {
  return (
    project.get<{ volume: number | null }>("SELECT volume FROM image_content WHERE file_id = ?", imageFileId)?.volume ??
    null
  );
}

/** The files of a series on this machine, in order; none where the image is one file. */
export function slicesOf(project: ReadableProject, imageFileId: number): string[] {
  return project
    .all<{ folder: string; path: string }>(
      "SELECT folder.path AS folder, file.path FROM image_slice JOIN file ON file.id = image_slice.file_id JOIN folder ON folder.id = file.folder_id WHERE image_file_id = ? ORDER BY position",
      imageFileId,
    )
    .map((row) => fileOnDisk(project, row));
}

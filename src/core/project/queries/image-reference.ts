import type { ImageSource } from "#domain/image/image-source.ts";
import { fileOnDisk } from "../folders.ts";
import type { ReadableProject } from "../project.ts";

/** Where the voxels of an image are to be had. The slices of a series are looked up when they are asked for. */
export interface ImageReference {
  /** The file on this machine; of a series the first slice. */
  readonly path: string;
  readonly sha256: string;
  readonly readSlices: () => string[];
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
  };
}

/** What a reader thread needs of it. */
export function imageSource({ path, sha256, readSlices }: ImageReference): ImageSource {
  const slices = readSlices();
  return slices.length > 0 ? { path, sha256, slices } : { path, sha256 };
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

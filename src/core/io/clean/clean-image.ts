import { isJpeg } from "../jpeg/check-jpeg.ts";
import { isPng } from "../png/check-png.ts";
import { cleanJpeg } from "./clean-jpeg.ts";
import { cleanNifti } from "./clean-nifti.ts";
import { cleanPng } from "./clean-png.ts";
import type { CleanedFile } from "./cleaned-file.ts";

/** Whether the free text of such a file can be cleared without touching its voxels; others are written anew. */
export function canBeCleaned(path: string): boolean {
  return /\.(?:nii|nii\.gz|png|jpe?g)$/i.test(path);
}

/**
 * The file without free text (reliability A3): its voxels, and what says how they are meant, stay byte for byte.
 * @param bytes a file of a name that `canBeCleaned`, read before, so that it is known to be sound
 */
export function cleanImage(bytes: Uint8Array): CleanedFile {
  if (isPng(bytes)) return cleanPng(bytes);
  return isJpeg(bytes) ? cleanJpeg(bytes) : cleanNifti(bytes);
}

import { basename } from "node:path";
import { AppError } from "#contract/errors.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { asUnreadable, describeThrown } from "../io/file-problem.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { VoxelArray } from "../io/image/decoded-image.ts";
import { readImage } from "../io/image/read-image.ts";
import type { ReadLimits } from "../io/limits.ts";
import { encodeNifti } from "../io/nifti/write-nifti.ts";

/**
 * Writes voxels as NIfTI, reads the file back and compares it.
 * @returns SHA-256 of the file
 */
export async function writeVolume(
  path: string,
  geometry: Geometry,
  voxels: VoxelArray,
  limits: ReadLimits,
): Promise<string> {
  const sha256 = await writeFileSafely(path, encodeNifti(asVolume(geometry), voxels));
  await requireEqual(path, voxels, limits);
  return sha256;
}

/** nnU-Net and its readers want three axes; a picture becomes a volume of one slice with pixels of 1 mm. */
function asVolume(geometry: Geometry): Geometry {
  if (geometry.size.length === 3) return geometry;
  const spacingMm = geometry.spacingMm ?? [1, 1];
  return { ...geometry, size: [...geometry.size, 1], spacingMm: [...spacingMm, 1] };
}

/**
 * @param geometry where that has to come back as well, to the last bit
 * @throws AppError file-unwritable: what is wrong is the disk, not a source
 */
export async function requireEqual(
  path: string,
  expected: ArrayLike<number>,
  limits: ReadLimits,
  geometry?: Geometry,
): Promise<void> {
  const back = await readImage(path, limits).catch((error: unknown) => {
    throw notBack(path, `cannot be read back: ${asUnreadable(error)?.message ?? describeThrown(error)}`, error);
  });
  let same = back.data.length === expected.length;
  for (let i = 0; same && i < expected.length; i += 1) same = back.data[i] === expected[i];
  if (geometry) same &&= JSON.stringify(back.geometry) === JSON.stringify(geometry);
  if (!same) throw notBack(path, "reads back differently from what was written.");
}

function notBack(path: string, how: string, cause?: unknown): AppError {
  const remedy = "Check the disk and its free space, then write it again.";
  return new AppError("file-unwritable", `${basename(path)} was written, but ${how}`, remedy, { cause });
}

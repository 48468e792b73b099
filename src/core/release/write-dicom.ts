import { readFile } from "node:fs/promises";
import { placePlanes, toVoxelOf } from "#domain/dicom/place-planes.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { deidentify } from "../io/dicom/deidentify.ts";
import { readSegmentation } from "../io/dicom/read-segmentation.ts";
import { readSeries } from "../io/dicom/read-series.ts";
import { writeSegmentation, type WrittenSegment } from "../io/dicom/write-segmentation.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { AnyImage } from "../io/image/decoded-image.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { MaskTarget, WriteCaseTask, WrittenFile } from "./write-case-task.ts";

/** DICOM segmentations are a series of their own, behind those of the study. */
const SERIES_NUMBER = 9001;

/** Where a slice of a DICOM image goes. */
export function slicePath(folder: string, index: number): string {
  return `${folder}/${String(index + 1).padStart(4, "0")}.dcm`;
}

/**
 * Writes the slices of a DICOM image without what would tell whom they show, and compares what comes back: voxels and
 * place are the same.
 * @param folder for the slices
 */
export async function writeDicomImage(folder: string, image: AnyImage, task: WriteCaseTask): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  for (const [index, from] of (task.image.slices ?? [task.image.path]).entries()) {
    const path = slicePath(folder, index);
    const bytes = await deidentify(await readFile(from), task.pseudonym!, task.limits);
    files.push({ path, sha256: await writeFileSafely(path, bytes) });
  }
  const back = await readSeries(
    files.map(({ path }) => path),
    task.limits,
  );
  const isSamePlace = JSON.stringify(back.geometry) === JSON.stringify(image.geometry);
  if (!isSamePlace || !areEqual(back.data, image.data)) throw readsBackDifferently();
  return files;
}

/**
 * Writes the masks of a case as one DICOM segmentation of these slices; every segment that comes back is compared.
 * @returns SHA-256 of the file
 */
export async function writeDicomMask(
  { path, layers }: MaskTarget,
  geometry: Geometry,
  slices: readonly string[],
  { limits }: WriteCaseTask,
): Promise<string> {
  const segments: WrittenSegment[] = [];
  for (const layer of layers)
    segments.push({ name: layer.name!, algorithm: layer.algorithm!, mask: await readMask(layer, limits) });
  const bytes = await writeSegmentation({ slices, geometry, segments, seriesNumber: SERIES_NUMBER });
  const sha256 = await writeFileSafely(path, bytes);
  const back = await readSegmentation(path, limits);
  for (const [index, { mask }] of segments.entries()) {
    const planes = back.segments[index]?.planes() ?? [];
    if (!areEqual(placePlanes(planes, back.grid, geometry.size, toVoxelOf(geometry)!).mask, mask))
      throw readsBackDifferently();
  }
  return sha256;
}

function areEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let same = a.length === b.length;
  for (let i = 0; same && i < a.length; i += 1) same = a[i] === b[i];
  return same;
}

function readsBackDifferently(): UnreadableFile {
  return new UnreadableFile(
    "read-back-differs",
    "The DICOM file reads back differently from what was written.",
    "Check the disk and its free space, then write the release again.",
  );
}

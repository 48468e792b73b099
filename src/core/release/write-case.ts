import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { cleanImage } from "../io/clean/clean-image.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { isGzip } from "../io/files/gunzip.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { AnyImage, VoxelArray } from "../io/image/decoded-image.ts";
import { readCaseImage, readImage } from "../io/image/read-image.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ImageTarget, MaskTarget, WriteCaseTask, WrittenCase, WrittenFile } from "./write-case-task.ts";
import { writeDicomImage, writeDicomMask } from "./write-dicom.ts";
import { encodePng } from "../io/png/encode-png.ts";
import { requireEqual, writeVolume } from "./write-volume.ts";

/**
 * Writes a case's image and masks, reads each file back and compares it voxel by voxel: writers report success on a full
 * disk (reliability W1).
 */
export async function writeCase(task: WriteCaseTask): Promise<WrittenCase> {
  const image = await readCaseImage(task.image, task.limits);
  const files: WrittenFile[] = [];
  let nOverlapping = 0;
  let slices: readonly WrittenFile[] = [];
  for (const target of task.imageTargets) {
    if (target.as !== "dicom") {
      files.push({ path: target.path, ...(await writeImage(target, image, task)) });
      continue;
    }
    slices = await writeDicomImage(target.path, image, task);
    files.push(...slices);
  }
  for (const target of task.maskTargets) {
    if (target.as === "dicom-seg") {
      const paths = slices.map(({ path }) => path);
      files.push({ path: target.path, sha256: await writeDicomMask(target, image.geometry, paths, task) });
      continue;
    }
    const { labels, overlapping } = await paint(target, image, task.limits);
    nOverlapping += overlapping;
    const sha256 =
      target.as === "png"
        ? await writePng(target.path, { ...sidesOf(image.geometry), data: labels, channels: 1 }, task.limits)
        : await writeVolume(target.path, image.geometry, labels, task.limits);
    files.push({ path: target.path, sha256 });
  }
  return { files, nOverlapping };
}

async function writeImage(
  target: ImageTarget,
  image: AnyImage,
  task: WriteCaseTask,
): Promise<Pick<WrittenFile, "sha256" | "cleared">> {
  const { limits } = task;
  if (target.as === "copy") return copyCleaned(target.from ?? task.image.path, target.path, limits);
  // A further channel has a file of its own.
  const source = target.from === undefined ? image : await readImage(target.from, limits, target.volume);
  if (target.as === "png") {
    const picture = { ...sidesOf(source.geometry), ...pixelsOf(source) };
    return { sha256: await writePng(target.path, picture, limits) };
  }
  const voxels = channelOf(source, target.channel ?? 0);
  return { sha256: await writeVolume(target.path, source.geometry, voxels, limits) };
}

/**
 * As it is where it carries no free text; else without, and then the voxels that come back are compared. A NIfTI file is
 * packed on the way where its new name says so.
 */
async function copyCleaned(
  from: string,
  to: string,
  limits: ReadLimits,
): Promise<Pick<WrittenFile, "sha256" | "cleared">> {
  const { bytes, cleared } = cleanImage(await readFile(from));
  const isPacked = to.endsWith(".nii.gz") && !isGzip(bytes);
  const sha256 = await writeFileSafely(to, isPacked ? gzipSync(bytes, { level: 6 }) : bytes);
  if (!isPacked && cleared.length === 0) return { sha256 };
  const source = await readImage(from, limits);
  await requireEqual(to, source.data, limits, source.geometry);
  return cleared.length === 0 ? { sha256 } : { sha256, cleared };
}

/** Draws the layers into one map of labels. */
async function paint(
  { layers }: MaskTarget,
  image: AnyImage,
  limits: ReadLimits,
): Promise<{ labels: Uint8Array; overlapping: number }> {
  const labels = new Uint8Array(image.data.length / image.channels);
  let overlapping = 0;
  for (const layer of layers) {
    const mask = await readMask(layer, limits);
    for (let i = 0; i < labels.length; i += 1) {
      if (mask[i] === 0) continue;
      if (labels[i] !== 0 && labels[i] !== layer.value) overlapping += 1;
      labels[i] = layer.value;
    }
  }
  return { labels, overlapping };
}

async function writePng(path: string, picture: Parameters<typeof encodePng>[0], limits: ReadLimits): Promise<string> {
  const sha256 = await writeFileSafely(path, encodePng(picture));
  await requireEqual(path, picture.data, limits);
  return sha256;
}

function sidesOf({ size }: Geometry): { width: number; height: number } {
  return { width: size[0]!, height: size[1]! };
}

/** Grey or RGB, as many bits as the image has; alpha only says how a picture is shown. */
function pixelsOf({ data, channels }: AnyImage): { data: Uint8Array | Uint16Array; channels: 1 | 3 } {
  if (!(data instanceof Uint8Array || data instanceof Uint16Array))
    throw new UnreadableFile(
      "format-not-png",
      "PNG holds whole numbers of 8 or 16 bits, and this picture has others.",
      "Release as NIfTI (--format nifti).",
    );
  const kept = channels >= 3 ? 3 : 1;
  const n = data.length / channels;
  const pixels = data instanceof Uint16Array ? new Uint16Array(n * kept) : new Uint8Array(n * kept);
  for (let i = 0; i < n; i += 1) for (let c = 0; c < kept; c += 1) pixels[i * kept + c] = data[i * channels + c]!;
  return { data: pixels, channels: kept };
}

function channelOf({ data, channels }: AnyImage, channel: number): VoxelArray {
  if (channels === 1) return data;
  const n = data.length / channels;
  const values = data instanceof Uint16Array ? new Uint16Array(n) : new Uint8Array(n);
  for (let i = 0; i < n; i += 1) values[i] = data[i * channels + channel]!;
  return values;
}

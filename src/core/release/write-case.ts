import { copyFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Geometry } from "#domain/geometry/geometry.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256OfFile } from "../io/files/hash.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { VoxelArray } from "../io/image/decoded-image.ts";
import { type AnyImage, readImage } from "../io/image/read-image.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";
import { encodePng } from "../io/png/encode-png.ts";
import { encodeNifti } from "../io/nifti/write-nifti.ts";

/** What is to be written for one case. Runs in a reader thread. */
export interface WriteCaseTask {
  readonly image: { readonly path: string; readonly sha256: string };
  /** How the image goes into the release. */
  readonly imageTargets: readonly ImageTarget[];
  readonly maskTargets: readonly MaskTarget[];
  readonly limits: ReadLimits;
}

export interface ImageTarget {
  readonly path: string;
  /** `copy` byte for byte (of `from`, where it is a further channel); `png` colour or grey without alpha; `nifti` one channel. */
  readonly as: "copy" | "png" | "nifti";
  readonly from?: string;
  readonly channel?: number;
}

export interface MaskTarget {
  readonly path: string;
  readonly as: "png" | "nifti";
  /** Layers in drawing order: a later one wins where they overlap. */
  readonly layers: readonly (MaskSource & { readonly value: number })[];
}

export interface WrittenCase {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** Voxels claimed by two classes of one label map. */
  readonly nOverlapping: number;
}

/**
 * Writes a case's image and masks, reads each file back and compares it voxel by voxel: writers report success on a full
 * disk (reliability W1).
 */
export async function writeCase(task: WriteCaseTask): Promise<WrittenCase> {
  const image = await readImage(task.image.path, task.limits);
  requireSame(image, task.image.sha256);
  const files: { path: string; sha256: string }[] = [];
  let nOverlapping = 0;
  for (const target of task.imageTargets)
    files.push({ path: target.path, sha256: await writeImage(target, image, task) });
  for (const target of task.maskTargets) {
    const { labels, overlapping } = await paint(target, image, task.limits);
    nOverlapping += overlapping;
    const sha256 = await writeFileSafely(
      target.path,
      target.as === "png" ? encodeGrey(image.geometry, labels) : encodeNifti(asVolume(image.geometry), labels),
    );
    await requireEqual(target.path, labels, task.limits);
    files.push({ path: target.path, sha256 });
  }
  return { files, nOverlapping };
}

async function writeImage(
  target: ImageTarget,
  image: AnyImage,
  { image: source, limits }: WriteCaseTask,
): Promise<string> {
  if (target.as === "copy") {
    const from = target.from ?? source.path;
    await mkdir(dirname(target.path), { recursive: true });
    await copyFile(from, target.path);
    const sha256 = await sha256OfFile(target.path);
    if (sha256 !== (await sha256OfFile(from)))
      throw new UnreadableFile(
        "copy-differs",
        "The copied image is not the same as its source.",
        "Check the disk, then write the release again.",
      );
    return sha256;
  }
  if (target.as === "png") return writeFileSafely(target.path, encodePicture(image));
  const pixels = channelOf(image, target.channel ?? 0);
  const sha256 = await writeFileSafely(target.path, encodeNifti(asVolume(image.geometry), pixels));
  await requireEqual(target.path, pixels, limits);
  return sha256;
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

/** nnU-Net and its readers want three axes; a picture becomes a volume of one slice with pixels of 1 mm. */
function asVolume(geometry: Geometry): Geometry {
  if (geometry.size.length === 3) return geometry;
  const spacingMm = geometry.spacingMm ?? [1, 1];
  return { ...geometry, size: [...geometry.size, 1], spacingMm: [...spacingMm, 1] };
}

function encodeGrey({ size }: Geometry, data: Uint8Array): Uint8Array {
  return encodePng({ width: size[0]!, height: size[1]!, data, channels: 1 });
}

/** Grey or RGB, as many bits as the image has; alpha only says how a picture is shown. */
function encodePicture({ geometry, data, channels }: AnyImage): Uint8Array {
  const [width, height] = geometry.size as [number, number];
  const kept = channels >= 3 ? 3 : 1;
  const n = width * height;
  const pixels = data instanceof Uint16Array ? new Uint16Array(n * kept) : new Uint8Array(n * kept);
  for (let i = 0; i < n; i += 1) for (let c = 0; c < kept; c += 1) pixels[i * kept + c] = data[i * channels + c]!;
  return encodePng({ width, height, data: pixels, channels: kept });
}

function channelOf({ data, channels }: AnyImage, channel: number): VoxelArray {
  if (channels === 1) return data;
  const n = data.length / channels;
  const values = data instanceof Uint16Array ? new Uint16Array(n) : new Uint8Array(n);
  for (let i = 0; i < n; i += 1) values[i] = data[i * channels + channel]!;
  return values;
}

async function requireEqual(path: string, expected: ArrayLike<number>, limits: ReadLimits): Promise<void> {
  const back = await readImage(path, limits);
  let same = back.data.length === expected.length;
  for (let i = 0; same && i < expected.length; i += 1) same = back.data[i] === expected[i];
  if (!same)
    throw new UnreadableFile(
      "read-back-differs",
      "The file reads back differently from what was written.",
      "Check the disk and its free space, then write the release again.",
    );
}

function requireSame(image: AnyImage, sha256: string): void {
  if (image.sha256 === sha256) return;
  throw new UnreadableFile(
    "file-changed",
    "The file has changed since it was added.",
    "Add its folder again, then write the release again.",
  );
}

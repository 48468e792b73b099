import type { ImageSource } from "#domain/image/image-source.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { hasColour } from "#domain/image/tile.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { AnyImage, VoxelArray } from "../io/image/decoded-image.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMask } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";
import { niftiBytes } from "../io/nifti/write-nifti.ts";

export interface ImageVoxelsTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  readonly limits: ReadLimits;
}

/** An image as an uncompressed NIfTI-1 file; colours as 3 × 8 bits. Runs in a reader thread. */
export async function encodeImageVoxels({
  image: source,
  window,
  limits,
}: ImageVoxelsTask): Promise<Uint8Array<ArrayBuffer>> {
  const image = await readCaseImage(source, limits);
  requireNiftiSize(image.geometry);
  if (hasColour(image)) return niftiBytes(image.geometry, colours(image, window), { isRgb: true });
  return niftiBytes(image.geometry, smallestArray(firstChannel(image)));
}

export interface MaskVoxelsTask {
  readonly mask: MaskSource;
  /** Of its image, on whose grid the mask is. */
  readonly geometry: Geometry;
  readonly limits: ReadLimits;
}

/** A mask as an uncompressed NIfTI-1 file of bytes, 0 or 1. Runs in a reader thread. */
export async function encodeMaskVoxels({ mask, geometry, limits }: MaskVoxelsTask): Promise<Uint8Array<ArrayBuffer>> {
  requireNiftiSize(geometry);
  return niftiBytes(geometry, await readMask(mask, limits));
}

/** NIfTI-1 counts voxels along an axis with 16 bits. */
function requireNiftiSize({ size }: Geometry): void {
  if (Math.max(...size) <= 32_767) return;
  throw new UnreadableFile(
    "image-too-large",
    `The image is ${size.join(" × ")}; the large view shows up to 32,767 along an edge.`,
    "Look at its tile in the grid, or save the image smaller.",
  );
}

/** The same values in as few bytes as they need: 8 or 16 bits where all are whole numbers that fit, else float32. */
export function smallestArray(data: VoxelArray): VoxelArray {
  if (data instanceof Uint8Array) return data;
  let [low, high] = [Infinity, -Infinity];
  let areWhole = true;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (areWhole && !Number.isInteger(value)) areWhole = false;
  }
  if (areWhole && low >= 0 && high <= 255) return Uint8Array.from(data);
  if (areWhole && low >= -32_768 && high <= 32_767) return data instanceof Int16Array ? data : Int16Array.from(data);
  if (areWhole && low >= 0 && high <= 65_535) return data instanceof Uint16Array ? data : Uint16Array.from(data);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function firstChannel({ data, channels }: AnyImage): VoxelArray {
  if (channels === 1) return data;
  const values =
    data instanceof Uint16Array ? new Uint16Array(data.length / channels) : new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < values.length; i += 1, at += channels) values[i] = data[at]!;
  return values;
}

/** Red, green, blue, 8 bits each: as stored, or between the two values of the window where they are deeper. */
function colours({ data, channels }: AnyImage, window: readonly [number, number]): Uint8Array {
  const [low, high] = data instanceof Uint8Array ? [0, 255] : window;
  const scale = high > low ? 255 / (high - low) : 0;
  const result = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels) {
    for (let channel = 0; channel < 3; channel += 1, to += 1)
      result[to] = Math.max(0, Math.min(255, Math.round((data[from + channel]! - low) * scale)));
  }
  return result;
}

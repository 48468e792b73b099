import { UnreadableFile } from "./file-problem.ts";
import type { Scratch } from "./files/scratch.ts";

/** What one file may cost. */
export interface ReadLimits {
  /** Decoded bytes of one image; larger ones are refused before anything is decoded. */
  readonly maxDecodedBytes: number;
  /** Time for one file, decoding included. */
  readonly deadlineMs: number;
  /**
   * Set where nothing is known of the file yet: one that is packed like a bomb is then refused, unless it has the size (in
   * voxels) that is expected of it. Masks of large volumes are packed as tightly as bombs.
   */
  readonly firstLook?: { readonly expectedSize: readonly number[] | null };
  /** Where the voxels may lie until the next file is read; left out, they are whoever's who asked for them. */
  readonly scratch?: Scratch;
}

export const defaultLimits: ReadLimits = { maxDecodedBytes: 2 * 1024 ** 3, deadlineMs: 60_000 };

/** Bytes that may lie before or after an image's data in its file (extensions, padding) before that is refused as odd. */
export const MAX_TRAILING_BYTES = 16 * 1024 ** 2;

export function inMegabytes(bytes: number | bigint): string {
  if (bytes < 52_000) return "less than 0.1 MB";
  return `${(Number(bytes) / 1024 ** 2).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

/**
 * Bytes of an image once it is decoded. The product is made of BigInts: 32,767³ voxels of 8 bytes are beyond what a double
 * counts exactly.
 * @throws UnreadableFile where that is more than one image may take (reliability R2)
 */
export function checkedBytes(
  size: readonly number[],
  voxelBytes: number,
  limits: ReadLimits,
  voxels: "voxels" | "pixels" = "voxels",
): number {
  const bytes = size.reduce((product, length) => product * BigInt(length), BigInt(voxelBytes));
  if (bytes <= BigInt(limits.maxDecodedBytes)) return Number(bytes);
  throw new UnreadableFile(
    "image-too-large",
    `The header says ${size.join(" × ")} ${voxels}, which is ${inMegabytes(bytes)}; the limit is ${inMegabytes(limits.maxDecodedBytes)}.`,
    "If the image really is that large, raise the limit (--max-mb); if not, the file is damaged: copy it again.",
  );
}

/** Refuses a file that goes on long after the data that its header promises. */
export function refuseTrailing(bytes: number, expected: number): void {
  if (bytes > expected + MAX_TRAILING_BYTES) throw trailingData();
}

export function trailingData(): UnreadableFile {
  return new UnreadableFile(
    "trailing-data",
    "The file goes on long after its picture has ended.",
    "Check where it comes from. Save the image again with the program that made it.",
  );
}

/** Deflate packs at most about 1,030 to 1, JPEG less; what comes near that in a large file is no picture. */
const BOMB_RATIO = 500;

interface PackedFile {
  readonly fileBytes: number;
  readonly decodedBytes: number;
  /** In voxels. */
  readonly size: readonly number[];
  /** What any file of this kind may unpack to, however tightly it is packed. */
  readonly freeBytes: number;
  /** What somebody can do who really has such an image. */
  readonly instead: string;
}

/** Refuses a file that holds next to nothing but one value and would unpack to a lot (reliability R2). */
export function refuseBomb(file: PackedFile, { firstLook }: ReadLimits): void {
  const { fileBytes, decodedBytes, size, freeBytes, instead } = file;
  if (!firstLook || firstLook.expectedSize?.join() === size.join()) return;
  if (decodedBytes < freeBytes || decodedBytes < fileBytes * BOMB_RATIO) return;
  throw new UnreadableFile(
    "image-suspiciously-packed",
    `${inMegabytes(fileBytes)} would unpack to ${inMegabytes(decodedBytes)}: the file holds next to nothing but one value.`,
    `If it really is an image, ${instead}, then add the folder again.`,
  );
}

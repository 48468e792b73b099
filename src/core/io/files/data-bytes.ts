import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";
import { MAX_TRAILING_BYTES, type ReadLimits, refuseBomb, refuseTrailing } from "../limits.ts";
import { gunzipChecked } from "./gunzip.ts";
import { type OpenFile, readHashed } from "./open-file.ts";

/** Where the voxels of a volume lie in its file. */
export interface DataPlace {
  /** The byte at which compressed data begin; null where they are not compressed. */
  readonly packedFrom: number | null;
  /** The byte of the file, or of what it unpacks to, at which the voxels begin. */
  readonly offset: number;
  /** What the whole file unpacks to, where that was done already (`gunzipSmall`); nobody else uses it any more. */
  readonly unpacked?: Uint8Array | null;
  /** How many bytes they take, unpacked. */
  readonly bytes: number;
  /** In voxels. */
  readonly size: readonly number[];
  /** What somebody can do who really has a volume that is packed like a bomb. */
  readonly instead: string;
}

/** What any volume may unpack to, however tightly it is packed. */
const FREE_BYTES = 256 * 1024 ** 2;

/**
 * Exactly the bytes of the voxels: all of them are there, compressed ones are checked to their end (reliability R2, R3).
 * They are the caller's to change.
 * @throws UnreadableFile
 */
export async function dataBytesOf(
  file: OpenFile,
  { packedFrom, unpacked, offset, bytes, size, instead }: DataPlace,
  limits: ReadLimits,
): Promise<Uint8Array> {
  const expected = offset + bytes;
  if (packedFrom !== null) {
    refusePackedBomb(file, { offset, bytes, size, instead }, limits);
    const isEnough = unpacked && unpacked.length >= expected && unpacked.length <= expected + MAX_TRAILING_BYTES;
    const all = isEnough ? unpacked : await gunzipChecked(file.path, file.whole, expected, packedFrom);
    return all.subarray(offset, expected);
  }
  if (file.sizeBytes < expected) throw cutShort(file.sizeBytes, expected);
  refuseTrailing(file.sizeBytes, expected);
  // A copy: what is made of the bytes is made in their place, and the file is hashed as it is.
  if (file.whole) return new Uint8Array(file.whole.subarray(offset, expected));
  const voxels = readHashed(file, offset, bytes, limits.scratch);
  // It was long enough when it was opened: somebody is writing to it.
  if (voxels.length < bytes) throw cutShort(offset + voxels.length, expected);
  return voxels;
}

export function refusePackedBomb(
  { sizeBytes }: OpenFile,
  { offset, bytes, size, instead }: Omit<DataPlace, "packedFrom">,
  limits: ReadLimits,
): void {
  refuseBomb({ fileBytes: sizeBytes, decodedBytes: offset + bytes, size, freeBytes: FREE_BYTES, instead }, limits);
}

export function cutShort(bytes: number, expected: number): UnreadableFile {
  return new UnreadableFile(
    "data-cut-short",
    `The file ends before the picture does: ${bytes.toLocaleString("en")} of ${expected.toLocaleString("en")} bytes are there.`,
    COPY_AGAIN,
  );
}

import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createUnzip } from "node:zlib";
import { cutShort, type DataPlace, refusePackedBomb } from "../files/data-bytes.ts";
import { gzipProblem } from "../files/gunzip.ts";
import type { OpenFile } from "../files/open-file.ts";
import { MAX_TRAILING_BYTES, type ReadLimits, refuseTrailing, trailingData } from "../limits.ts";

/** Which of the volumes of a file is wanted, and how they lie in it. */
export interface VolumePick {
  readonly volume: number;
  /** How many there are. */
  readonly n: number;
  /** Bytes of a voxel where all volumes' first voxels come before their second ones; null: one volume after the other. */
  readonly interleavedBytes: number | null;
}

/**
 * Exactly the bytes of one volume's voxels. All volumes are there; of what is not wanted nothing is kept, so that a file
 * of any length takes the memory of one volume. They are the caller's to change.
 * @param place `bytes` and `size` are those of one volume
 * @throws UnreadableFile
 */
export async function volumeBytesOf(
  file: OpenFile,
  place: DataPlace,
  pick: VolumePick,
  limits: ReadLimits,
): Promise<Uint8Array> {
  const { packedFrom, offset, bytes } = place;
  const expected = offset + bytes * pick.n;
  if (packedFrom !== null) {
    refusePackedBomb(file, { ...place, bytes: bytes * pick.n }, limits);
    return unpackVolume(file, packedFrom, { offset, bytes, pick, isFirstLook: limits.firstLook !== undefined });
  }
  if (file.sizeBytes < expected) throw cutShort(file.sizeBytes, expected);
  refuseTrailing(file.sizeBytes, expected);
  if (pick.interleavedBytes === null) return sliceOfFile(file, offset + bytes * pick.volume, bytes);
  const sieve = new Sieve(offset, bytes, pick);
  for await (const chunk of chunksOf(file, 0)) sieve.take(chunk);
  return sieve.kept;
}

function sliceOfFile(file: OpenFile, from: number, bytes: number): Uint8Array {
  // A copy: the file is hashed as it is.
  if (file.whole) return new Uint8Array(file.whole.subarray(from, from + bytes));
  const handle = openSync(file.path, "r");
  try {
    const target = new Uint8Array(bytes);
    let length = 0;
    while (length < bytes) {
      const bytesRead = readSync(handle, target, length, bytes - length, from + length);
      if (bytesRead === 0) throw cutShort(from + length, from + bytes);
      length += bytesRead;
    }
    return target;
  } finally {
    closeSync(handle);
  }
}

/** At the first look to the end, with its checksum; later the hash of the file says that it is the same. */
async function unpackVolume(
  file: OpenFile,
  packedFrom: number,
  { offset, bytes, pick, isFirstLook }: { offset: number; bytes: number; pick: VolumePick; isFirstLook: boolean },
): Promise<Uint8Array> {
  const expected = offset + bytes * pick.n;
  const enough = isFirstLook ? Number.POSITIVE_INFINITY : offset + bytes * (pick.volume + 1);
  const sieve = new Sieve(offset, bytes, pick);
  const unzip = createUnzip({ chunkSize: 1 << 18 });
  let isEnough = false;
  try {
    await pipeline(chunksOf(file, packedFrom), unzip, async (unpacked: AsyncIterable<Uint8Array>) => {
      for await (const chunk of unpacked) {
        sieve.take(chunk);
        if (sieve.position > expected + MAX_TRAILING_BYTES) throw trailingData();
        isEnough = pick.interleavedBytes === null && sieve.position >= enough;
        if (isEnough) return;
      }
    });
  } catch (error) {
    // Streams that are left before their end say that they were aborted.
    if (!isEnough) throw gzipProblem(error);
  }
  if (!sieve.isFull || (isFirstLook && sieve.position < expected)) throw cutShort(sieve.position, expected);
  return sieve.kept;
}

function chunksOf({ path, whole }: OpenFile, from: number): Readable {
  return whole
    ? Readable.from([whole.subarray(from)])
    : createReadStream(path, { start: from, highWaterMark: 1 << 20 });
}

/** Keeps one volume of the bytes that run through it. */
class Sieve {
  readonly kept: Uint8Array;
  /** Bytes that have run through. */
  position = 0;
  readonly #offset: number;
  readonly #pick: VolumePick;
  #nKept = 0;

  constructor(offset: number, bytes: number, pick: VolumePick) {
    this.kept = new Uint8Array(bytes);
    this.#offset = offset;
    this.#pick = pick;
  }

  get isFull(): boolean {
    return this.#nKept === this.kept.length;
  }

  take(chunk: Uint8Array): void {
    const { kept } = this;
    const { volume, n, interleavedBytes } = this.#pick;
    const width = interleavedBytes ?? kept.length;
    // Pieces of `width` bytes, of which every n-th is kept; a piece may begin in one chunk and end in another.
    let nKept = this.#nKept;
    let inPiece = nKept % width;
    let from = this.#offset + ((nKept - inPiece) * n + volume * width + inPiece) - this.position;
    while (nKept < kept.length && from < chunk.length) {
      const length = Math.min(width - inPiece, chunk.length - from);
      // The few bytes of one voxel are moved one by one: a view of them costs far more than they do.
      if (interleavedBytes === null) kept.set(chunk.subarray(from, from + length), nKept);
      else for (let i = 0; i < length; i += 1) kept[nKept + i] = chunk[from + i]!;
      nKept += length;
      inPiece = 0;
      from += length + (n - 1) * width;
    }
    this.#nKept = nKept;
    this.position += chunk.length;
  }
}

import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { isGzip } from "./gunzip.ts";
import { sha256Of } from "./hash.ts";
import type { Scratch } from "./scratch.ts";

/** Files up to this size are read in one piece: hashing and decoding then share it. */
const IN_ONE_PIECE_BYTES = 8 * 1024 ** 2;
/** Compressed ones up to this: unpacking piece by piece takes longer. */
const PACKED_IN_ONE_PIECE_BYTES = 64 * 1024 ** 2;

/** A file's bytes, as far as they are in memory. */
export interface OpenFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of large files only as much as a header may take. */
  readonly start: Uint8Array;
  /** All of it, or null for large files. */
  readonly whole: Uint8Array | null;
  /** Of a large file whose voxels have been read: it was hashed then, so that none of it is read twice. */
  sha256?: string;
}

/**
 * Blocks, as everything that reads in a reader thread: for a small file the promises of `node:fs` take three times as long
 * (a trip to yet another thread for opening, looking, reading, closing), and nothing else waits in these threads.
 * @param startBytes how much of a large file is wanted before its header has been checked
 */
export function openFile(path: string, startBytes: number): OpenFile {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    const isSmall = size <= IN_ONE_PIECE_BYTES;
    let start = readRange(handle, 0, isSmall ? size : startBytes);
    if (isSmall) return { path, sizeBytes: start.length, start, whole: start };
    if (size > PACKED_IN_ONE_PIECE_BYTES || !isGzip(start)) return { path, sizeBytes: size, start, whole: null };
    start = readRange(handle, 0, size);
    return { path, sizeBytes: start.length, start, whole: start };
  } finally {
    closeSync(handle);
  }
}

function readRange(handle: number, from: number, length: number): Uint8Array<ArrayBuffer> {
  const target = newBytes(length);
  let at = 0;
  while (at < length) {
    const bytesRead = readSync(handle, target, at, length - at, from + at);
    if (bytesRead === 0) return target.subarray(0, at);
    at += bytesRead;
  }
  return target;
}

/** Not cleared first, and nobody else's. */
function newBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer, 0, length);
}

const HASHED_AT_ONCE = 256 * 1024;

/** Some bytes of a large file, which is hashed by the way: each piece while the processor still has it at hand. */
export function readHashed(file: OpenFile, from: number, length: number, scratch?: Scratch): Uint8Array<ArrayBuffer> {
  const hash = createHash("sha256");
  const handle = openSync(file.path, "r");
  try {
    hash.update(readRange(handle, 0, from));
    const bytes = scratch?.take(length) ?? newBytes(length);
    let at = 0;
    while (at < length) {
      const bytesRead = readSync(handle, bytes, at, Math.min(HASHED_AT_ONCE, length - at), from + at);
      if (bytesRead === 0) break;
      hash.update(bytes.subarray(at, at + bytesRead));
      at += bytesRead;
    }
    hash.update(readRange(handle, from + length, Math.max(0, file.sizeBytes - from - length)));
    file.sha256 = hash.digest("hex");
    return bytes.subarray(0, at);
  } finally {
    closeSync(handle);
  }
}

export function hashOf({ path, whole, sha256 }: OpenFile): string {
  if (sha256) return sha256;
  if (whole) return sha256Of(whole);
  const hash = createHash("sha256");
  const piece = new Uint8Array(HASHED_AT_ONCE);
  const handle = openSync(path, "r");
  try {
    for (let n = readSync(handle, piece); n > 0; n = readSync(handle, piece)) hash.update(piece.subarray(0, n));
  } finally {
    closeSync(handle);
  }
  return hash.digest("hex");
}

import { readFileSync, statSync } from "node:fs";
import { readStart } from "./gunzip.ts";
import { sha256Of, sha256OfFile } from "./hash.ts";

/** Files up to this size are read in one piece: hashing and decoding then share it. */
const IN_ONE_PIECE_BYTES = 64 * 1024 ** 2;

/** A file's bytes, as far as they are in memory. */
export interface OpenFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of large files only as much as a header may take. */
  readonly start: Uint8Array;
  /** All of it, or null for large files. */
  readonly whole: Uint8Array | null;
}

/**
 * Blocks, as everything that reads in a reader thread: for a small file the promises of `node:fs` take three times as long
 * (a trip to yet another thread for opening, looking, reading, closing), and nothing else waits in these threads.
 * @param startBytes how much of a large file is wanted before its header has been checked
 */
export function openFile(path: string, startBytes: number): OpenFile {
  const { size } = statSync(path);
  const whole = size <= IN_ONE_PIECE_BYTES ? readFileSync(path) : null;
  const start = whole ?? readStart(path, startBytes);
  return { path, sizeBytes: whole?.length ?? size, start, whole };
}

export function hashOf(file: OpenFile): Promise<string> | string {
  return file.whole ? sha256Of(file.whole) : sha256OfFile(file.path);
}

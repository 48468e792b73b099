import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Writable } from "node:stream";
import { constants, createUnzip, gunzipSync, inflateRawSync, unzipSync } from "node:zlib";
import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";
import { MAX_TRAILING_BYTES, trailingData } from "../limits.ts";

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses only the beginning of a gzip file, so that a header can be checked before the rest costs anything.
 * @param start the first bytes of the compressed file
 * @param wanted how many decompressed bytes are wanted; fewer come back when `start` holds no more
 */
export function gunzipStart(start: Uint8Array, wanted: number): Uint8Array {
  const body = start.subarray(gzipHeaderLength(start));
  try {
    // As many bytes usually hold more than is wanted; where they do not (many empty blocks), all of them are tried.
    const little = inflateBeginning(body.subarray(0, wanted + ROOM_FOR_TABLES));
    return (little.length < wanted ? inflateBeginning(body) : little).subarray(0, wanted);
  } catch (error) {
    throw damaged(error);
  }
}

/** A block of deflate begins with its code tables. */
const ROOM_FOR_TABLES = 1024;

/** Flushing early gives what is there instead of failing because the end is missing. */
function inflateBeginning(body: Uint8Array): Uint8Array {
  return inflateRawSync(body, { finishFlush: constants.Z_SYNC_FLUSH });
}

/** What small gzip files unpack to, at most. */
const SMALL_BYTES = 1 << 20;

/**
 * Decompresses a gzip file at once that unpacks to little: header and data then take one turn.
 * @returns null where its end says that it unpacks to more, or it does not unpack: `gunzipChecked` says what is wrong
 */
export function gunzipSmall(compressed: Uint8Array): Uint8Array | null {
  if (compressed.length < 18) return null;
  const end = compressed.length;
  const length =
    compressed[end - 4]! | (compressed[end - 3]! << 8) | (compressed[end - 2]! << 16) | (compressed[end - 1]! << 24);
  if (length <= 0 || length > SMALL_BYTES) return null;
  try {
    // One byte more: a buffer that is just full makes another necessary.
    return gunzipSync(compressed, { maxOutputLength: length, chunkSize: Math.max(64, length + 1) });
  } catch {
    return null;
  }
}

/**
 * Decompresses a whole gzip file (or the gzip or zlib stream at its end) into memory and checks it to its end: checksum
 * and length of the trailer, at least `expected` bytes, at most `expected` and a little more (reliability R3).
 * @param from the byte of the file at which the compressed stream begins
 * @returns exactly the decompressed bytes
 * @throws UnreadableFile with gzip-cut-short, gzip-damaged or trailing-data
 */
export async function gunzipChecked(
  path: string,
  compressed: Uint8Array | null,
  expected: number,
  from = 0,
): Promise<Uint8Array> {
  const limit = expected + MAX_TRAILING_BYTES;
  const bytes = compressed
    ? gunzipInMemory(compressed.subarray(from), expected, limit)
    : await gunzipStreamed(path, from, expected, limit);
  if (bytes.length < expected) {
    throw new UnreadableFile(
      "data-cut-short",
      `The file ends before the picture does: ${bytes.length.toLocaleString("en")} of ${expected.toLocaleString("en")} bytes are there.`,
      COPY_AGAIN,
    );
  }
  return bytes;
}

/** Unpacked pieces of up to this size are taken whole: many small ones have to be put together. */
const PIECE_BYTES = 1 << 20;

function gunzipInMemory(compressed: Uint8Array, expected: number, limit: number): Uint8Array {
  try {
    return unzipSync(compressed, { maxOutputLength: limit, chunkSize: Math.max(64, Math.min(expected, PIECE_BYTES)) });
  } catch (error) {
    throw gzipProblem(error);
  }
}

async function gunzipStreamed(path: string, from: number, expected: number, limit: number): Promise<Uint8Array> {
  const target = new Uint8Array(expected);
  const extra: Uint8Array[] = [];
  let length = 0;
  const sink = new Writable({
    highWaterMark: 1 << 20,
    write(chunk: Uint8Array, _encoding, done) {
      const room = Math.max(0, Math.min(chunk.length, expected - length));
      target.set(chunk.subarray(0, room), length);
      if (room < chunk.length) extra.push(chunk.slice(room));
      length += chunk.length;
      done(length > limit ? trailingData() : null);
    },
  });
  try {
    await pipeline(
      createReadStream(path, { start: from, highWaterMark: 1 << 20 }),
      createUnzip({ chunkSize: 1 << 18 }),
      sink,
    );
  } catch (error) {
    throw gzipProblem(error);
  }
  return extra.length === 0 ? target.subarray(0, length) : Buffer.concat([target, ...extra]);
}

/** First bytes of a file; fewer when it is shorter. */
export function readStart(path: string, length: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(length);
    const bytesRead = readSync(file, buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    closeSync(file);
  }
}

/** RFC 1952: ten bytes, then optional fields. */
function gzipHeaderLength(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  for (const flag of [8, 16]) {
    if (flags & flag) {
      while (at < bytes.length && bytes[at] !== 0) at += 1;
      at += 1;
    }
  }
  return flags & 2 ? at + 2 : at;
}

/** What an error of unpacking says of the file. */
export function gzipProblem(error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ERR_BUFFER_TOO_LARGE") return trailingData();
  if (code === "Z_BUF_ERROR") {
    return new UnreadableFile("gzip-cut-short", "The compressed file ends too early.", COPY_AGAIN, { cause: error });
  }
  return damaged(error);
}

function damaged(error: unknown): UnreadableFile {
  return new UnreadableFile(
    "gzip-damaged",
    "The compressed file is damaged: its contents do not match its checksum.",
    COPY_AGAIN,
    { cause: error },
  );
}

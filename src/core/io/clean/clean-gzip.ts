import { gunzipSync, inflateRawSync } from "node:zlib";

/** What a gzip file holds, and what its wrapper tells besides (RFC 1952): the name of the file, a time, comments. */
export interface Unwrapped {
  readonly plain: Uint8Array;
  /** What the wrapper tells; empty where it tells nothing. */
  readonly told: readonly string[];
}

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAGS: readonly (readonly [number, string])[] = [
  [4, "gzip extra field"],
  [8, "gzip file name"],
  [16, "gzip comment"],
];

export function unwrapGzip(bytes: Uint8Array): Unwrapped {
  const flags = bytes[3] ?? 0;
  const told = FLAGS.flatMap(([flag, name]) => ((flags & flag) === 0 ? [] : [name]));
  if (bytes.subarray(4, 8).some((byte) => byte !== 0)) told.push("gzip time");
  if (flags !== 0) return { plain: gunzipSync(bytes), told };
  const { buffer, engine } = inflateRawSync(bytes.subarray(HEADER_BYTES), { info: true }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (HEADER_BYTES + engine.bytesWritten + TRAILER_BYTES === bytes.length) return { plain: buffer, told };
  return { plain: gunzipSync(bytes), told: [...told, "further gzip members"] };
}

import { unzipSync } from "node:zlib";
import { tiffDamaged } from "./directory.ts";
import { unpackLzw } from "./unpack-lzw.ts";
import type { Compression } from "./page.ts";

/**
 * Unpacks a strip or tile.
 * @param capacity how many bytes a whole one has; what is beyond them is not wanted
 * @throws UnreadableFile where the packed bytes make no sense
 */
export function unpackChunk(packed: Uint8Array, compression: Compression, capacity: number): Uint8Array {
  switch (compression) {
    case "none":
      return packed.subarray(0, capacity);
    case "lzw":
      return unpackLzw(packed, capacity);
    case "packbits":
      return unpackBits(packed, capacity);
    case "deflate":
      return inflate(packed, capacity);
  }
}

function inflate(packed: Uint8Array, capacity: number): Uint8Array {
  try {
    return unzipSync(packed, { maxOutputLength: capacity });
  } catch (error) {
    throw tiffDamaged("a part of it cannot be unpacked", error);
  }
}

/** TIFF 6.0, section 9: runs of one byte, and bytes as they are. */
function unpackBits(packed: Uint8Array, capacity: number): Uint8Array {
  const result = new Uint8Array(capacity);
  let to = 0;
  for (let at = 0; at < packed.length && to < capacity;) {
    const code = packed[at]!;
    if (code < 128) {
      const run = packed.subarray(at + 1, Math.min(at + 2 + code, at + 1 + capacity - to));
      result.set(run, to);
      to += run.length;
      at += 2 + code;
    } else if (code > 128) {
      if (at + 1 >= packed.length) break;
      const end = Math.min(capacity, to + 257 - code);
      result.fill(packed[at + 1]!, to, end);
      to = end;
      at += 2;
    } else at += 1;
  }
  return result.subarray(0, to);
}

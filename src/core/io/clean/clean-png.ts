import { crc32 } from "node:zlib";
import type { CleanedFile } from "./cleaned-file.ts";
import { orientationAlone } from "./exif-orientation.ts";

const SIGNATURE_BYTES = 8;

/** Chunks that say how pixels are meant, and how long each may be; every other one goes (texts, times, profiles, EXIF). */
const KEPT: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["IHDR", [13, 13]],
  ["PLTE", [3, 768]],
  ["IDAT", [0, Number.POSITIVE_INFINITY]],
  ["IEND", [0, 0]],
  ["tRNS", [1, 256]],
  ["gAMA", [4, 4]],
  ["cHRM", [32, 32]],
  ["sRGB", [1, 1]],
  ["cICP", [4, 4]],
  ["sBIT", [1, 4]],
  ["bKGD", [1, 6]],
  ["hIST", [2, 512]],
  ["pHYs", [9, 9]],
]);

/**
 * Leaves a PNG its pixels and what says how they are meant. The packed pixels stay byte for byte.
 * @param bytes a file that was read before, so that its chunks are known to be sound
 */
export function cleanPng(bytes: Uint8Array): CleanedFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  const cleared = new Set<string>();
  let at = SIGNATURE_BYTES;
  for (let isAtEnd = false; !isAtEnd;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const whole = bytes.subarray(at, at + 12 + length);
    const limits = KEPT.get(type);
    if (limits && length >= limits[0] && length <= limits[1]) parts.push(whole);
    else {
      const orientation = type === "eXIf" ? orientationAlone(whole.subarray(8, 8 + length)) : null;
      if (orientation) parts.push(chunk("eXIf", orientation));
      if (!orientation || Buffer.compare(orientation, whole.subarray(8, 8 + length)) !== 0) cleared.add(type);
    }
    isAtEnd = type === "IEND";
    at += 12 + length;
  }
  if (at < bytes.length) cleared.add("bytes after the end");
  return cleared.size === 0 ? { bytes, cleared: [] } : { bytes: Buffer.concat(parts), cleared: [...cleared] };
}

function chunk(type: string, contents: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), contents]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(contents.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

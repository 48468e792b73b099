import { crc32, gunzipSync, gzipSync } from "node:zlib";
import type { Rng } from "#domain/random/rng.ts";

/** Numbers at which programs go wrong: ends of ranges, signs, sizes that overflow when they are multiplied. */
const ODD_NUMBERS = [0, 1, -1, 2, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 2 ** 31 - 1, -(2 ** 31), 46_341];
const ODD_WORDS = [
  "0",
  "-1",
  "nan",
  "inf",
  "1e308",
  "99999999999999999999",
  "",
  " ",
  "(",
  "..",
  "%d",
  "\0",
  "::",
  "=",
  '"',
];

/**
 * A broken copy of a file: one to four changes. Half of the compressed ones are changed inside and packed again, and half
 * of the PNGs get right checksums again, so that not all of them stop at the first check.
 */
export function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (isGzip && rng.next() < 0.5) return gzipSync(changed(gunzipSync(bytes), rng), { level: 1 });
  const broken = changed(bytes, rng);
  return bytes[0] === 0x89 && rng.next() < 0.5 ? withChecksums(broken) : broken;
}

function changed(bytes: Uint8Array, rng: Rng): Uint8Array {
  let copy: Uint8Array = Uint8Array.from(bytes);
  for (let n = 1 + rng.int(4); n > 0 && copy.length > 0; n -= 1) {
    copy = Uint8Array.from(CHANGES[rng.int(CHANGES.length)]!(copy, rng));
  }
  return copy;
}

/** Most places are in headers: half of the changes are made in the first 400 bytes. */
function placeIn(bytes: Uint8Array, rng: Rng): number {
  return rng.int(Math.max(1, rng.next() < 0.5 ? Math.min(400, bytes.length) : bytes.length));
}

const CHANGES: readonly ((bytes: Uint8Array, rng: Rng) => Uint8Array)[] = [
  (bytes, rng) => {
    bytes[placeIn(bytes, rng)]! ^= 1 << rng.int(8);
    return bytes;
  },
  (bytes, rng) => {
    bytes[placeIn(bytes, rng)] = rng.int(256);
    return bytes;
  },
  putOddNumber,
  putOddNumber,
  putOddWord,
  (bytes, rng) => bytes.subarray(0, placeIn(bytes, rng)),
  (bytes, rng) => {
    const [from, to, length] = [placeIn(bytes, rng), placeIn(bytes, rng), 1 + rng.int(32)];
    return bytes.copyWithin(to, from, from + length);
  },
  (bytes, rng) => {
    const [at, length] = [placeIn(bytes, rng), 1 + rng.int(16)];
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  },
  (bytes, rng) => {
    const [at, length] = [placeIn(bytes, rng), 1 + rng.int(16)];
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
  },
  (bytes, rng) => {
    const at = placeIn(bytes, rng);
    return bytes.fill(rng.next() < 0.5 ? 0 : 255, at, at + 1 + rng.int(64));
  },
];

function putOddNumber(bytes: Uint8Array, rng: Rng): Uint8Array {
  const width = [1, 2, 4, 8][rng.int(4)]!;
  const at = placeIn(bytes, rng);
  if (at + width > bytes.length) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = ODD_NUMBERS[rng.int(ODD_NUMBERS.length)]!;
  const isLittle = rng.next() < 0.5;
  if (width === 1) view.setInt8(at, value);
  else if (width === 2) view.setInt16(at, value, isLittle);
  else if (width === 4) view.setInt32(at, value, isLittle);
  else view.setBigInt64(at, BigInt(value), isLittle);
  return bytes;
}

/** In place of a number of a text header, where there is one at that place; just put there otherwise. */
function putOddWord(bytes: Uint8Array, rng: Rng): Uint8Array {
  const isDigit = (at: number): boolean => bytes[at]! >= 0x30 && bytes[at]! <= 0x39;
  const at = placeIn(bytes, rng);
  let end = at;
  while (end < bytes.length && isDigit(end)) end += 1;
  const word = Buffer.from(ODD_WORDS[rng.int(ODD_WORDS.length)]!, "latin1");
  return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(end)]);
}

/** Chunk by chunk, as far as the lengths make sense. */
function withChecksums(png: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(png);
  const view = new DataView(copy.buffer);
  for (let at = 8; at + 12 <= copy.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > copy.length) break;
    view.setUint32(end - 4, crc32(copy.subarray(at + 4, end - 4)));
    at = end;
  }
  return copy;
}

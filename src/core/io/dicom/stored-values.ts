import type { PixelLayout } from "#domain/dicom/dicom-header.ts";
import type { Scratch } from "../files/scratch.ts";

export type Stored = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/**
 * The stored numbers, without what other things some machines keep in the bits beside them.
 * @param scratch where they may lie; what lay there before is overwritten
 */
export function storedValues(bytes: Uint8Array, pixels: PixelLayout, isBigEndian: boolean, scratch?: Scratch): Stored {
  const { bitsAllocated, bitsStored, highBit, isSigned } = pixels;
  if (bitsAllocated === 1) return singleBits(bytes, pixels.rows * pixels.columns * pixels.nFrames);
  const width = bitsAllocated / 8;
  const n = bytes.length / width;
  // A copy of its own, at its beginning: a Buffer's slice() would be none.
  const own = scratch?.clear().take(bytes.length) ?? new Uint8Array(bytes.length);
  own.set(bytes);
  if (isBigEndian && width > 1) swapBytes(own, width);
  if (bitsStored === bitsAllocated) return isSigned ? signedOn(own, width) : unsignedOn(own, width);
  const raw = unsignedOn(own, width);
  // The same memory, read as numbers with a sign: each is read before it is written.
  const result = isSigned ? signedOn(own, width) : raw;
  const shift = highBit + 1 - bitsStored;
  const left = 32 - bitsStored;
  for (let i = 0; i < n; i += 1) {
    const value = ((raw[i]! >>> shift) << left) | 0;
    result[i] = isSigned ? value >> left : value >>> left;
  }
  return result;
}

/** Bytes of each number in the other order, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** The first pixel is the lowest bit; frames follow on each other without a pause. */
function singleBits(bytes: Uint8Array, n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}

function unsignedOn({ buffer, length }: Own, width: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, 0, length);
  return width === 2 ? new Uint16Array(buffer, 0, length / 2) : new Uint32Array(buffer, 0, length / 4);
}

function signedOn({ buffer, length }: Own, width: number): Int8Array | Int16Array | Int32Array {
  if (width === 1) return new Int8Array(buffer, 0, length);
  return width === 2 ? new Int16Array(buffer, 0, length / 2) : new Int32Array(buffer, 0, length / 4);
}

/** Bytes from the beginning of their buffer on. */
type Own = Uint8Array<ArrayBuffer>;

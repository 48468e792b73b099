import { bitCount } from "../mask/bit-mask.ts";

/**
 * A small picture of an image by which copies of it are recognised, also after scaling or recompression: three
 * thumbnails of a volume (the middle slice along each axis), one of a picture, each 16 × 16 with mean and contrast
 * taken out, in front of them a 64-bit difference hash (dHash, Krawetz 2013) of the first thumbnail.
 */
export const THUMBNAIL_SIDE = 16;
const HASH_BYTES = 8;

/** Makes a fingerprint from thumbnails (row by row, any range; the first is 16 × 16). */
export function makeFingerprint(thumbnails: readonly Float32Array[]): Uint8Array {
  const result = new Uint8Array(HASH_BYTES + thumbnails.reduce((sum, { length }) => sum + length, 0));
  writeDifferenceHash(thumbnails[0]!, result);
  let at = HASH_BYTES;
  for (const thumbnail of thumbnails) {
    writeNormalised(thumbnail, result.subarray(at));
    at += thumbnail.length;
  }
  return result;
}

/**
 * Groups of images that are near copies of each other, directly or over others: hashes at most 7 bits apart and
 * correlated to at least 0.98. Where thousands are alike (blank slices, frames of a film), what already belongs together is
 * not compared again.
 * @returns for every image the first one of its group
 */
export function groupNearCopies(fingerprints: readonly Uint8Array[]): number[] {
  const parent = fingerprints.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const join = (one: number, other: number): void => {
    const [a, b] = [rootOf(one), rootOf(other)];
    parent[Math.max(a, b)] = Math.min(a, b);
  };
  // Of those that are the same byte by byte, the first speaks for all.
  const firstOf = new Map<string, number>();
  const different: number[] = [];
  for (const [index, fingerprint] of fingerprints.entries()) {
    const bytes = String.fromCharCode(...fingerprint);
    const first = firstOf.get(bytes);
    if (first !== undefined) join(first, index);
    else {
      firstOf.set(bytes, index);
      different.push(index);
    }
  }
  // Side by side: they are compared far more often than anything else.
  const [firsts, seconds] = [0, 4].map((from) => Uint32Array.from(fingerprints, (one) => wordAt(one, from))) as [
    Uint32Array,
    Uint32Array,
  ];
  // With 8 bands of 8 bits, hashes that differ in at most 7 bits agree in at least one band.
  for (let band = 0; band < HASH_BYTES; band += 1) {
    const buckets = Array.from({ length: 256 }, (): number[] => []);
    for (const index of different) {
      const fingerprint = fingerprints[index]!;
      const bucket = buckets[fingerprint[band]!]!;
      const [first, second] = [firsts[index]!, seconds[index]!];
      for (const other of bucket) {
        const bits = bitCount(firsts[other]! ^ first) + bitCount(seconds[other]! ^ second);
        if (bits > MAX_BITS_APART || rootOf(other) === rootOf(index)) continue;
        if (areAlike(fingerprints[other]!, fingerprint)) join(other, index);
      }
      bucket.push(index);
    }
  }
  return parent.map((_, index) => rootOf(index));
}

const MAX_BITS_APART = 7;
const MIN_CORRELATION = 0.98;

/** Four bytes as one number. */
function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function areAlike(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && correlation(a, b) >= MIN_CORRELATION;
}

function correlation(a: Uint8Array, b: Uint8Array): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  const n = a.length - HASH_BYTES;
  for (let i = HASH_BYTES; i < a.length; i += 1) {
    const [x, y] = [a[i]!, b[i]!];
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (varianceA <= 0 || varianceB <= 0) return varianceA === varianceB && sumA === sumB ? 1 : 0;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}

/** Grey values around 128, two standard deviations to either end. */
function writeNormalised(thumbnail: Float32Array, into: Uint8Array): void {
  const n = thumbnail.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += thumbnail[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i += 1) squares += (thumbnail[i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  const scale = deviation > 0 ? 64 / deviation : 0;
  for (let i = 0; i < n; i += 1) into[i] = Math.max(0, Math.min(255, Math.round(128 + (thumbnail[i]! - mean) * scale)));
}

/** Whether each of 8 × 8 cells is darker than its right neighbour. */
function writeDifferenceHash(thumbnail: Float32Array, into: Uint8Array): void {
  const half = THUMBNAIL_SIDE / 2;
  const cell = (row: number, column: number): number => {
    // The last column has no cell to its right and is held against the first.
    const [y, x] = [2 * row, (2 * column) % THUMBNAIL_SIDE];
    const at = y * THUMBNAIL_SIDE + x;
    return thumbnail[at]! + thumbnail[at + 1]! + thumbnail[at + THUMBNAIL_SIDE]! + thumbnail[at + THUMBNAIL_SIDE + 1]!;
  };
  for (let row = 0; row < half; row += 1) {
    let byte = 0;
    for (let column = 0; column < half; column += 1) if (cell(row, column) < cell(row, column + 1)) byte |= 1 << column;
    into[row] = byte;
  }
}

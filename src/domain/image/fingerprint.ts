/**
 * A small picture of an image by which copies of it are recognised, also after scaling or recompression: three
 * thumbnails of a volume (the middle slice along each axis), one of a picture, each 16 × 16 with mean and contrast
 * taken out, in front of them a 64-bit difference hash (dHash, Krawetz 2013) of the first thumbnail.
 */
export const THUMBNAIL_SIDE = 16;
const HASH_BYTES = 8;

/** Makes a fingerprint from thumbnails (row by row, any range; the first is 16 × 16). */
export function makeFingerprint(thumbnails: readonly Float32Array[]): Uint8Array {
  const pixels = thumbnails.flatMap((thumbnail) => normalised(thumbnail));
  return Uint8Array.from([...differenceHash(thumbnails[0]!), ...pixels]);
}

/** Pairs of images that are near copies of each other: hashes at most 7 bits apart and correlated to at least 0.98. */
export function nearCopies(fingerprints: readonly Uint8Array[]): [number, number][] {
  const pairs: [number, number][] = [];
  // With 8 bands of 8 bits, hashes that differ in at most 7 bits agree in at least one band.
  for (let band = 0; band < HASH_BYTES; band += 1) {
    const buckets = new Map<number, number[]>();
    for (const [index, fingerprint] of fingerprints.entries()) {
      const key = fingerprint[band]!;
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [index]);
        continue;
      }
      for (const other of bucket) {
        if (areNearCopies(fingerprints[other]!, fingerprint)) pairs.push([other, index]);
      }
      bucket.push(index);
    }
  }
  return pairs;
}

const MAX_BITS_APART = 7;
const MIN_CORRELATION = 0.98;

export function areNearCopies(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let bits = 0;
  for (let i = 0; i < HASH_BYTES; i += 1) bits += BIT_COUNT[a[i]! ^ b[i]!]!;
  return bits <= MAX_BITS_APART && correlation(a, b) >= MIN_CORRELATION;
}

const BIT_COUNT = Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

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
function normalised(thumbnail: Float32Array): number[] {
  const mean = thumbnail.reduce((sum, value) => sum + value, 0) / thumbnail.length;
  const deviation = Math.sqrt(thumbnail.reduce((sum, value) => sum + (value - mean) ** 2, 0) / thumbnail.length);
  const scale = deviation > 0 ? 64 / deviation : 0;
  return Array.from(thumbnail, (value) => Math.max(0, Math.min(255, Math.round(128 + (value - mean) * scale))));
}

/** Whether each of 8 × 8 cells is darker than its right neighbour. */
function differenceHash(thumbnail: Float32Array): number[] {
  const half = THUMBNAIL_SIDE / 2;
  const cell = (row: number, column: number): number => {
    // The last column has no cell to its right and is held against the first.
    const [y, x] = [2 * row, (2 * column) % THUMBNAIL_SIDE];
    const at = y * THUMBNAIL_SIDE + x;
    return thumbnail[at]! + thumbnail[at + 1]! + thumbnail[at + THUMBNAIL_SIDE]! + thumbnail[at + THUMBNAIL_SIDE + 1]!;
  };
  return Array.from({ length: half }, (_, row) => {
    let byte = 0;
    for (let column = 0; column < half; column += 1) if (cell(row, column) < cell(row, column + 1)) byte |= 1 << column;
    return byte;
  });
}

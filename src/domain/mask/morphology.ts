import { bitsOf, type BitMask, clearEnds, complement, unpackBits } from "./bit-mask.ts";
import { type DiscLine, discLines } from "./disc-lines.ts";

/**
 * Binary morphology with a disc (in volumes a ball) whose radius is a length: voxels within that distance of a voxel's
 * centre belong to it, so that a radius means the same along every axis whatever the spacing. What lies outside of the
 * image belongs neither to the mask nor to its background, so masks that reach the border keep reaching it; opening and
 * closing are idempotent, opening never adds and closing never removes.
 *
 * Masks are packed to 32 voxels a word along x: a disc is laid on 32 voxels at once.
 */

/** What lies within `radius` of the mask. */
export function dilated(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const disc = discOf(size, spacing, radius);
  return unpack(dilateBits(bitsOf(mask, size), disc));
}

/** What of the mask has no background within `radius`. */
export function eroded(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const disc = discOf(size, spacing, radius);
  return unpack(erodeBits(bitsOf(mask, size), disc));
}

/** Eroded, then dilated: what is narrower than the disc is gone. */
export function opened(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const disc = discOf(size, spacing, radius);
  return unpack(dilateBits(erodeBits(bitsOf(mask, size), disc), disc));
}

/** Dilated, then eroded: gaps narrower than the disc are closed. */
export function closed(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const disc = discOf(size, spacing, radius);
  return unpack(erodeBits(dilateBits(bitsOf(mask, size), disc), disc));
}

function discOf(size: readonly number[], spacing: readonly number[], radius: number): DiscLine[] {
  const three = ([x, y = 1, z = 1]: readonly number[]): [number, number, number] => [x!, y, z];
  return discLines(three(size), three(spacing), radius);
}

function unpack(bits: BitMask): Uint8Array {
  const mask = new Uint8Array(bits.size[0] * bits.size[1] * bits.size[2]);
  unpackBits(bits, { origin: [0, 0, 0], size: bits.size }, 1, mask);
  return mask;
}

function erodeBits(bits: BitMask, disc: readonly DiscLine[]): BitMask {
  return complement(dilateBits(complement(bits), disc));
}

/** @param disc its lines along x, the shortest first; for every line the one opposite of it, too */
export function dilateBits({ size: [nx, ny, nz], perLine, words }: BitMask, disc: readonly DiscLine[]): BitMask {
  const perSlice = ny * perLine;
  const wide = words.slice();
  // By how far they are moved along z in the end.
  const slices = new Map<number, Int32Array>();
  let reach = 0;
  for (const { dy, dz, halfWidth } of disc) {
    for (; reach < halfWidth; reach += 1) widen(wide, perLine);
    if (dz < 0 || dy < 0) continue;
    const slice = slices.get(dz) ?? new Int32Array(words.length);
    slices.set(dz, slice);
    for (let z = 0; z < nz; z += 1) joinMoved(slice, wide, z * perSlice, (z + 1) * perSlice, dy * perLine);
  }
  const result = new Int32Array(words.length);
  for (const [dz, slice] of slices) joinMoved(result, slice, 0, result.length, dz * perSlice);
  clearEnds([nx, ny, nz], perLine, result);
  return { size: [nx, ny, nz], perLine, words: result };
}

/** Every line along x grows by one voxel to both sides; bits beyond its end come from within. */
function widen(bits: Int32Array, perLine: number): void {
  for (let start = 0; start < bits.length; start += perLine) {
    let before = 0;
    let word = bits[start]!;
    for (let at = start; at < start + perLine; at += 1) {
      const after = at + 1 < start + perLine ? bits[at + 1]! : 0;
      bits[at] = word | (word << 1) | (word >>> 1) | (before >>> 31) | (after << 31);
      before = word;
      word = after;
    }
  }
}

/** Adds the words from `first` on and below `end`, moved by so many words to either side, as far as they stay there. */
function joinMoved(to: Int32Array, from: Int32Array, first: number, end: number, shift: number): void {
  for (let at = first; at < end; at += 1) {
    const word = from[at]!;
    if (word === 0) continue;
    if (at + shift < end) to[at + shift]! |= word;
    if (at - shift >= first) to[at - shift]! |= word;
  }
}

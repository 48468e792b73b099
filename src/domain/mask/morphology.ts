import { discLines } from "./disc-lines.ts";

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
  const grid = gridOf(size, spacing);
  return unpack(dilateBits(pack(mask, grid), grid, radius), grid);
}

/** What of the mask has no background within `radius`. */
export function eroded(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const grid = gridOf(size, spacing);
  return unpack(erodeBits(pack(mask, grid), grid, radius), grid);
}

/** Eroded, then dilated: what is narrower than the disc is gone. */
export function opened(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const grid = gridOf(size, spacing);
  return unpack(dilateBits(erodeBits(pack(mask, grid), grid, radius), grid, radius), grid);
}

/** Dilated, then eroded: gaps narrower than the disc are closed. */
export function closed(
  mask: ArrayLike<number>,
  size: readonly number[],
  spacing: readonly number[],
  radius: number,
): Uint8Array {
  const grid = gridOf(size, spacing);
  return unpack(erodeBits(dilateBits(pack(mask, grid), grid, radius), grid, radius), grid);
}

interface Grid {
  readonly size: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  /** Words of a line along x. */
  readonly perLine: number;
}

function gridOf(size: readonly number[], spacing: readonly number[]): Grid {
  return {
    size: [size[0]!, size[1] ?? 1, size[2] ?? 1],
    spacing: [spacing[0]!, spacing[1] ?? 1, spacing[2] ?? 1],
    perLine: Math.ceil(size[0]! / 32),
  };
}

function pack(mask: ArrayLike<number>, { size: [nx, ny, nz], perLine }: Grid): Int32Array {
  const bits = new Int32Array(perLine * ny * nz);
  for (let line = 0, at = 0; line < ny * nz; line += 1) {
    for (let x = 0; x < nx; x += 1, at += 1) {
      if (mask[at] !== 0) bits[line * perLine + (x >>> 5)]! |= 1 << (x & 31);
    }
  }
  return bits;
}

function unpack(bits: Int32Array, { size: [nx, ny, nz], perLine }: Grid): Uint8Array {
  const mask = new Uint8Array(nx * ny * nz);
  for (let line = 0, at = 0; line < ny * nz; line += 1) {
    for (let x = 0; x < nx; x += 1, at += 1) mask[at] = (bits[line * perLine + (x >>> 5)]! >>> (x & 31)) & 1;
  }
  return mask;
}

function erodeBits(bits: Int32Array, grid: Grid, radius: number): Int32Array {
  return complement(dilateBits(complement(bits, grid), grid, radius), grid);
}

/** The other voxels of the grid; bits beyond the end of a line stay 0. */
function complement(bits: Int32Array, { size: [nx], perLine }: Grid): Int32Array {
  const result = new Int32Array(bits.length);
  const used = nx % 32;
  const lastWord = used === 0 ? -1 : (1 << used) - 1;
  for (let at = 0; at < bits.length; at += 1) result[at] = ~bits[at]!;
  for (let at = perLine - 1; at < bits.length; at += perLine) result[at]! &= lastWord;
  return result;
}

function dilateBits(bits: Int32Array, grid: Grid, radius: number): Int32Array {
  const result = bits.slice();
  const wide = bits.slice();
  let reach = 0;
  for (const { dy, dz, halfWidth } of discLines(grid.size, grid.spacing, radius)) {
    for (; reach < halfWidth; reach += 1) widen(wide, grid.perLine);
    join(result, wide, grid, dy, dz);
  }
  return result;
}

/** Every line along x grows by one voxel to both sides; bits beyond its end come from within and are never read. */
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

/** Adds the lines of a mask, moved by `dy` and `dz`. */
function join(to: Int32Array, from: Int32Array, { size: [, ny, nz], perLine }: Grid, dy: number, dz: number): void {
  const nWords = (ny - Math.abs(dy)) * perLine;
  for (let z = Math.max(0, dz); z < Math.min(nz, nz + dz); z += 1) {
    const start = (z * ny + Math.max(0, dy)) * perLine;
    const shift = (dz * ny + dy) * perLine;
    for (let at = start; at < start + nWords; at += 1) to[at]! |= from[at - shift]!;
  }
}

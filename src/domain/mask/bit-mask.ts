/** A mask with 32 voxels a word: what is asked of every voxel is asked of 32 at once. */
export interface BitMask {
  /** Voxels along x, y and z. */
  readonly size: readonly [number, number, number];
  /** Words of a line along x. */
  readonly perLine: number;
  /** Line by line along x, y fastest, the lowest bit first; bits beyond the end of a line are 0. */
  readonly words: Int32Array;
}

/** A part of a grid: the first voxel along x, y and z, and how many there are. */
export interface Box {
  readonly origin: readonly [number, number, number];
  readonly size: readonly [number, number, number];
}

/** The voxels of a whole mask that are not 0. */
export function bitsOf(mask: ArrayLike<number>, [nx, ny = 1, nz = 1]: readonly number[]): BitMask {
  return packBits(mask, [nx!, ny], { origin: [0, 0, 0], size: [nx!, ny, nz] });
}

/**
 * The voxels of a box that are not 0.
 * @param fullSize of what the box is cut out of
 */
export function packBits(mask: ArrayLike<number>, fullSize: readonly number[], { origin, size }: Box): BitMask {
  const [nx, ny, nz] = size;
  const perLine = Math.ceil(nx / 32);
  const words = new Int32Array(perLine * ny * nz);
  for (let line = 0, word = 0; line < ny * nz; line += 1) {
    const y = line % ny;
    let at = origin[0] + fullSize[0]! * (y + origin[1] + fullSize[1]! * ((line - y) / ny + origin[2]));
    for (const end = at + nx; at < end; word += 1) {
      let bits = 0;
      const stop = Math.min(end, at + 32);
      for (let bit = 1; at < stop; at += 1, bit <<= 1) if (mask[at] !== 0) bits |= bit;
      words[word] = bits;
    }
  }
  return { size, perLine, words };
}

/**
 * The voxels of a box, one a byte.
 * @param value of the voxels of the mask, 0 or 1; the others have the other
 * @param into memory for them
 */
export function unpackBits(
  { size: [, fullY], perLine, words }: BitMask,
  { origin, size: [nx, ny, nz] }: Box,
  value: 0 | 1,
  into: Uint8Array,
): void {
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      const line = perLine * (y + origin[1] + fullY * (z + origin[2]));
      for (let x = origin[0]; x < origin[0] + nx; x += 1, at += 1)
        into[at] = ((words[line + (x >>> 5)]! >>> (x & 31)) & 1) ^ value ^ 1;
    }
  }
}

/** The other voxels of the grid. */
export function complement({ size, perLine, words }: BitMask): BitMask {
  const others = words.map((word) => ~word);
  clearEnds(size, perLine, others);
  return { size, perLine, words: others };
}

/** Clears what lies beyond the ends of the lines. */
export function clearEnds([nx]: BitMask["size"], perLine: number, words: Int32Array): void {
  if (nx % 32 === 0) return;
  const inLine = (1 << (nx % 32)) - 1;
  for (let at = perLine - 1; at < words.length; at += perLine) words[at]! &= inLine;
}

/** How many bits of a word are set: counted in pairs, then in fours, then in bytes. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The number of the lowest bit that is set; −1 where none is. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

import { bitCount, type BitMask } from "../mask/bit-mask.ts";

/** What is counted of a mask's shape, 32 voxels at once. */

/** Faces between mask and background in mm² (along z in volumes alone), and how many voxels of the mask lie at one. */
export function surfaceOf(
  { size: [, ny, nz], perLine, words }: BitMask,
  spacing: readonly number[],
): { area: number; nVoxels: number } {
  const acrossX = spacing[1]! * spacing[2]!;
  const acrossY = spacing[0]! * spacing[2]!;
  const acrossZ = spacing[0]! * spacing[1]!;
  const plane = perLine * ny;
  // Pictures go on beyond their plane.
  const beyond = nz > 1 ? 0 : -1;
  let area = 0;
  let nVoxels = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === 0) continue;
    const k = at % perLine;
    const y = ((at - k) / perLine) % ny;
    // The neighbours of 32 voxels in the six directions.
    const left = (word << 1) | (k > 0 ? words[at - 1]! >>> 31 : 0);
    const right = (word >>> 1) | (k < perLine - 1 ? words[at + 1]! << 31 : 0);
    const above = y > 0 ? words[at - perLine]! : 0;
    const below = y < ny - 1 ? words[at + perLine]! : 0;
    const before = at >= plane ? words[at - plane]! : beyond;
    const after = at < words.length - plane ? words[at + plane]! : beyond;
    const edge = word & ~(left & right & above & below & before & after);
    nVoxels += bitCount(edge);
    for (let rest = edge; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      let open = 0;
      if ((left & bit) === 0) open += acrossX;
      if ((right & bit) === 0) open += acrossX;
      if ((above & bit) === 0) open += acrossY;
      if ((below & bit) === 0) open += acrossY;
      if ((before & bit) === 0) open += acrossZ;
      if ((after & bit) === 0) open += acrossZ;
      area += open;
    }
  }
  return { area, nVoxels };
}

/** Voxels that a 3 × 3 majority filter in the plane would change; those at the border of a plane are left as they are. */
export function roughnessOf({ size: [nx, ny, nz], perLine, words }: BitMask): number {
  // Columns of three voxels: the low and the high bit of how many of them are in the mask; a 0 on either side.
  const low = new Int32Array(perLine + 2);
  const high = new Int32Array(perLine + 2);
  let changed = 0;
  for (let line = 0; line < ny * nz; line += 1) {
    const y = line % ny;
    if (y === 0 || y === ny - 1) continue;
    const first = line * perLine;
    for (let k = 0; k < perLine; k += 1) {
      const [above, here, below] = [words[first + k - perLine]!, words[first + k]!, words[first + k + perLine]!];
      low[k + 1] = above ^ here ^ below;
      high[k + 1] = (above & here) | (below & (above | here));
    }
    for (let k = 0; k < perLine; k += 1)
      changed += bitCount((majorityOf(low, high, k + 1) ^ words[first + k]!) & innerBits(nx, k));
  }
  return changed;
}

/** Where at least five of the voxels of three columns side by side are in the mask. */
function majorityOf(low: Int32Array, high: Int32Array, at: number): number {
  const lowHere = low[at]!;
  const highHere = high[at]!;
  const lowLeft = (lowHere << 1) | (low[at - 1]! >>> 31);
  const highLeft = (highHere << 1) | (high[at - 1]! >>> 31);
  const lowRight = (lowHere >>> 1) | (low[at + 1]! << 31);
  const highRight = (highHere >>> 1) | (high[at + 1]! << 31);
  // The low bit of their sum, and four bits that count as two each, in two pairs.
  const one = lowLeft ^ lowHere ^ lowRight;
  const carried = (lowLeft & lowHere) | (lowRight & (lowLeft | lowHere));
  const oneOfFirst = highLeft ^ highHere;
  const bothFirst = highLeft & highHere;
  const oneOfLast = highRight ^ carried;
  const bothLast = highRight & carried;
  const atLeastTwo = bothFirst | bothLast | (oneOfFirst & oneOfLast);
  const atLeastThree = (bothFirst & (oneOfLast | bothLast)) | (bothLast & oneOfFirst);
  return atLeastThree | (atLeastTwo & one);
}

/** The bits of a line's word whose voxels are neither the first nor the last ones of the line. */
function innerBits(nx: number, k: number): number {
  const nInner = nx - 1 - 32 * k;
  const notLast = nInner >= 32 ? -1 : nInner > 0 ? (1 << nInner) - 1 : 0;
  return k === 0 ? notLast & ~1 : notLast;
}

/** Mean Dice of neighbouring slices that hold some of the mask. */
export function sliceOverlap({ size: [, ny, nz], perLine, words }: BitMask): number {
  const plane = perLine * ny;
  let sum = 0;
  let n = 0;
  for (let z = 1; z < nz; z += 1) {
    let both = 0;
    let either = 0;
    for (let at = z * plane; at < (z + 1) * plane; at += 1) {
      const [here, before] = [words[at]!, words[at - plane]!];
      both += bitCount(here & before);
      either += bitCount(here) + bitCount(before);
    }
    if (either === 0) continue;
    sum += (2 * both) / either;
    n += 1;
  }
  return n > 0 ? sum / n : 0;
}

/**
 * Voxels of the mask that lie at the border of the image, in the planes that it has.
 * @param origin of the mask in the image
 */
export function countAtBorder(
  { size: [, ny], perLine, words }: BitMask,
  origin: readonly number[],
  fullSize: readonly number[],
): number {
  const [lastX, lastY] = [fullSize[0]! - 1, fullSize[1]! - 1];
  let n = 0;
  for (let at = 0; at < words.length; at += 1) {
    const k = at % perLine;
    const y = (((at - k) / perLine) % ny) + origin[1]!;
    const first = origin[0]! + 32 * k;
    const last = lastX - first;
    const outer = (first === 0 ? 1 : 0) | (last >= 0 && last < 32 ? 1 << last : 0);
    n += bitCount(y === 0 || y === lastY ? words[at]! : words[at]! & outer);
  }
  return n;
}

import { ascendingOrder } from "./height-order.ts";
import { type PaddedGrid, padGrid } from "./padded-grid.ts";

/**
 * Watershed by priority flood from markers (Meyer 1991; Beucher): voxels are taken in order of their height, among
 * equals in order of arrival, and join the basin of the neighbour that reached them.
 * @param height what is flooded (gradient magnitude, or minus the distance to the background)
 * @param markers 0 for none, else the number of the basin
 * @param mask where not 0, voxels may be flooded
 * @returns basin of every voxel, 0 where nothing reached
 */
export function watershed(
  height: ArrayLike<number>,
  markers: ArrayLike<number>,
  mask: ArrayLike<number>,
  size: readonly number[],
): Int32Array {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const { length, steps, lines } = padGrid([nx, ny, nz]);
  const basins = new Int32Array(length);
  const isOpen = new Uint8Array(length);
  for (let line = 0, from = 0; line < lines.length; line += 1, from += nx) {
    for (let x = 0, at = lines[line]!; x < nx; x += 1, at += 1) {
      basins[at] = markers[from + x]!;
      if (basins[at] === 0 && mask[from + x] !== 0) isOpen[at] = 1;
    }
  }
  const { voxels, heights } = takingPart(height, nx, isOpen, basins, { length, steps, lines });
  const queue = new FloodQueue(voxels, heights, length);
  for (let i = 0; i < voxels.length; i += 1) if (isOpen[voxels[i]!] === 0) queue.push(voxels[i]!);
  for (let at = queue.pop(); at >= 0; at = queue.pop()) {
    for (let i = 0; i < steps.length; i += 1) {
      const next = at + steps[i]!;
      if (isOpen[next] === 0) continue;
      isOpen[next] = 0;
      basins[next] = basins[at]!;
      queue.push(next);
    }
  }
  const result = new Int32Array(nx * ny * nz);
  for (let line = 0; line < lines.length; line += 1)
    result.set(basins.subarray(lines[line], lines[line]! + nx), line * nx);
  return result;
}

/** The voxels that may be flooded, and of the markers those that have such a neighbour: padded indices, and heights. */
function takingPart(
  height: ArrayLike<number>,
  nx: number,
  isOpen: Uint8Array,
  basins: Int32Array,
  { steps, lines }: PaddedGrid,
): { readonly voxels: Int32Array; readonly heights: Float64Array } {
  const voxels = new Int32Array(lines.length * nx);
  const heights = new Float64Array(voxels.length);
  let n = 0;
  for (let line = 0, from = 0; line < lines.length; line += 1, from += nx) {
    for (let x = 0, at = lines[line]!; x < nx; x += 1, at += 1) {
      let isIn = isOpen[at]!;
      if (basins[at] !== 0) for (let i = 0; i < steps.length; i += 1) isIn |= isOpen[at + steps[i]!]!;
      if (isIn === 0) continue;
      voxels[n] = at;
      heights[n] = height[from + x]!;
      n += 1;
    }
  }
  return { voxels: voxels.subarray(0, n), heights: heights.subarray(0, n) };
}

/**
 * Voxels by height, then by order of arrival, each of which comes once. All heights are known before, so every height is
 * a level with a line of waiting voxels; a tree of bits, one for each 32 below it, finds the lowest level that has any.
 */
class FloodQueue {
  readonly #levels: Int32Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #next: Int32Array;
  /** From the one bit a level up to a single word. */
  readonly #tree: Int32Array[] = [];

  /** @param voxels all that may come, with their heights; each is below `end` */
  constructor(voxels: Int32Array, heights: Float64Array, end: number) {
    const order = ascendingOrder(heights);
    this.#levels = new Int32Array(end);
    let level = 0;
    for (let i = 1; i < order.length; i += 1) {
      if (heights[order[i]!] !== heights[order[i - 1]!]) level += 1;
      this.#levels[voxels[order[i]!]!] = level;
    }
    this.#first = new Int32Array(level + 1);
    this.#last = new Int32Array(level + 1);
    this.#next = new Int32Array(end);
    let n = level + 1;
    do {
      n = Math.ceil(n / 32);
      this.#tree.push(new Int32Array(n));
    } while (n > 1);
  }

  push(voxel: number): void {
    const level = this.#levels[voxel]!;
    this.#next[voxel] = -1;
    const words = this.#tree[0]!;
    if ((words[level >>> 5]! & (1 << (level & 31))) !== 0) {
      this.#next[this.#last[level]!] = voxel;
      this.#last[level] = voxel;
      return;
    }
    this.#first[level] = voxel;
    this.#last[level] = voxel;
    for (let i = 0, at = level; i < this.#tree.length; i += 1, at >>>= 5) {
      const word = this.#tree[i]![at >>> 5]!;
      this.#tree[i]![at >>> 5] = word | (1 << (at & 31));
      if (word !== 0) break;
    }
  }

  /** The lowest voxel, or −1 when there is none. */
  pop(): number {
    let level = 0;
    for (let i = this.#tree.length - 1; i >= 0; i -= 1) {
      const word = this.#tree[i]![level]!;
      if (word === 0) return -1;
      level = 32 * level + 31 - Math.clz32(word & -word);
    }
    const voxel = this.#first[level]!;
    const next = this.#next[voxel]!;
    if (next >= 0) {
      this.#first[level] = next;
      return voxel;
    }
    for (let i = 0, at = level; i < this.#tree.length; i += 1, at >>>= 5) {
      const word = this.#tree[i]![at >>> 5]! & ~(1 << (at & 31));
      this.#tree[i]![at >>> 5] = word;
      if (word !== 0) break;
    }
    return voxel;
  }
}

import { connectedComponents } from "./components.ts";

/** Parts of a mask that do not touch, not even at a corner. */
export function countPieces(mask: ArrayLike<number>, size: readonly number[]): number {
  const { data, size: cropped } = withBorder(mask, size, 1);
  return connectedComponents(data, cropped, true).sizes.length;
}

/** Parts of the background that the mask closes in on every side: holes of a picture, cavities of a volume. */
export function countHoles(mask: ArrayLike<number>, size: readonly number[]): number {
  const { data, size: cropped } = withBorder(mask, size, 0);
  // With a border all around, what lies outside is one part.
  return Math.max(0, connectedComponents(data, cropped).sizes.length - 1);
}

/**
 * The smallest box that holds a mask, with one voxel of background around it: 1 where the mask (or, for `wanted` 0, the
 * background) is. Work on a small mask in a large volume then costs what the mask does.
 */
function withBorder(
  mask: ArrayLike<number>,
  size: readonly number[],
  wanted: 0 | 1,
): { data: Uint8Array; size: number[] } {
  const [nx, ny] = [size[0]!, size[1]!];
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    const x = at % nx;
    const y = ((at - x) / nx) % ny;
    const position = [x, y, Math.floor(at / (nx * ny))];
    for (let axis = 0; axis < 3; axis += 1) {
      if (position[axis]! < low[axis]!) low[axis] = position[axis]!;
      if (position[axis]! > high[axis]!) high[axis] = position[axis]!;
    }
  }
  if (high[0]! < 0) return { data: Uint8Array.of(wanted === 0 ? 1 : 0), size: [1, 1] };
  const isVolume = (size[2] ?? 1) > 1;
  const [bx, by, bz] = [1, 1, isVolume ? 1 : 0];
  const box = [high[0]! - low[0]! + 1 + 2 * bx, high[1]! - low[1]! + 1 + 2 * by, high[2]! - low[2]! + 1 + 2 * bz];
  const data = new Uint8Array(box[0]! * box[1]! * box[2]!).fill(wanted === 0 ? 1 : 0);
  for (let z = low[2]!; z <= high[2]!; z += 1)
    for (let y = low[1]!; y <= high[1]!; y += 1)
      for (let x = low[0]!; x <= high[0]!; x += 1) {
        if (mask[x + nx * (y + ny * z)] === 0) continue;
        data[x - low[0]! + bx + box[0]! * (y - low[1]! + by + box[1]! * (z - low[2]! + bz))] = wanted;
      }
  return { data, size: isVolume ? box : box.slice(0, 2) };
}

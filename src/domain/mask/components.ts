/** Connected parts of a mask. */
export interface Components {
  /** 0 outside of the mask, else the number of the part, from 1. */
  readonly labels: Int32Array;
  /** Voxels of every part; index 0 is part 1. */
  readonly sizes: readonly number[];
}

/**
 * Connected components of the voxels that are not 0: neighbours share a face (4 in 2-D, 6 in 3-D) or, with
 * `isFull`, a face, an edge or a corner (8, 26).
 */
export function connectedComponents(mask: ArrayLike<number>, size: readonly number[], isFull = false): Components {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const steps = neighbourSteps(size, isFull);
  const labels = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  const sizes: number[] = [];
  for (let seed = 0; seed < mask.length; seed += 1) {
    if (mask[seed]! === 0 || labels[seed] !== 0) continue;
    const label = sizes.length + 1;
    let head = 0;
    let tail = 0;
    queue[tail++] = seed;
    labels[seed] = label;
    while (head < tail) {
      const at = queue[head++]!;
      const x = at % nx;
      const y = ((at - x) / nx) % ny;
      const z = Math.floor(at / (nx * ny));
      for (const [dx, dy, dz] of steps) {
        const [u, v, w] = [x + dx, y + dy, z + dz];
        if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
        const next = at + dx + nx * (dy + ny * dz);
        if (mask[next]! === 0 || labels[next] !== 0) continue;
        labels[next] = label;
        queue[tail++] = next;
      }
    }
    sizes.push(tail);
  }
  return { labels, sizes };
}

/** A mask without its holes: background that does not reach the border of the image becomes part of it. */
export function fillHoles(mask: ArrayLike<number>, size: readonly number[]): Uint8Array {
  const background = Uint8Array.from(mask, (value) => (value === 0 ? 1 : 0));
  const { labels, sizes } = connectedComponents(background, size);
  const touches = new Uint8Array(sizes.length + 1);
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  for (let at = 0; at < labels.length; at += 1) {
    if (labels[at] === 0) continue;
    const x = at % nx;
    const y = ((at - x) / nx) % ny;
    const z = Math.floor(at / (nx * ny));
    const onBorder = x === 0 || y === 0 || x === nx - 1 || y === ny - 1 || (nz > 1 && (z === 0 || z === nz - 1));
    if (onBorder) touches[labels[at]!] = 1;
  }
  return Uint8Array.from(labels, (label, at) => (mask[at] !== 0 || touches[label] === 0 ? 1 : 0));
}

function neighbourSteps(size: readonly number[], isFull: boolean): (readonly [number, number, number])[] {
  const range = [-1, 0, 1];
  const depth = (size[2] ?? 1) > 1 ? range : [0];
  return range.flatMap((dx) =>
    range.flatMap((dy) =>
      depth.flatMap((dz) => {
        const distance = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
        return distance === 0 || (!isFull && distance > 1) ? [] : [[dx, dy, dz] as const];
      }),
    ),
  );
}

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
  const basins = Int32Array.from(markers);
  const heap = new FloodQueue(height);
  for (let i = 0; i < basins.length; i += 1) if (basins[i] !== 0) heap.push(i);
  for (let at = heap.pop(); at >= 0; at = heap.pop()) {
    const x = at % nx;
    const y = ((at - x) / nx) % ny;
    const z = Math.floor(at / (nx * ny));
    const visit = (next: number, isInside: boolean): void => {
      if (!isInside || basins[next] !== 0 || mask[next] === 0) return;
      basins[next] = basins[at]!;
      heap.push(next);
    };
    visit(at - 1, x > 0);
    visit(at + 1, x < nx - 1);
    visit(at - nx, y > 0);
    visit(at + nx, y < ny - 1);
    visit(at - nx * ny, z > 0);
    visit(at + nx * ny, z < nz - 1);
  }
  return basins;
}

/** A binary heap of voxels by height, then by order of arrival. */
class FloodQueue {
  readonly #height: ArrayLike<number>;
  readonly #voxels: number[] = [];
  readonly #arrivals: number[] = [];
  #nArrived = 0;

  constructor(height: ArrayLike<number>) {
    this.#height = height;
  }

  push(voxel: number): void {
    let at = this.#voxels.length;
    const arrival = this.#nArrived;
    this.#nArrived += 1;
    this.#voxels.push(voxel);
    this.#arrivals.push(arrival);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#isBefore(parent, voxel, arrival)) break;
      this.#voxels[at] = this.#voxels[parent]!;
      this.#arrivals[at] = this.#arrivals[parent]!;
      at = parent;
    }
    this.#voxels[at] = voxel;
    this.#arrivals[at] = arrival;
  }

  /** The lowest voxel, or −1 when there is none. */
  pop(): number {
    if (this.#voxels.length === 0) return -1;
    const top = this.#voxels[0]!;
    const voxel = this.#voxels.pop()!;
    const arrival = this.#arrivals.pop()!;
    const n = this.#voxels.length;
    if (n === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= n) break;
      if (child + 1 < n && !this.#isBefore(child, this.#voxels[child + 1]!, this.#arrivals[child + 1]!)) child += 1;
      if (!this.#isBefore(child, voxel, arrival)) break;
      this.#voxels[at] = this.#voxels[child]!;
      this.#arrivals[at] = this.#arrivals[child]!;
      at = child;
    }
    this.#voxels[at] = voxel;
    this.#arrivals[at] = arrival;
    return top;
  }

  /** Whether the entry at a place of the heap comes before a voxel. */
  #isBefore(place: number, voxel: number, arrival: number): boolean {
    const difference = this.#height[this.#voxels[place]!]! - this.#height[voxel]!;
    return difference < 0 || (difference === 0 && this.#arrivals[place]! < arrival);
  }
}

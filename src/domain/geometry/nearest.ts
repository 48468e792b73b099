/** The voxel in which a place along an axis lies. Grids that lie half a voxel apart by rounding fall on the lower one everywhere. */
export function nearest(index: number): number {
  return Math.ceil(index - 0.5 - 1e-6);
}

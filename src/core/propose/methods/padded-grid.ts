/**
 * A grid with one voxel more on every side (not across an axis of one voxel), so that steps to neighbours need no look
 * at where the image ends.
 */
export interface PaddedGrid {
  readonly length: number;
  /** From a voxel to its neighbours across faces: −x, +x, −y, +y and in volumes −z, +z. */
  readonly steps: Int32Array;
  /** Padded index of the first voxel of every line along x, y fastest. */
  readonly lines: Int32Array;
}

export function padGrid([nx, ny, nz]: readonly [number, number, number]): PaddedGrid {
  const isVolume = nz > 1;
  const width = nx + 2;
  const plane = width * (ny + 2);
  const lines = new Int32Array(ny * nz);
  for (let z = 0, line = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1, line += 1) lines[line] = (isVolume ? z + 1 : 0) * plane + (y + 1) * width + 1;
  const steps = [-1, 1, -width, width];
  return {
    length: plane * (isVolume ? nz + 2 : 1),
    steps: Int32Array.from(isVolume ? [...steps, -plane, plane] : steps),
    lines,
  };
}

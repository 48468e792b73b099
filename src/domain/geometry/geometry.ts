/**
 * Where the voxels of an image lie in space.
 *
 * Voxel order is x fastest, as in NIfTI. World coordinates are RAS+ millimetres, as in NIfTI (itk and DICOM use LPS).
 */
export interface Geometry {
  /** Voxels along x, y (and z for volumes). */
  readonly size: readonly number[];
  /** Distance between voxel centres; null where the file does not say (PNG, JPEG). */
  readonly spacingMm: readonly number[] | null;
  /** 4 × 4, row-major, voxel index → RAS mm; null for pictures. */
  readonly affine: readonly number[] | null;
  /** Whether the file says which way is which; without it left and right are unknown. */
  readonly orientationKnown: boolean;
}

export function voxelCount(geometry: Pick<Geometry, "size">): number {
  return geometry.size.reduce((product, length) => product * length, 1);
}

/** World position (RAS mm) of a voxel index. */
export function toWorld(affine: readonly number[], x: number, y: number, z: number): [number, number, number] {
  const row = (r: number): number =>
    affine[4 * r]! * x + affine[4 * r + 1]! * y + affine[4 * r + 2]! * z + affine[4 * r + 3]!;
  return [row(0), row(1), row(2)];
}

/** The eight corner voxels (first and last index along each axis). */
export function cornersOf(size: readonly number[]): [number, number, number][] {
  const last = [0, 1, 2].map((axis) => (size[axis] ?? 1) - 1);
  return Array.from({ length: 8 }, (_, bits) => [
    bits & 1 ? last[0]! : 0,
    bits & 2 ? last[1]! : 0,
    bits & 4 ? last[2]! : 0,
  ]);
}

/** Lengths of the affine's columns: the voxel spacing that it implies. */
export function spacingOfAffine(affine: readonly number[]): [number, number, number] {
  const column = (c: number): number => Math.hypot(affine[c]!, affine[4 + c]!, affine[8 + c]!);
  return [column(0), column(1), column(2)];
}

/** Largest deviation of the normalised axes from being orthogonal (0 for a rotation, 1 for parallel axes). */
export function shearOf(affine: readonly number[]): number {
  const spacing = spacingOfAffine(affine);
  const axis = (c: number): number[] => [0, 1, 2].map((r) => affine[4 * r + c]! / spacing[c]!);
  const dot = (a: readonly number[], b: readonly number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
  return Math.max(Math.abs(dot(axis(0), axis(1))), Math.abs(dot(axis(0), axis(2))), Math.abs(dot(axis(1), axis(2))));
}

/** Largest distance in mm between where two affines put the corners of a grid. */
export function cornerDistanceMm(size: readonly number[], a: readonly number[], b: readonly number[]): number {
  return Math.max(
    ...cornersOf(size).map(([x, y, z]) => {
      const p = toWorld(a, x, y, z);
      const q = toWorld(b, x, y, z);
      return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
    }),
  );
}

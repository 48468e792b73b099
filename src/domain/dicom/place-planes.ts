import { type Geometry, toWorld } from "../geometry/geometry.ts";
import { invertAffine } from "../geometry/invert-affine.ts";
import { nearest } from "../geometry/nearest.ts";
import type { FramePlace, Vector } from "./dicom-header.ts";
import { normalOf } from "./stack-geometry.ts";

/** A plane of a segmentation with where it lies; 1 inside, 0 outside. */
export interface SegmentPlane {
  readonly place: FramePlace;
  readonly pixels: Uint8Array;
}

/** The grid that all planes of a segmentation share. */
export interface PlaneGrid {
  readonly rows: number;
  readonly columns: number;
  /** Between columns and between rows. */
  readonly spacingMm: readonly [number, number];
  /** From one plane to the next along their normal. */
  readonly stepMm: number;
}

/** Maps a point in patient coordinates (LPS, mm) to voxel indices of an image. */
export type ToVoxel = (point: Vector) => Vector;

/** @returns null where the image does not say where it lies */
export function toVoxelOf({ affine }: Pick<Geometry, "affine">): ToVoxel | null {
  const inverse = affine && invertAffine(affine);
  // LPS to RAS: the first two coordinates change sign.
  return inverse && (([x, y, z]) => toWorld(inverse, -x, -y, z));
}

export interface PlacedMask {
  /** On the image's grid, x fastest. */
  readonly mask: Uint8Array;
  /** The planes lie on another grid: the nearest of their pixels counts for each voxel. */
  readonly isResampled: boolean;
  /** Pixels of the planes that lie outside of the image. */
  readonly nOutside: number;
}

/** So far, in voxels, a pixel may lie from a voxel's centre for the grids to be called the same. */
const SAME_GRID = 0.05;

/** Lays the planes of one segment on an image's grid. */
export function placePlanes(
  planes: readonly SegmentPlane[],
  grid: PlaneGrid,
  size: readonly number[],
  toVoxel: ToVoxel,
): PlacedMask {
  const whole: Volume = {
    size: [size[0]!, size[1]!, size[2] ?? 1],
    mask: new Uint8Array(size.reduce((n, one) => n * one, 1)),
  };
  const isSame = planes.every(({ place }) => liesOnGrid(place, grid, toVoxel));
  let nOutside = 0;
  for (const plane of planes)
    nOutside += isSame ? copyPlane(plane, grid, whole, toVoxel) : resamplePlane(plane, grid, whole, toVoxel);
  return { mask: whole.mask, isResampled: !isSame, nOutside };
}

interface Volume {
  readonly size: readonly [number, number, number];
  readonly mask: Uint8Array;
}

function pointOf({ position, row, column }: FramePlace, { spacingMm }: PlaneGrid, x: number, y: number): Vector {
  const [u, v] = [x * spacingMm[0], y * spacingMm[1]];
  return [
    position[0] + u * row[0] + v * column[0],
    position[1] + u * row[1] + v * column[1],
    position[2] + u * row[2] + v * column[2],
  ];
}

function liesOnGrid(place: FramePlace, grid: PlaneGrid, toVoxel: ToVoxel): boolean {
  const corner = toVoxel(pointOf(place, grid, 0, 0));
  const isWhole = corner.every((value) => Math.abs(value - Math.round(value)) < SAME_GRID);
  const alongRow = toVoxel(pointOf(place, grid, grid.columns - 1, 0));
  const alongColumn = toVoxel(pointOf(place, grid, 0, grid.rows - 1));
  const isStep = (end: Vector, axis: 0 | 1, n: number): boolean =>
    end.every((value, index) => Math.abs(value - corner[index]! - (index === axis ? n : 0)) < SAME_GRID);
  return isWhole && isStep(alongRow, 0, grid.columns - 1) && isStep(alongColumn, 1, grid.rows - 1);
}

function copyPlane({ place, pixels }: SegmentPlane, grid: PlaneGrid, { size, mask }: Volume, toVoxel: ToVoxel): number {
  const [i, j, k] = toVoxel(place.position).map(Math.round) as [number, number, number];
  let nOutside = 0;
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] === 0) continue;
    const [x, y] = [i + (at % grid.columns), j + Math.floor(at / grid.columns)];
    if (x < 0 || y < 0 || k < 0 || x >= size[0] || y >= size[1] || k >= size[2]) nOutside += 1;
    else mask[(k * size[1] + y) * size[0] + x] = 1;
  }
  return nOutside;
}

/**
 * Every voxel whose centre is nearer to a pixel of this plane than half a pixel, and half a step, takes it.
 * @returns how many of its pixels lie outside of the image
 */
function resamplePlane(
  { place, pixels }: SegmentPlane,
  grid: PlaneGrid,
  { size, mask }: Volume,
  toVoxel: ToVoxel,
): number {
  const { stepMm } = grid;
  const normal = normalOf(place);
  const voxelAt = (x: number, y: number, steps: number): Vector => {
    const base = pointOf(place, grid, x, y);
    const up = steps * stepMm;
    return toVoxel([base[0] + up * normal[0], base[1] + up * normal[1], base[2] + up * normal[2]]);
  };
  // The map from plane to voxels is affine, so four of its points tell it.
  const [o, a, b, c] = [voxelAt(0, 0, 0), voxelAt(1, 0, 0), voxelAt(0, 1, 0), voxelAt(0, 0, 1)];
  const line = (r: 0 | 1 | 2): number[] => [a[r] - o[r], b[r] - o[r], c[r] - o[r], o[r]];
  const inverse = invertAffine([...line(0), ...line(1), ...line(2), 0, 0, 0, 1]);
  if (!inverse) return pixels.reduce((sum, value) => sum + value, 0);
  const corners = [0, 1, 2, 3].flatMap((bits) =>
    [-0.5, 0.5].map((side) => voxelAt(bits & 1 ? grid.columns - 0.5 : -0.5, bits & 2 ? grid.rows - 0.5 : -0.5, side)),
  );
  const range = (axis: 0 | 1 | 2): [number, number] => [
    Math.max(0, Math.floor(Math.min(...corners.map((corner) => corner[axis])))),
    Math.min(size[axis] - 1, Math.ceil(Math.max(...corners.map((corner) => corner[axis])))),
  ];
  const [xs, ys, zs] = [range(0), range(1), range(2)];
  for (let z = zs[0]; z <= zs[1]; z += 1) {
    for (let y = ys[0]; y <= ys[1]; y += 1) {
      for (let x = xs[0]; x <= xs[1]; x += 1) {
        const [u, v, w] = toWorld(inverse, x, y, z);
        if (nearest(w) !== 0) continue;
        const [column, row] = [nearest(u), nearest(v)];
        if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
        if (pixels[row * grid.columns + column] === 1) mask[(z * size[1] + y) * size[0] + x] = 1;
      }
    }
  }
  return nOutside(pixels, grid, size, (x, y) => voxelAt(x, y, 0));
}

function nOutside(
  pixels: Uint8Array,
  { columns }: PlaneGrid,
  size: Volume["size"],
  voxelAt: (x: number, y: number) => Vector,
): number {
  let n = 0;
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] === 0) continue;
    const voxel = voxelAt(at % columns, Math.floor(at / columns));
    if (voxel.some((value, axis) => nearest(value) < 0 || nearest(value) >= size[axis]!)) n += 1;
  }
  return n;
}

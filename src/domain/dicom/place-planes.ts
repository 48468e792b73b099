import type { Geometry } from "../geometry/geometry.ts";
import type { FramePlace, Vector } from "./dicom-header.ts";

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
  if (!affine) return null;
  const [a, b, c, tx, d, e, f, ty, g, h, i, tz] = affine as unknown as number[];
  const det = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
  if (Math.abs(det) < 1e-12) return null;
  const inverse = [
    (e! * i! - f! * h!) / det,
    (c! * h! - b! * i!) / det,
    (b! * f! - c! * e!) / det,
    (f! * g! - d! * i!) / det,
    (a! * i! - c! * g!) / det,
    (c! * d! - a! * f!) / det,
    (d! * h! - e! * g!) / det,
    (b! * g! - a! * h!) / det,
    (a! * e! - b! * d!) / det,
  ];
  return ([x, y, z]) => {
    // LPS to RAS: the first two coordinates change sign.
    const [u, v, w] = [-x - tx!, -y - ty!, z - tz!];
    return [
      inverse[0]! * u + inverse[1]! * v + inverse[2]! * w,
      inverse[3]! * u + inverse[4]! * v + inverse[5]! * w,
      inverse[6]! * u + inverse[7]! * v + inverse[8]! * w,
    ];
  };
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

/** Every voxel whose centre is nearer to a pixel of this plane than half a pixel, and half a step, takes it. */
function resamplePlane(
  { place, pixels }: SegmentPlane,
  grid: PlaneGrid,
  { size, mask }: Volume,
  toVoxel: ToVoxel,
): number {
  const { spacingMm, stepMm } = grid;
  const normal: Vector = [
    place.row[1] * place.column[2] - place.row[2] * place.column[1],
    place.row[2] * place.column[0] - place.row[0] * place.column[2],
    place.row[0] * place.column[1] - place.row[1] * place.column[0],
  ];
  // From voxel to plane coordinates: the map is affine, so four of its points tell it.
  const inverse = inverseOf(
    [0, 1, 2, 3].map((corner) => {
      const [x, y, z] = [corner === 1 ? 1 : 0, corner === 2 ? 1 : 0, corner === 3 ? stepMm : 0];
      const base = pointOf(place, grid, x, y);
      return toVoxel([base[0] + z * normal[0], base[1] + z * normal[1], base[2] + z * normal[2]]);
    }),
  );
  if (!inverse) return 0;
  const corners = [0, 1, 2, 3].flatMap((bits) =>
    [-0.5, 0.5].map((side) => {
      const [x, y] = [bits & 1 ? grid.columns - 0.5 : -0.5, bits & 2 ? grid.rows - 0.5 : -0.5];
      const base = pointOf({ ...place }, { ...grid, spacingMm }, x, y);
      return toVoxel([
        base[0] + side * stepMm * normal[0],
        base[1] + side * stepMm * normal[1],
        base[2] + side * stepMm * normal[2],
      ]);
    }),
  );
  const range = (axis: 0 | 1 | 2): [number, number] => [
    Math.max(0, Math.floor(Math.min(...corners.map((corner) => corner[axis])))),
    Math.min(size[axis] - 1, Math.ceil(Math.max(...corners.map((corner) => corner[axis])))),
  ];
  const [xs, ys, zs] = [range(0), range(1), range(2)];
  for (let z = zs[0]; z <= zs[1]; z += 1) {
    for (let y = ys[0]; y <= ys[1]; y += 1) {
      for (let x = xs[0]; x <= xs[1]; x += 1) {
        const [c, r, s] = inverse([x, y, z]);
        if (s < -0.5 || s >= 0.5) continue;
        const [column, row] = [Math.round(c), Math.round(r)];
        if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
        if (pixels[row * grid.columns + column] === 1) mask[(z * size[1] + y) * size[0] + x] = 1;
      }
    }
  }
  return 0;
}

/** The inverse of the affine map that takes the origin and the three unit points to the points given. */
function inverseOf(points: readonly Vector[]): ((voxel: Vector) => Vector) | null {
  const [o, a, b, c] = points as [Vector, Vector, Vector, Vector];
  const m = [a, b, c].map((end) => [end[0] - o[0], end[1] - o[1], end[2] - o[2]]);
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = m as [number[], number[], number[]];
  const det = ax! * (by! * cz! - bz! * cy!) - bx! * (ay! * cz! - az! * cy!) + cx! * (ay! * bz! - az! * by!);
  if (Math.abs(det) < 1e-12) return null;
  return ([x, y, z]) => {
    const [u, v, w] = [x - o[0], y - o[1], z - o[2]];
    return [
      (u * (by! * cz! - bz! * cy!) - bx! * (v * cz! - w * cy!) + cx! * (v * bz! - w * by!)) / det,
      (ax! * (v * cz! - w * cy!) - u * (ay! * cz! - az! * cy!) + cx! * (ay! * w - az! * v)) / det,
      (ax! * (by! * w - bz! * v) - bx! * (ay! * w - az! * v) + u * (ay! * bz! - az! * by!)) / det,
    ];
  };
}

import { type Rectangle, resamplePlane } from "../image/resample.ts";
import { type Axis, IN_PLANE, indexAtShare, sliceOf } from "../image/slices.ts";
import type { MaskExtent } from "./mask-extent.ts";

/** Pixels along an edge of the planes that networks see of a case, … */
export const PLANE_SIDE = 48;
/** … and of those of images that show more where a project is small enough to be looked at so closely. */
export const FINE_SIDE = 96;
/** Pixels of the image along the shorter edge of a frame from which on fine planes show more of it. */
const SHOWS_MORE = 72;
/** Where the planes of a volume lie, as shares of its masks' voxels along the axis. */
const PLANE_SHARES = [0.3, 0.5, 0.7];
/** Surroundings of the masks that are kept, as a share of their extent, on every side. */
const MARGIN = 0.5;
/** Samples along an axis on which the masks of a case are compared. */
const COMPARED = { plane: 96, volume: 40 } as const;

/** Which planes of a case are looked at, and which part of them: the same for all its masks of one class. */
export interface CasePlan {
  readonly planes: readonly { readonly axis: Axis; readonly index: number; readonly frame: Rectangle }[];
}

/**
 * Chooses planes through what the masks of a case have in common. A picture gives one plane, a volume three along the
 * axis with the widest spacing. The frame is the middle one of the masks' boxes, with their surroundings: one mask that
 * covers everything does not change it.
 */
export function planCase(
  extents: readonly (MaskExtent | null)[],
  size: readonly number[],
  spacing: readonly number[],
): CasePlan {
  const isVolume = (size[2] ?? 1) > 1;
  const axis: Axis = isVolume ? widestAxis(spacing) : 2;
  const counts = new Float64Array(size[axis] ?? 1);
  for (const extent of extents) {
    const own = extent?.counts[axis];
    const total = own?.reduce((sum, value) => sum + value, 0) ?? 0;
    if (own) for (let i = 0; i < counts.length; i += 1) counts[i]! += own[i]! / total;
  }
  const [across, down] = IN_PLANE[axis];
  const aspect = spacing[down]! / spacing[across]!;
  const boxes = extents.flatMap((extent) => (extent ? [{ x: extent.box[across]!, y: extent.box[down]! }] : []));
  const frame = middleFrame(boxes, size[across]!, size[down]!, aspect);
  const indices = isVolume ? PLANE_SHARES.map((share) => indexAtShare(counts, share)) : [0];
  return { planes: indices.map((index) => ({ axis, index, frame })) };
}

/** How many planes are looked at of an image of this size. */
export function nPlanesOf(size: readonly number[]): number {
  return (size[2] ?? 1) > 1 ? PLANE_SHARES.length : 1;
}

/** Whether fine planes show more of an image than coarse ones. */
export function showsMore({ planes: [plane] }: CasePlan): boolean {
  if (!plane) return false;
  const { x0, y0, x1, y1 } = plane.frame;
  return Math.min(x1 - x0, y1 - y0) >= SHOWS_MORE;
}

/** A grid of an image or a mask on the planes of a plan, times `scale`, as bytes: planes × side × side. */
export function samplePlanes(
  data: ArrayLike<number>,
  size: readonly number[],
  { planes }: CasePlan,
  scale: number,
  side = PLANE_SIDE,
): Uint8Array {
  const area = side * side;
  const result = new Uint8Array(planes.length * area);
  for (const [row, { axis, index, frame }] of planes.entries()) {
    const values = resamplePlane(sliceOf(data, size, axis, index), frame, side, side);
    for (let i = 0; i < area; i += 1)
      result[row * area + i] = Math.max(0, Math.min(255, Math.round(values[i]! * scale)));
  }
  return result;
}

/** The masks of a case on a common coarse grid around all of them, 0 or 255, to be compared with each other. */
export function sampleVoters(
  masks: readonly Uint8Array[],
  extents: readonly (MaskExtent | null)[],
  size: readonly number[],
): Uint8Array[] {
  const full = [size[0]!, size[1]!, size[2] ?? 1];
  const most = full[2]! > 1 ? COMPARED.volume : COMPARED.plane;
  const ranges = unionBox(extents, full);
  const places = ranges.map(([from, to]) => {
    const n = Math.min(most, Math.max(1, to - from));
    return Int32Array.from({ length: n }, (_, i) => Math.min(to - 1, from + Math.floor(((i + 0.5) * (to - from)) / n)));
  });
  const [xs, ys, zs] = places as [Int32Array, Int32Array, Int32Array];
  return masks.map((mask) => {
    const result = new Uint8Array(xs.length * ys.length * zs.length);
    let at = 0;
    for (const z of zs)
      for (const y of ys) {
        const line = full[0]! * (y + full[1]! * z);
        for (let i = 0; i < xs.length; i += 1, at += 1) result[at] = mask[line + xs[i]!] === 0 ? 0 : 255;
      }
    return result;
  });
}

function unionBox(extents: readonly (MaskExtent | null)[], size: readonly number[]): (readonly [number, number])[] {
  const boxes = extents.flatMap((extent) => (extent ? [extent.box] : []));
  return size.map((length, axis) =>
    boxes.length === 0
      ? [0, length]
      : [Math.min(...boxes.map((box) => box[axis]![0])), Math.max(...boxes.map((box) => box[axis]![1]))],
  );
}

/** The middle one of the boxes, edge by edge, with its surroundings; the whole plane where there is none. */
function middleFrame(
  boxes: readonly { readonly x: readonly [number, number]; readonly y: readonly [number, number] }[],
  width: number,
  height: number,
  aspect: number,
): Rectangle {
  if (boxes.length === 0) return squareWithin({ x0: 0, y0: 0, x1: width, y1: height }, width, height, aspect);
  const middle = (axis: "x" | "y", end: 0 | 1): number => {
    const values = boxes.map((box) => box[axis][end]).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)]!;
  };
  const [x0, x1, y0, y1] = [middle("x", 0), middle("x", 1), middle("y", 0), middle("y", 1)];
  const [mx, my] = [MARGIN * Math.max(4, x1 - x0), MARGIN * Math.max(4, y1 - y0)];
  return squareWithin({ x0: x0 - mx, x1: x1 + mx, y0: y0 - my, y1: y1 + my }, width, height, aspect);
}

/** The box cut to the image, then widened to a square in millimetres; it may reach beyond the image. */
function squareWithin(box: Rectangle, width: number, height: number, aspect: number): Rectangle {
  const [x0, x1] = [Math.max(0, box.x0), Math.min(width, box.x1)];
  const [y0, y1] = [Math.max(0, box.y0), Math.min(height, box.y1)];
  const side = Math.max(x1 - x0, (y1 - y0) * aspect);
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return { x0: cx - side / 2, x1: cx + side / 2, y0: cy - side / 2 / aspect, y1: cy + side / 2 / aspect };
}

function widestAxis(spacing: readonly number[]): Axis {
  const [x, y, z] = [spacing[0]!, spacing[1]!, spacing[2] ?? 1];
  return z >= x && z >= y ? 2 : y >= x ? 1 : 0;
}

import type { Axis } from "../image/slices.ts";
import type { Geometry } from "./geometry.ts";

/** An axis of the grid as it runs over the screen, to the right or down. */
export interface ScreenAxis {
  readonly axis: Axis;
  /** The first voxel lies at the right or at the bottom. */
  readonly isFlipped: boolean;
}

/** How slices along one axis of the grid are laid on the screen. */
export interface PlaneLayout {
  /** The axis that is fixed in a slice. */
  readonly axis: Axis;
  readonly name: "sagittal" | "coronal" | "axial" | "picture";
  readonly across: ScreenAxis;
  readonly down: ScreenAxis;
}

/**
 * The planes of an image in radiological convention: patient's right at the left, head and nose up, and in the sagittal
 * plane the nose at the right. Volumes lie obliquely now and then: each axis of the grid stands for the direction of
 * the body that it is closest to. A volume that does not say how the patient lies in it is laid out by the affine that
 * it is given in its place; a picture as it is stored, unless it says how it lies.
 * @returns axial, coronal, sagittal; for one slice, that alone
 */
export function planeLayouts({ size, affine, orientationKnown }: Omit<Geometry, "spacingMm">): PlaneLayout[] {
  const isVolume = (size[2] ?? 1) > 1;
  if (!affine || (!isVolume && !orientationKnown)) {
    const [across, down] = [0, 1].map((axis) => ({ axis: axis as Axis, isFlipped: false }));
    return [{ axis: 2, name: "picture", across: across!, down: down! }];
  }
  const { axes, isNegative } = bodyAxes(affine);
  const [right, anterior, superior] = axes;
  // To the right on the screen: the patient's left, or the nose; down: away from nose or head.
  const toLeft = { axis: right, isFlipped: !isNegative[right]! };
  const toNose = { axis: anterior, isFlipped: isNegative[anterior]! };
  const fromNose = { axis: anterior, isFlipped: !isNegative[anterior]! };
  const fromHead = { axis: superior, isFlipped: !isNegative[superior]! };
  const planes: PlaneLayout[] = [
    { axis: superior, name: "axial", across: toLeft, down: fromNose },
    { axis: anterior, name: "coronal", across: toLeft, down: fromHead },
    { axis: right, name: "sagittal", across: toNose, down: fromHead },
  ];
  return isVolume ? planes : planes.filter((plane) => plane.axis === 2);
}

const ORDERS: readonly (readonly [Axis, Axis, Axis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Which axis of the grid runs along right, anterior and superior, and which of them run the other way. */
export function bodyAxes(affine: readonly number[]): {
  readonly axes: readonly [Axis, Axis, Axis];
  /** By axis of the grid. */
  readonly isNegative: readonly boolean[];
} {
  const lengths = [0, 1, 2].map((axis) => Math.hypot(affine[axis]!, affine[4 + axis]!, affine[8 + axis]!) || 1);
  const cosine = (direction: number, axis: number): number => affine[4 * direction + axis]! / lengths[axis]!;
  const fit = (order: readonly Axis[]): number =>
    order.reduce<number>((sum, axis, direction) => sum + Math.abs(cosine(direction, axis)), 0);
  const axes = ORDERS.reduce((best, order) => (fit(order) > fit(best) + 1e-9 ? order : best));
  const isNegative = [false, false, false];
  for (const [direction, axis] of axes.entries()) isNegative[axis] = cosine(direction, axis) < 0;
  return { axes, isNegative };
}

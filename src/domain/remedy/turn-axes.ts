import type { AxisTurn } from "#contract/remedies.ts";
import type { Geometry } from "../geometry/geometry.ts";

/** Every way to turn and mirror a grid of so many axes, those that move least first: 8 for pictures, 48 for volumes. */
export function allTurns(nAxes: 2 | 3): readonly (readonly AxisTurn[])[] {
  const orders =
    nAxes === 2
      ? [
          [0, 1],
          [1, 0],
        ]
      : [
          [0, 1, 2],
          [1, 0, 2],
          [0, 2, 1],
          [2, 1, 0],
          [1, 2, 0],
          [2, 0, 1],
        ];
  return orders.flatMap((order) =>
    Array.from({ length: 2 ** nAxes }, (_, bits) =>
      order.map((from, axis) => ({ from, isFlipped: (bits & (1 << axis)) !== 0 })),
    ).toSorted((a, b) => nFlipped(a) - nFlipped(b)),
  );
}

function nFlipped(axes: readonly AxisTurn[]): number {
  return axes.filter((axis) => axis.isFlipped).length;
}

/** Size of a grid once it is turned. */
export function turnedSize(size: readonly number[], axes: readonly AxisTurn[]): number[] {
  return axes.map(({ from }) => size[from] ?? 1);
}

/** The voxels of a grid, turned. */
export function turnVoxels<T extends Uint8Array | Uint16Array>(
  data: T,
  size: readonly number[],
  axes: readonly AxisTurn[],
): T {
  const strides = [1, size[0]!, size[0]! * size[1]!];
  const [x, y, z] = [0, 1, 2].map((axis) => {
    const turn = axes[axis];
    if (!turn) return { n: 1, start: 0, step: 0 };
    const n = size[turn.from] ?? 1;
    const stride = strides[turn.from]!;
    return turn.isFlipped ? { n, start: (n - 1) * stride, step: -stride } : { n, start: 0, step: stride };
  }) as [Walk, Walk, Walk];
  const result = data.slice() as T;
  let to = 0;
  for (let k = 0; k < z.n; k += 1) {
    for (let j = 0; j < y.n; j += 1) {
      let at = z.start + k * z.step + y.start + j * y.step + x.start;
      for (let i = 0; i < x.n; i += 1, to += 1, at += x.step) result[to] = data[at]!;
    }
  }
  return result;
}

interface Walk {
  readonly n: number;
  readonly start: number;
  readonly step: number;
}

/** Voxel index of the turned grid → RAS mm, where the voxels stay in their places. */
export function turnedAffine({ size, affine }: Pick<Geometry, "size" | "affine">, axes: readonly AxisTurn[]): number[] {
  const result = [...affine!];
  for (let row = 0; row < 3; row += 1) {
    let origin = affine![4 * row + 3]!;
    for (const [axis, { from, isFlipped }] of axes.entries()) {
      const along = affine![4 * row + from]!;
      result[4 * row + axis] = isFlipped ? -along : along;
      if (isFlipped) origin += along * ((size[from] ?? 1) - 1);
    }
    result[4 * row + 3] = origin;
  }
  return result;
}

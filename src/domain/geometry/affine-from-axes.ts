/** Patient coordinates that image formats use, by what their axes point to. */
export type PatientSpace = "RAS" | "LPS" | "LAS";

/** What a vector of that space has to be multiplied by to be one of RAS. */
const TO_RAS: Readonly<Record<PatientSpace, readonly [number, number, number]>> = {
  RAS: [1, 1, 1],
  LPS: [-1, -1, 1],
  LAS: [-1, 1, 1],
};

/**
 * The affine (4 × 4 row-major, voxel → RAS mm) of a grid that a file gives by its steps.
 * @param steps per axis of the grid: how far it is in mm from one voxel to the next, as a vector
 * @param origin where the first voxel's centre is, in mm
 * @param space the coordinates of both
 */
export function affineFromAxes(
  steps: readonly (readonly number[])[],
  origin: readonly number[],
  space: PatientSpace,
): number[] {
  const signs = TO_RAS[space];
  const row = (r: number): number[] => [
    ...steps.map((step) => plain(signs[r]! * step[r]!)),
    plain(signs[r]! * origin[r]!),
  ];
  return [...row(0), ...row(1), ...row(2), 0, 0, 0, 1];
}

/** 0 in place of −0, which compares as another value now and then. */
function plain(value: number): number {
  return value === 0 ? 0 : value;
}

/** How far the normalised axes are from lying in one plane: 1 for axes at right angles, 0 where they span no volume. */
export function spannedVolume(affine: readonly number[]): number {
  const column = (c: number): number[] => {
    const vector = [0, 1, 2].map((r) => affine[4 * r + c]!);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const [a, b, c] = [column(0), column(1), column(2)] as [number[], number[], number[]];
  return Math.abs(
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!),
  );
}

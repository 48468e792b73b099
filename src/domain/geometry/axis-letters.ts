import type { Geometry } from "./geometry.ts";
import { bodyAxes } from "./planes.ts";

/** Where RAS world axes begin and end. */
const DIRECTIONS: readonly (readonly [string, string])[] = [
  ["L", "R"],
  ["P", "A"],
  ["I", "S"],
];

/**
 * Which end of each axis of the grid is the patient's right, left, anterior, posterior, superior or inferior: for
 * `["R", "L"]` index 0 lies right. An oblique axis takes the direction that it is closest to.
 * @returns null where the file does not say
 */
export function axisLetters({
  size,
  affine,
  orientationKnown,
}: Omit<Geometry, "spacingMm">): [string, string][] | null {
  if (!affine || !orientationKnown) return null;
  const { axes, isNegative } = bodyAxes(affine);
  return size.map((_, axis) => {
    const [low, high] = DIRECTIONS[axes.findIndex((of) => of === axis)]!;
    return isNegative[axis] ? [high, low] : [low, high];
  });
}

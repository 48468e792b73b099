import { describe, expect, it } from "vitest";
import { axisLetters } from "./axis-letters.ts";

const size = [4, 5, 6];
/** Row-major 4 × 4 from its columns. */
function affine(x: number[], y: number[], z: number[]): number[] {
  return [0, 1, 2].flatMap((r) => [x[r]!, y[r]!, z[r]!, 0]).concat([0, 0, 0, 1]);
}

describe("letters at the ends of the axes", () => {
  it("follow the affine, whichever way the grid lies", () => {
    const ras = affine([2, 0, 0], [0, 2, 0], [0, 0, 3]);
    expect(axisLetters({ size, affine: ras, orientationKnown: true })).toEqual([
      ["L", "R"],
      ["P", "A"],
      ["I", "S"],
    ]);
    const lpi = affine([-2, 0, 0], [0, -2, 0], [0, 0, -3]);
    expect(axisLetters({ size, affine: lpi, orientationKnown: true })).toEqual([
      ["R", "L"],
      ["A", "P"],
      ["S", "I"],
    ]);
    // Sagittal slices: the first axis runs to the back, the second down, the third to the left.
    const pil = affine([0, -1, 0], [0, 0, -1], [-4, 0, 0]);
    expect(axisLetters({ size, affine: pil, orientationKnown: true })).toEqual([
      ["A", "P"],
      ["S", "I"],
      ["R", "L"],
    ]);
  });

  it("take the nearest direction of an oblique axis, each once", () => {
    const oblique = affine([0.8, 0.6, 0], [-0.6, 0.8, 0], [0, 0.1, 1]);
    const letters = axisLetters({ size, affine: oblique, orientationKnown: true })!;
    expect(letters.map(([low]) => low)).toEqual(["L", "P", "I"]);
  });

  it("are not invented", () => {
    expect(axisLetters({ size: [4, 5], affine: null, orientationKnown: false })).toBeNull();
    const ras = affine([2, 0, 0], [0, 2, 0], [0, 0, 3]);
    expect(axisLetters({ size, affine: ras, orientationKnown: false })).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { planeLayouts } from "#domain/geometry/planes.ts";
import type { Volume } from "../../../viewer/read-nifti.ts";
import { byMostMask, firstVoxel, lettersOf } from "./use-case.ts";

const size = [4, 5, 6] as const;
const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const layouts = planeLayouts({ size: [...size], affine, orientationKnown: true });

/** A mask of the voxels given. */
function maskOf(voxels: readonly (readonly [number, number, number])[]): Volume {
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (const [x, y, z] of voxels) data[x + size[0] * (y + size[1] * z)] = 1;
  return { size, spacing: [1, 1, 1], affine, channels: 1, data };
}

describe("focus view", () => {
  it("begins on the mask, in the plane that shows most of it", () => {
    const mask = maskOf([
      [0, 0, 1],
      [3, 1, 3],
      [3, 2, 3],
      [3, 3, 3],
      [3, 4, 3],
      [3, 2, 4],
    ]);
    const [first] = byMostMask(layouts, mask, mask);
    expect(first?.name).toBe("sagittal");
    expect(firstVoxel(mask, mask, first)).toEqual([3, 2, 3]);
  });

  it("begins in the middle where the mask is empty or not there yet", () => {
    const empty = maskOf([]);
    expect(firstVoxel(empty, empty, layouts[0])).toEqual([1, 2, 2]);
    expect(firstVoxel(empty, undefined, layouts[0])).toEqual([1, 2, 2]);
  });

  it("shows the patient's right at the left, and no letters where it is not known", () => {
    const letters: [string, string][] = [
      ["L", "R"],
      ["P", "A"],
      ["I", "S"],
    ];
    const axial = layouts.find(({ name }) => name === "axial")!;
    const sagittal = layouts.find(({ name }) => name === "sagittal")!;
    expect(lettersOf(axial, letters)).toEqual(["R", "L", "A", "P"]);
    expect(lettersOf(sagittal, letters)).toEqual(["P", "A", "S", "I"]);
    expect(lettersOf(axial, null)).toBeNull();
  });
});

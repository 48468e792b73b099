import { describe, expect, it } from "vitest";
import type { AxisTurn, GridRemedy } from "#contract/remedies.ts";
import type { Geometry } from "../geometry/geometry.ts";
import { createRng } from "../random/rng.ts";
import { applyGrid } from "./apply-grid.ts";
import { diagnoseGrid } from "./diagnose-grid.ts";
import { allTurns, turnedAffine, turnedSize, turnVoxels } from "./turn-axes.ts";

const AFFINE = [-0.8, 0.1, 0, 90, 0.1, 0.8, 0, -120, 0, 0, 2.5, 40, 0, 0, 0, 1];

function volume(size: readonly number[], affine: readonly number[] | null = AFFINE): Geometry {
  const spacingMm = affine && [0, 1, 2].map((c) => Math.hypot(affine[c]!, affine[4 + c]!, affine[8 + c]!));
  return { size, affine, spacingMm, orientationKnown: affine !== null };
}

/** A blob without any symmetry. */
function phantom(size: readonly number[], seed: number): Uint8Array {
  const rng = createRng(seed, "phantom");
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const labels = new Uint8Array(nx * ny * nz);
  for (let i = 0; i < labels.length; i += 1) if (rng.int(100) < 25) labels[i] = 1 + rng.int(3);
  labels.fill(1, 0, Math.ceil(nx / 2));
  return labels;
}

/** Another program's file of the same mask: turned and mirrored, with the header that says so. */
function stored(image: Geometry, labels: Uint8Array, axes: readonly AxisTurn[]): { mask: Geometry; data: Uint8Array } {
  const size = turnedSize(image.size, axes);
  return {
    mask: { ...volume(size, turnedAffine(image, axes)) },
    data: turnVoxels(labels, image.size, axes),
  };
}

describe("a mask whose axes were turned", () => {
  const image = volume([7, 5, 4]);
  const labels = phantom(image.size, 1);

  it.each(allTurns(3).slice(1))("is turned back voxel for voxel: %o %o %o", (...axes) => {
    const { mask, data } = stored(image, labels, axes);
    const { remedies, isClear, differences } = diagnoseGrid(image, mask)!;
    expect(isClear).toBe(true);
    expect(remedies[0]).toMatchObject({ remedy: { kind: "reorient" }, why: "corners-agree" });
    expect(remedies[0]!.restMm).toBeLessThan(1e-9);
    expect(differences.map(({ what }) => what)).toContain("orientation");
    expect(applyGrid(data, mask, image, remedies[0]!.remedy)).toEqual(labels);
    // By position in space it comes to the same.
    expect(applyGrid(data, mask, image, { kind: "resample", by: "position" })).toEqual(labels);
  });

  it("is turned back after several turns, whatever their order", () => {
    const rng = createRng(3, "turns");
    for (let round = 0; round < 40; round += 1) {
      let geometry: Geometry = image;
      let data: Uint8Array = labels;
      for (let turn = 0; turn < 1 + rng.int(4); turn += 1) {
        const axes = allTurns(3)[rng.int(48)]!;
        const next = stored(geometry, data, axes);
        [geometry, data] = [next.mask, next.data];
      }
      const diagnosis = diagnoseGrid(image, geometry);
      const remedy = diagnosis?.remedies[0]?.remedy ?? null;
      expect(applyGrid(data, geometry, image, remedy)).toEqual(labels);
    }
  });

  it("says that one of them is mirrored where that is so", () => {
    const mirrored = stored(image, labels, [
      { from: 0, isFlipped: true },
      { from: 1, isFlipped: false },
      { from: 2, isFlipped: false },
    ]);
    expect(diagnoseGrid(image, mirrored.mask)!.differences.map(({ what }) => what)).toContain("handedness");
    const turned = stored(image, labels, [
      { from: 0, isFlipped: true },
      { from: 1, isFlipped: true },
      { from: 2, isFlipped: false },
    ]);
    expect(diagnoseGrid(image, turned.mask)!.differences.map(({ what }) => what)).not.toContain("handedness");
  });
});

describe("what is recommended", () => {
  const first = (image: Geometry, mask: Geometry): GridRemedy | null => {
    const diagnosis = diagnoseGrid(image, mask);
    return diagnosis?.isClear ? diagnosis.remedies[0]!.remedy : null;
  };
  const image = volume([40, 40, 10]);

  it("is nothing within the tolerance", () => {
    const shifted = [...AFFINE];
    shifted[3]! += 0.09;
    expect(diagnoseGrid(image, volume(image.size, shifted))).toBeNull();
  });

  it("is the header of the image where only the origin differs", () => {
    const shifted = [...AFFINE];
    shifted[3]! += 12;
    const diagnosis = diagnoseGrid(image, volume(image.size, shifted))!;
    expect(diagnosis.remedies[0]!.remedy).toEqual({ kind: "copy-header" });
    expect(diagnosis.differences).toEqual([{ what: "origin", distanceMm: 12 }]);
  });

  it("is left to the person where as many voxels are said to be of another size, or to lie otherwise", () => {
    const finer = AFFINE.map((value, at) => (at % 4 === 2 ? value / 2 : value));
    const turned = AFFINE.map((value, at) => (at === 0 ? -value : value));
    for (const affine of [finer, turned]) {
      expect(first(image, volume(image.size, affine))).toBeNull();
      const { remedies } = diagnoseGrid(image, volume(image.size, affine))!;
      expect(remedies.map(({ remedy }) => remedy.kind)).toEqual(expect.arrayContaining(["copy-header", "resample"]));
    }
  });

  it("is the header of the image for a mask that has none", () => {
    const bare = { ...volume(image.size, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]), orientationKnown: false };
    const diagnosis = diagnoseGrid(image, bare)!;
    expect(diagnosis.remedies[0]!.remedy).toEqual({ kind: "copy-header" });
    expect(diagnosis.differences.map(({ what }) => what)).toEqual(["spacing", "no-position"]);
  });

  it("is the nearest voxel where the grids overlap in space", () => {
    const half = AFFINE.map((value, at) => (at % 4 < 2 && at < 12 ? value * 2 : value));
    expect(first(image, volume([20, 20, 10], half))).toEqual({ kind: "resample", by: "position" });
  });

  it("is to stretch a picture of the same shape; where the sides are exchanged somebody has to look which way", () => {
    const picture = volume([30, 20], null);
    expect(first(picture, volume([20, 30], null))).toBeNull();
    expect(first(picture, volume([60, 40], null))).toEqual({ kind: "resample", by: "extent" });
    const quarterTurns = diagnoseGrid(picture, volume([20, 30], null))!.remedies.filter(
      ({ remedy }) => remedy.kind === "swap",
    );
    expect(quarterTurns).toHaveLength(4);
  });

  it("is left to the person where nothing speaks for one", () => {
    const picture = volume([30, 20], null);
    const diagnosis = diagnoseGrid(picture, volume([25, 25], null))!;
    expect(diagnosis.isClear).toBe(false);
    expect(diagnosis.remedies.map(({ remedy }) => remedy.kind)).toContain("resample");
  });
});

describe("resampling", () => {
  it("gives a mask of twice the resolution back where every voxel was doubled", () => {
    const image = volume([9, 7, 4]);
    const labels = phantom(image.size, 5);
    const size = [18, 14, 8];
    const doubled = new Uint8Array(18 * 14 * 8);
    for (let z = 0; z < 8; z += 1)
      for (let y = 0; y < 14; y += 1)
        for (let x = 0; x < 18; x += 1)
          doubled[x + 18 * (y + 14 * z)] = labels[(x >> 1) + 9 * ((y >> 1) + 7 * (z >> 1))]!;
    const fine = AFFINE.map((value, at) => (at % 4 < 3 && at < 12 ? value / 2 : value));
    // Voxel centres: the first fine voxel lies a quarter of a coarse voxel before the first coarse one.
    for (const row of [0, 1, 2])
      fine[4 * row + 3]! -= [0, 1, 2].reduce((sum, column) => sum + AFFINE[4 * row + column]! / 4, 0);
    expect(applyGrid(doubled, volume(size, fine), image, { kind: "resample", by: "position" })).toEqual(labels);
    expect(applyGrid(doubled, volume(size, null), image, { kind: "resample", by: "extent" })).toEqual(labels);
  });

  it("leaves what lies outside the mask empty", () => {
    const image = volume([4, 4, 4]);
    const far = [...AFFINE];
    far[3]! += 500;
    const labels = new Uint8Array(64).fill(1);
    expect(applyGrid(labels, volume([4, 4, 4], far), image, { kind: "resample", by: "position" })).toEqual(
      new Uint8Array(64),
    );
  });
});

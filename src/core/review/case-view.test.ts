import { join } from "node:path";
import { expect, it } from "vitest";
import { makeVolumes } from "#tests/support/make-volumes.ts";
import { openExisting, RATER } from "#tests/support/review.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("case-view");

it("shows a volume with its letters, planes, window, and every mask with its letter and extent", async () => {
  const path = join(folder, "volumes.winnow");
  Project.open(path, "write", { create: true }).close();
  const review = await openExisting(path);
  await review.client.call("intake.add", { folder: makeVolumes(join(folder, "volumes"), 3) });
  const { ids } = await review.snapshot({ order: "case" });
  const [row] = await review.rows(ids);
  const view = await review.client.call("review.case", { rater: RATER, caseId: row!.caseId });
  expect(view).toMatchObject({
    case: "case_0",
    imagePath: "imagesTr/case_0.nii.gz",
    geometry: { size: [24, 20, 16] },
    // The first axis of the grid runs forward, the second to the patient's left.
    axisLetters: [
      ["P", "A"],
      ["R", "L"],
      ["I", "S"],
    ],
    planes: [
      { axis: 2, name: "axial" },
      { axis: 0, name: "coronal" },
      { axis: 1, name: "sagittal" },
    ],
  });
  expect(view.geometry.spacingMm!.map((mm) => mm.toFixed(3))).toEqual(["1.000", "1.200", "2.000"]);
  expect(view.window[0]).toBeLessThan(view.window[1]);
  expect(view.masks.map((mask) => [mask.letter, mask.class, mask.classIndex])).toEqual([
    ["A", "liver", 0],
    ["B", "tumour", 1],
  ]);
  const [liver, tumour] = view.masks;
  expect(liver!.bounds).toEqual([
    [4, 13],
    [4, 13],
    [4, 13],
  ]);
  expect(liver!.volumeMm3! / liver!.nVoxels).toBeCloseTo(2.4, 6);
  expect(await review.client.call("review.measure", { candidateId: liver!.id })).toEqual({
    nPieces: 1,
    nHoles: 0,
    slices: { n: 9, of: 16 },
  });
  const difference = await review.client.call("review.compareMasks", { a: liver!.id, b: tumour!.id });
  expect(difference).toMatchObject({
    dice: 0,
    onlyInA: { nVoxels: liver!.nVoxels },
    onlyInB: { nVoxels: tumour!.nVoxels },
  });
  expect(difference.onlyInA.volumeMm3).toBeCloseTo(liver!.volumeMm3!, 6);
  await expect(review.client.call("review.case", { rater: RATER, caseId: 999 })).rejects.toMatchObject({
    code: "bad-request",
  });
  const other = (await review.rows(ids)).find((mask) => mask.caseId !== row!.caseId)!;
  await expect(review.client.call("review.compareMasks", { a: liver!.id, b: other.id })).rejects.toMatchObject({
    code: "bad-request",
  });
  await review.close();
}, 60_000);

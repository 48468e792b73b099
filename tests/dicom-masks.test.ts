import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { groupSlices } from "#domain/dicom/group-slices.ts";
import { useOf } from "#domain/dicom/dicom-header.ts";
import { convertDicomMask } from "#core/intake/convert-dicom-mask.ts";
import { readDicomHeader } from "#core/io/dicom/read-header.ts";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { unpackMask } from "#core/io/image/packed-mask.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { expectedEntries, type ReadEntry, referenceFolder } from "./formats-reference/expected-files.ts";
import { Intake, NotingPool } from "./support/intake.ts";

const pool = new NotingPool();
afterAll(() => pool.close());

const entries = expectedEntries("expected-dicom-masks.json") as ReadEntry[];
const series = join(referenceFolder, "dicom-masks", "ct");

async function imageOfAll() {
  const slices = await Promise.all(
    readdirSync(series).map(async (name) => ({
      path: join(series, name),
      header: (await readDicomHeader(join(series, name)))!.header,
    })),
  );
  const [stack] = groupSlices(slices).stacks;
  return readSeries(
    stack!.files.map(({ path }) => path),
    defaultLimits,
  );
}

describe("DICOM masks are what libraries of reference make of them", () => {
  it.each(entries.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
    const { geometry } = await imageOfAll();
    for (const [i, value] of entry.affine!.entries()) expect(geometry.affine![i]).toBeCloseTo(value, 4);
    const path = join(referenceFolder, entry.file);
    const use = useOf((await readDicomHeader(path))!.header) as "segmentation" | "structure-set";
    const { masks, isResampled } = await convertDicomMask({ path, use, geometry, limits: defaultLimits });
    expect(isResampled).toBe(false);
    expect(masks).toHaveLength(entry.channels);
    const voxels = masks.flatMap(({ packed }) => Array.from(unpackMask(packed)));
    const bytes = new Uint8Array(Float64Array.from(voxels).buffer);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(entry.voxels);
  });
});

it("planes with nothing between them stay as thick as they are when they are laid on another grid", async () => {
  const { geometry } = await imageOfAll();
  const shifted = { ...geometry, affine: geometry.affine!.map((value, at) => (at === 3 ? value + 0.3 : value)) };
  const path = join(referenceFolder, "dicom-masks", "seg-some-slices.dcm");
  const convert = (on: typeof geometry) =>
    convertDicomMask({ path, use: "segmentation", geometry: on, limits: defaultLimits });
  const slicesOf = (mask: Uint8Array): number[] =>
    Array.from({ length: 8 }, (_, z) => z).filter((z) => mask.subarray(z * 120, (z + 1) * 120).includes(1));
  const [own, other] = [await convert(geometry), await convert(shifted)];
  expect([own.isResampled, other.isResampled]).toEqual([false, true]);
  for (const [index, { packed }] of other.masks.entries())
    expect(slicesOf(unpackMask(packed))).toEqual(slicesOf(unpackMask(own.masks[index]!.packed)));
});

describe("a folder with a series and DICOM masks of it", () => {
  it("gives candidates of the right case, by reference, by place, or says why not", async () => {
    const intake = new Intake(pool);
    mkdirSync(join(intake.folder, "a", "b"), { recursive: true });
    for (const name of readdirSync(series)) copyFileSync(join(series, name), join(intake.folder, "a", "b", name));
    for (const name of ["seg-overlapping", "rtstruct"])
      copyFileSync(join(referenceFolder, "dicom-masks", `${name}.dcm`), join(intake.folder, `${name}.dcm`));
    const { candidates, findings } = await intake.add();
    const rows = candidates.map((row) => [row.case, row.class, row.mask_path]);
    expect(rows.toSorted((x, y) => (x.join() < y.join() ? -1 : 1))).toEqual([
      ["b", "bridged", "rtstruct.dcm"],
      ["b", "first", "seg-overlapping.dcm"],
      ["b", "ring", "rtstruct.dcm"],
      ["b", "second", "seg-overlapping.dcm"],
    ]);
    expect(findings).toEqual([]);
    pool.takeRead();
    expect((await intake.add()).candidates).toHaveLength(4);
    expect(pool.takeRead()).toEqual([]);
  });

  it("says that a mask has no image, and takes it once the image is there", async () => {
    const intake = new Intake(pool);
    mkdirSync(join(intake.folder, "ct"), { recursive: true });
    copyFileSync(join(referenceFolder, "dicom-masks", "seg-some-slices.dcm"), join(intake.folder, "seg.dcm"));
    expect((await intake.add()).findings.map(({ code, file }) => [code, file])).toEqual([
      ["pair-mask-without-image", "seg.dcm"],
    ]);
    for (const name of readdirSync(series)) copyFileSync(join(series, name), join(intake.folder, "ct", name));
    const { candidates, findings } = await intake.add();
    expect([candidates.length, findings]).toEqual([2, []]);
  });
});

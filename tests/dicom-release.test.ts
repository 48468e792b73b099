import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createCore } from "#core/core.ts";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { connectDirect } from "#transport/direct.ts";
import { N_SLICES, writeHospital } from "./support/dicom-hospital.ts";
import { CANARY } from "./support/make-dicom.ts";
import { temporaryFolder } from "./support/sample.ts";

const base = temporaryFolder("dicom-release");
const core = createCore();
const { call, close } = connectDirect(core.handlers, core.close);
afterAll(close);

async function openWith(name: string, folder: string): Promise<void> {
  await call("project.open", { path: join(base, name), access: "write", create: true });
  await call("intake.add", { folder });
}

/** Masks of the open project by class, as they are written out. */
async function writtenMasks(to: string): Promise<Record<string, number[]>> {
  const { masks } = await call("release.masks", { to });
  const read = masks.map(async (mask) => {
    const { data } = await readImage(join(to, mask.file), defaultLimits);
    return [mask.class, Array.from(data, (value) => (value === 0 ? 0 : 1))] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

describe("a DICOM series with masks", () => {
  it("is released as DICOM with a segmentation, tells nobody whom it shows, and is the same when it is added again", async () => {
    await openWith("p.winnow", await writeHospital(join(base, "hospital")));
    const before = await writtenMasks(join(base, "before"));
    expect(Object.keys(before)).toEqual(["1", "2"]);
    const rows = await call("review.results", {});
    writeFileSync(
      join(base, "labels.csv"),
      `candidate,label\n${rows.map((row) => `${row.candidate},accept\n`).join("")}`,
    );
    await call("review.importLabels", { file: join(base, "labels.csv"), rater: "R" });
    const to = join(base, "released");
    const { n_cases: nCases } = await call("release.write", { to, layout: "flat", format: "dicom-seg" });
    expect(nCases).toBe(1);
    const card = readFileSync(join(to, "README.md"), "utf8");
    expect(card).toContain("DICOM with segmentations");
    expect(card).toMatch(/identifiers are replaced/);
    const { tree } = await call("release.preview", { layout: "flat", format: "dicom-seg" });
    expect(tree).toContainEqual({ depth: 1, name: "images/…/", n: N_SLICES });
    expect(readdirSync(join(to, "masks"))).toEqual(["ct.dcm"]);
    for (const file of readdirSync(to, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name), "latin1");
      for (const secret of [...Object.values(CANARY), "1.2.3.4", "thorax"]) expect(bytes).not.toContain(secret);
    }
    await openWith("q.winnow", to);
    const again = await call("review.results", {});
    expect(again.map((row) => [row.case, row.class, row.mask_path])).toEqual([
      ["ct", "1", "masks/ct.dcm"],
      ["ct", "2", "masks/ct.dcm"],
    ]);
    expect(await writtenMasks(join(base, "after"))).toEqual(before);
  });

  it("goes into other layouts as NIfTI; a project without DICOM says why it has no segmentation", async () => {
    await call("project.open", { path: join(base, "p.winnow"), access: "write" });
    const to = join(base, "nifti");
    await call("release.write", { to, layout: "flat" });
    const image = await readImage(join(to, "images", "ct.nii.gz"), defaultLimits);
    const names = readdirSync(join(base, "released", "images", "ct")).map((name) =>
      join(base, "released", "images", "ct", name),
    );
    const series = await readSeries(names, defaultLimits);
    expect(Array.from(image.data)).toEqual(Array.from(series.data));
    for (const [i, value] of image.geometry.affine!.entries())
      expect(value).toBeCloseTo(series.geometry.affine![i]!, 4);
    await openWith("n.winnow", to);
    await expect(
      call("release.write", { to: join(base, "none"), layout: "flat", format: "dicom-seg" }),
    ).rejects.toMatchObject({ code: "bad-request", remedy: "Use --format nifti." });
  });
});

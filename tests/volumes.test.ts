import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { VolumeFile, VolumesChanged } from "#contract/commands/volumes.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { GEOMETRY, phantom } from "./support/doctor.ts";
import { makeNiftiSeries } from "./support/make-series.ts";
import { temporaryFolder } from "./support/sample.ts";
import { winnow } from "./support/winnow.ts";

const home = temporaryFolder("volumes");
const project = join(home, "p.winnow");

describe("winnow volumes", () => {
  it("says which files hold several volumes, chooses one of them, and takes it back", async () => {
    const folder = join(home, "data");
    for (const kind of ["images", "masks_x"]) mkdirSync(join(folder, kind), { recursive: true });
    for (const [name, n] of [
      ["a", 3],
      ["b", 3],
      ["c", 2],
    ] as const) {
      const values = Int16Array.from({ length: 720 * n }, (_, i) => (i * 31 + name.charCodeAt(0)) % 900);
      const affine = GEOMETRY.affine.slice(0, 12);
      const image = makeNiftiSeries({ size: [12, 10, 6], n, values }, { qformCode: 0, srow: affine });
      writeFileSync(join(folder, "images", `${name}.nii`), image);
      writeFileSync(join(folder, "masks_x", `${name}.nii.gz`), encodeNifti(GEOMETRY, phantom()));
    }
    expect((await winnow("add", folder, "--project", project)).code).toBe(1);
    const volumes = (...args: string[]): ReturnType<typeof winnow> => winnow("volumes", "--project", project, ...args);

    const told = await volumes();
    expect(told.stdout).toContain("3 volumes of 12 × 10 × 6 voxels. They follow one another in time, 2.5 s apart.");
    expect(told.stdout).toContain("No volume is chosen: the file is left out.");
    const mixed = await volumes("--choose", "2");
    expect([mixed.code, mixed.stderr]).toEqual([2, expect.stringContaining("2 files with 3, 1 file with 2")]);
    expect((await volumes("--choose", "4", "--of", "3")).code).toBe(2);
    expect((await volumes("--choose", "1", "--file", "images/z.nii")).code).toBe(2);

    expect((await volumes("--choose", "2", "--of", "3", "--rater", "anna")).stdout).toContain(
      "Volume 2 is used of 2 files.",
    );
    const one = await volumes("--choose", "3", "--file", "images/b.nii", "--json");
    expect(one.json<VolumesChanged>()).toMatchObject({ fileIds: [expect.any(Number)], findings: [] });
    const { files } = (await volumes("--json")).json<{ files: VolumeFile[] }>();
    expect(files.map(({ path, chosen }) => [path, chosen?.volume ?? null])).toEqual([
      ["images/a.nii", 1],
      ["images/b.nii", 2],
      ["images/c.nii", null],
    ]);
    expect((await volumes("--undo")).stdout).toContain("taken back for 2 files");
    expect((await volumes()).stdout).toContain("Volume 2 is used: chosen by anna");
    expect((await winnow("verify", project)).code).toBe(0);
  });
});

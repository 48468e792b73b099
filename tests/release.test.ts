import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkNnunet } from "./support/check-nnunet.ts";
import { dataFolder } from "./support/data-folder.ts";
import { makeVolumes } from "./support/make-volumes.ts";
import { temporaryFolder } from "./support/sample.ts";

const folder = temporaryFolder("release");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

let counter = 0;

/** A project of a folder, with some masks accepted. */
async function projectWith(
  images: string,
  accept: (candidate: { case: string; class: string }) => boolean,
): Promise<Client> {
  counter += 1;
  await client.call("project.open", { path: join(folder, `p${counter}.winnow`), access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: images });
  const { candidates } = await client.call("intake.list", { folderId });
  const csv = join(folder, `labels-${counter}.csv`);
  const rows = candidates.filter(accept).map((candidate) => `${candidate.candidate},accept`);
  writeFileSync(csv, `candidate,label\n${rows.join("\n")}\n`);
  await client.call("review.importLabels", { file: csv, rater: "R" });
  return client;
}

describe("releases of volumes", () => {
  const volumes = makeVolumes(join(folder, "volumes"), 6);

  it("nnU-Net: complete cases only, names from dataset.json, geometry kept, the rules hold", async () => {
    const { call } = await projectWith(
      volumes,
      ({ case: name, class: className }) => !(name === "case_0" && className === "tumour"),
    );
    const to = join(folder, "Dataset501_Test");
    const released = await call("release.write", { to, layout: "nnunet" });
    expect(await checkNnunet(to)).toEqual([]);
    expect(released.left_out).toEqual([
      { case: "case_0", reason: "not decided for tumour: what is not annotated is not background" },
    ]);
    // case_2 and case_5 hold no tumour, and the source that draws tumours elsewhere drew none there: that is an answer.
    expect(readdirSync(join(to, "labelsTr")).toSorted()).toEqual([1, 2, 3, 4, 5].map((n) => `case_${n}.nii.gz`));
    expect(JSON.parse(readFileSync(join(to, "dataset.json"), "utf8"))).toMatchObject({
      labels: { background: 0, liver: 1, tumour: 2 },
      numTraining: 5,
    });
    expect(readFileSync(join(to, "imagesTr", "case_1_0000.nii.gz"))).toEqual(
      readFileSync(join(volumes, "imagesTr", "case_1.nii.gz")),
    );
    const mask = await readImage(join(to, "labelsTr", "case_1.nii.gz"), defaultLimits);
    const source = await readImage(join(volumes, "labelsTr", "case_1.nii.gz"), defaultLimits);
    expect(mask.data).toEqual(source.data);
    expect(mask.geometry).toEqual(source.geometry);
  });

  it("nnU-Net in a folder with another name goes into a data set folder of its own", async () => {
    const { call } = await projectWith(volumes, () => true);
    await call("release.write", { to: join(folder, "out"), layout: "nnunet" });
    const [inside] = readdirSync(join(folder, "out")).filter((name) => name.startsWith("Dataset"));
    expect(await checkNnunet(join(folder, "out", inside!))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(folder, "out", "winnow-manifest.json"), "utf8")) as {
      files: { path: string }[];
    };
    expect(manifest.files.every((file) => file.path.startsWith(`${inside}/`))).toBe(true);
  });

  it("flat: one folder a class, so that an undecided class is not background; the result can be added again", async () => {
    const { call } = await projectWith(volumes, ({ class: className }) => className === "liver");
    const to = join(folder, "flat");
    const released = await call("release.write", { to, layout: "flat" });
    expect(released).toMatchObject({ n_cases: 6, n_masks: 6, n_by_person: 6, n_by_judge: 0, left_out: [] });
    expect(readdirSync(to).toSorted()).toEqual(["images", "masks_liver", "winnow-manifest.json"]);
    const again = await projectWith(to, () => true);
    expect((await again.call("intake.list", {})).candidates).toHaveLength(6);
    const manifest = readFileSync(join(to, "winnow-manifest.json"), "utf8");
    expect(manifest).not.toContain(folder);
  });

  it("refuses what cannot be: PNG for volumes, a folder that is taken, layouts that are not built yet", async () => {
    const { call } = await projectWith(volumes, () => true);
    await expect(
      call("release.write", { to: join(folder, "png"), layout: "flat", format: "png" }),
    ).rejects.toMatchObject({ code: "bad-request" });
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "something"), "");
    await expect(call("release.write", { to: join(folder, "taken"), layout: "flat" })).rejects.toMatchObject({
      code: "target-exists",
    });
    await expect(call("release.write", { to: join(folder, "msd"), layout: "msd" })).rejects.toMatchObject({
      code: "not-built-yet",
    });
    await expect(
      call("release.write", { to: join(folder, "seg"), layout: "flat", format: "dicom-seg" }),
    ).rejects.toMatchObject({ code: "not-built-yet" });
  });

  it("writes nothing when a source has changed since it was added", async () => {
    const own = makeVolumes(join(folder, "changing"), 3);
    const { call } = await projectWith(own, () => true);
    writeFileSync(join(own, "labelsTr", "case_1.nii.gz"), readFileSync(join(own, "labelsTr", "case_2.nii.gz")));
    await expect(call("release.write", { to: join(folder, "never"), layout: "flat" })).rejects.toMatchObject({
      code: "file-unreadable",
      message: expect.stringContaining("changed") as string,
    });
    expect(readdirSync(folder).filter((name) => name.includes("never"))).toEqual([]);
  });

  const data = dataFolder();
  it.skipIf(!data)("hippocampus as nnU-Net, by its rules (skipped without WINNOW_DATA)", async () => {
    const { call } = await projectWith(join(data!, "hippocampus"), ({ case: name }) => /_0[0-4]\d$/.test(name));
    const to = join(folder, "Dataset504_Hippocampus");
    const released = await call("release.write", { to, layout: "nnunet" });
    expect(released.n_cases).toBeGreaterThan(15);
    expect(await checkNnunet(to)).toEqual([]);
  });
});

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkNnunet } from "./support/check-nnunet.ts";
import { checkRelease, filesBelow, readManifest } from "./support/check-release.ts";
import { dataFolder } from "./support/data-folder.ts";
import { makeVolumes } from "./support/make-volumes.ts";
import { readRows } from "./support/read-csv.ts";
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
    expect(checkRelease(join(folder, "out"))).toEqual([]);
    const outside = readManifest(join(folder, "out")).files.filter((file) => !file.path.startsWith(`${inside}/`));
    expect(outside.map((file) => file.path)).toEqual(["rejected.csv"]);
  });

  it("flat: one folder a class, so that an undecided class is not background; the result can be added again", async () => {
    const { call } = await projectWith(volumes, ({ class: className }) => className === "liver");
    const to = join(folder, "flat");
    const released = await call("release.write", { to, layout: "flat" });
    expect(released).toMatchObject({ n_cases: 6, n_masks: 6, n_by_person: 6, n_by_judge: 0, left_out: [] });
    expect(readdirSync(to).toSorted()).toEqual([
      "README.md",
      "images",
      "masks_liver",
      "rejected.csv",
      "splits.csv",
      "winnow-manifest.json",
    ]);
    const again = await projectWith(to, () => true);
    expect((await again.call("intake.list", {})).candidates).toHaveLength(6);
    const manifest = readFileSync(join(to, "winnow-manifest.json"), "utf8");
    expect(manifest).not.toContain(folder);
  });

  it.each(["nnunet", "msd", "bids", "flat"] as const)(
    "%s: masks and images read back equal, with their geometry, and the manifest holds",
    async (layout) => {
      const { call } = await projectWith(volumes, () => true);
      const to = join(folder, `round-${layout}`);
      const { n_cases: nCases, notices } = await call("release.write", { to, layout });
      expect(nCases).toBe(6);
      expect(notices.join()).toContain("Names of cases come from the names of files and folders");
      expect(checkRelease(to)).toEqual([]);
      const root =
        layout === "nnunet"
          ? join(
              to,
              readdirSync(to).find((name) => name.startsWith("Dataset"))!,
            )
          : to;
      const { masks, split } = readManifest(to);
      expect(split).toEqual({ by: "subject", folds: 5, seed: 1 });
      const classes = layout === "flat" ? { liver: [1], tumour: [2] } : { all: [1, 2] };
      for (const { case: name, class: className, file } of masks) {
        const values = layout === "flat" ? classes[className as keyof typeof classes]! : classes.all!;
        const mask = await readImage(join(root, file), defaultLimits);
        const source = await readImage(join(volumes, "labelsTr", `${name}.nii.gz`), defaultLimits);
        const wanted = source.data.map((value) => (values.includes(value) ? (layout === "flat" ? 1 : value) : 0));
        expect(mask.data).toEqual(wanted);
        expect(mask.geometry).toEqual(source.geometry);
      }
      const images = filesBelow(root).filter(
        (path) => /image(?:s|sTr)?[/.]|_image\./.test(path) && !/desc-/.test(path),
      );
      expect(images).toHaveLength(6);
      const written = new Set(images.map((path) => readFileSync(join(root, path), "base64")));
      const given = readdirSync(join(volumes, "imagesTr")).map((name) =>
        readFileSync(join(volumes, "imagesTr", name), "base64"),
      );
      expect(given.filter((bytes) => !written.has(bytes))).toEqual([]);
    },
  );

  it("MSD: dataset.json lists every pair, and the folder can be added again", async () => {
    const { call } = await projectWith(volumes, () => true);
    const to = join(folder, "round-msd-again");
    await call("release.write", { to, layout: "msd" });
    const json = JSON.parse(readFileSync(join(to, "dataset.json"), "utf8")) as {
      labels: Record<string, string>;
      training: { image: string; label: string }[];
      numTraining: number;
    };
    expect(json.labels).toEqual({ "0": "background", "1": "liver", "2": "tumour" });
    expect(json.numTraining).toBe(6);
    for (const pair of json.training)
      for (const path of [pair.image, pair.label]) expect(filesBelow(to)).toContain(path.replace("./", ""));
    const again = await projectWith(to, () => true);
    const { cases, candidates, findings } = await again.call("intake.list", {});
    expect([cases.length, new Set(candidates.map((row) => row.class))]).toEqual([6, new Set(["liver", "tumour"])]);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("BIDS: raw images, derivatives with their table of labels, each mask found again beside its image", async () => {
    const { call } = await projectWith(volumes, () => true);
    const to = join(folder, "bids");
    const preview = await call("release.preview", { layout: "bids", to });
    expect(preview.checks.find(({ name }) => name === "image-kind")).toMatchObject({ state: "warning" });
    expect(preview.tree.map(({ name, n }) => [name, n])).toContainEqual(["derivatives/winnow/sub-…/anat/", 12]);
    await call("release.write", { to, layout: "bids", imageKind: "CT" });
    expect(filesBelow(to).filter((path) => path.includes("sub-001"))).toEqual([
      "derivatives/winnow/sub-001/anat/sub-001_desc-validated_dseg.json",
      "derivatives/winnow/sub-001/anat/sub-001_desc-validated_dseg.nii.gz",
      "sub-001/anat/sub-001_CT.nii.gz",
    ]);
    expect(readFileSync(join(to, "derivatives", "winnow", "desc-validated_dseg.tsv"), "utf8")).toBe(
      "index\tname\n0\tbackground\n1\tliver\n2\ttumour\n",
    );
    for (const path of ["dataset_description.json", "derivatives/winnow/dataset_description.json"])
      expect(JSON.parse(readFileSync(join(to, path), "utf8"))).toMatchObject({ BIDSVersion: "1.9.0" });
    expect(readFileSync(join(to, ".bidsignore"), "utf8")).not.toContain("_image");
    expect(readFileSync(join(to, "participants.tsv"), "utf8").split("\n")).toHaveLength(8);
    const again = await projectWith(to, () => true);
    const { cases, candidates } = await again.call("intake.list", {});
    expect(cases.map((row) => row.case).toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `sub-00${n}_CT`));
    expect(new Set(candidates.map((row) => row.case)).size).toBe(6);
    expect(candidates.every((row) => row.source === "winnow")).toBe(true);
  });

  it("splits_final.json holds every case once, each subject in one fold; seeds make other folds", async () => {
    const several = makeVolumes(join(folder, "several"), 9);
    for (const name of ["imagesTr", "labelsTr"])
      for (let n = 0; n < 9; n += 1)
        renameSync(
          join(several, name, `case_${n}.nii.gz`),
          join(several, name, `patient${Math.floor(n / 3)}_visit${n % 3}.nii.gz`),
        );
    const { call } = await projectWith(several, () => true);
    const to = join(folder, "Dataset502_Visits");
    await call("release.write", { to, layout: "nnunet", seed: 3 });
    const folds = JSON.parse(readFileSync(join(to, "splits_final.json"), "utf8")) as {
      train: string[];
      val: string[];
    }[];
    expect(folds).toHaveLength(3);
    const subjectsOf = (names: string[]): Set<string> => new Set(names.map((name) => name.split("_")[0]!));
    for (const { train, val } of folds) {
      expect([...train, ...val].toSorted()).toHaveLength(9);
      expect([...subjectsOf(train)].filter((name) => subjectsOf(val).has(name))).toEqual([]);
    }
    expect(folds.flatMap(({ val }) => val).toSorted()).toEqual(
      readdirSync(join(to, "labelsTr"))
        .map((name) => name.replace(".nii.gz", ""))
        .toSorted(),
    );
    expect(readManifest(to).split).toEqual({ by: "subject", folds: 3, seed: 3 });
    await call("release.write", { to: join(folder, "visits"), layout: "flat" });
    const rows = readRows(join(folder, "visits", "splits.csv"));
    expect(new Set(rows.map((row) => row["subject"]))).toEqual(new Set(["sub-001", "sub-002", "sub-003"]));
    expect(new Set(rows.map((row) => `${row["subject"]} ${row["fold"]}`)).size).toBe(3);
  });

  it("the reject list says of every mask that stays out why; the data card counts", async () => {
    const { call } = await projectWith(volumes, ({ case: name }) => name !== "case_0");
    const { candidates } = await call("intake.list", {});
    const [liver, tumour] = candidates.filter((row) => row.case === "case_0");
    const csv = join(folder, "rejects.csv");
    writeFileSync(
      csv,
      `candidate,label,reasons,note\n${liver!.candidate},reject,missed part;holes,secret\n${tumour!.candidate},later,,\n`,
    );
    await call("review.importLabels", { file: csv, rater: "R" });
    const to = join(folder, "rejects");
    await call("release.write", { to, layout: "flat" });
    expect(readRows(join(to, "rejected.csv"))).toEqual([
      {
        case: "case_0",
        candidate: liver!.candidate,
        class: "liver",
        source: "labels",
        label: "reject",
        reasons: "holes;missed part",
        verdict: "rejected",
        why: "rejected by a person",
      },
      {
        case: "case_0",
        candidate: tumour!.candidate,
        class: "tumour",
        source: "labels",
        label: "later",
        reasons: "",
        verdict: "to-review",
        why: "put off for later",
      },
    ]);
    const card = readFileSync(join(to, "README.md"), "utf8");
    expect(card).toContain("5 cases of 5 subjects with 8 masks");
    expect(card).toContain("1 case stayed out");
    expect(card).toContain("| liver | 1 | 5 |");
    expect(card).not.toContain("secret");
  });

  it("refuses what cannot be: PNG for volumes, a folder that is taken, DICOM segmentations of what is none", async () => {
    const { call } = await projectWith(volumes, () => true);
    await expect(
      call("release.write", { to: join(folder, "png"), layout: "flat", format: "png" }),
    ).rejects.toMatchObject({ code: "bad-request" });
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "something"), "");
    await expect(call("release.write", { to: join(folder, "taken"), layout: "flat" })).rejects.toMatchObject({
      code: "target-exists",
    });
    await expect(
      call("release.write", { to: join(folder, "msd-png"), layout: "msd", format: "png" }),
    ).rejects.toMatchObject({ code: "bad-request" });
    await expect(
      call("release.write", { to: join(folder, "seg"), layout: "flat", format: "dicom-seg" }),
    ).rejects.toMatchObject({ code: "bad-request", remedy: "Use --format nifti." });
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

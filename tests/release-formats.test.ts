import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { readImage, readImageFiles } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodeNifti, niftiBytes } from "#core/io/nifti/write-nifti.ts";
import { encodePng } from "#core/io/png/encode-png.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkNnunet } from "./support/check-nnunet.ts";
import { checkRelease, filesBelow } from "./support/check-release.ts";
import { CANARY, COLUMNS, ROWS, slice } from "./support/make-dicom.ts";
import { makeNifti, ramp } from "./support/make-nifti.ts";
import { makePng } from "./support/make-png.ts";
import { makeTiff } from "./support/make-tiff.ts";
import { VOLUME } from "./support/make-volumes.ts";
import { temporaryFolder } from "./support/sample.ts";

/** What becomes of images of every kind when they are released. */
const folder = temporaryFolder("release-formats");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

const N_VOXELS = VOLUME.size.reduce((product, length) => product * length, 1);
const ball = Uint8Array.from({ length: N_VOXELS }, (_, i) =>
  i % 24 > 6 && i % 24 < 14 && i > 2000 && i < 5000 ? 1 : 0,
);
let counter = 0;

/** A project of some files, every mask accepted. */
async function releasing(files: Readonly<Record<string, Uint8Array>>): Promise<{ from: string; call: Client["call"] }> {
  counter += 1;
  const from = join(folder, `data-${counter}`);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(from, path, ".."), { recursive: true });
    writeFileSync(join(from, path), bytes);
  }
  await client.call("project.open", { path: join(folder, `p${counter}.winnow`), access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: from });
  const { candidates, findings } = await client.call("intake.list", { folderId });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const csv = join(folder, `labels-${counter}.csv`);
  writeFileSync(csv, `candidate,label\n${candidates.map((row) => `${row.candidate},accept`).join("\n")}\n`);
  await client.call("review.importLabels", { file: csv, rater: "R" });
  return { from, call: client.call };
}

const image = (seed: number): Int16Array =>
  Int16Array.from({ length: N_VOXELS }, (_, i) => ((i * 7 + seed) % 500) - 100);

describe("pictures of several channels that are written anew", () => {
  it("go in with their own pixels", async () => {
    const [width, height] = [12, 10];
    const picture = (seed: number): Uint8Array => ramp(width * height).map((value) => (value * seed) % 251);
    const tiff = (seed: number): Uint8Array => makeTiff(width, height, [{ chunks: [picture(seed)] }]);
    const mask = encodePng({ width, height, data: new Uint8Array(120).fill(255, 20, 60), channels: 1 });
    const { call } = await releasing({
      "imagesTr/a_0000.tif": tiff(3),
      "imagesTr/a_0001.tif": tiff(7),
      "labelsTr/a.png": mask,
    });
    const to = join(folder, "tiff-channels");
    await call("release.write", { to, layout: "flat" });
    for (const [index, seed] of [3, 7].entries()) {
      const { data } = await readImage(join(to, "images", `a_000${index}.png`), defaultLimits);
      expect(Array.from(data)).toEqual(Array.from(picture(seed)));
    }
  });
});

describe("a picture that PNG cannot hold", () => {
  it("says so, and goes into a flat folder as the remedy says", async () => {
    const [width, height] = [12, 10];
    const grey = Int16Array.from({ length: width * height }, (_, i) => 37 * i - 2000);
    const head = `NRRD0004\ntype: int16\ndimension: 2\nsizes: ${width} ${height}\nencoding: raw\nendian: little\n\n`;
    const mask = encodePng({ width, height, data: new Uint8Array(120).fill(255, 20, 60), channels: 1 });
    const { call } = await releasing({
      "images/a.nrrd": Buffer.concat([Buffer.from(head), Buffer.from(grey.buffer)]),
      "masks/a.png": mask,
    });
    const to = join(folder, "below-zero");
    const layout = "flat";
    await expect(call("release.write", { to, layout })).rejects.toMatchObject({
      message: expect.stringMatching(/^Case a cannot be written\. PNG holds/) as unknown,
      remedy: "Release as NIfTI (--format nifti).",
    });
    await call("release.write", { to, layout, format: "nifti" });
    expect((await readImage(join(to, "images", "a.nii.gz"), defaultLimits)).data).toEqual(grey);
  });
});

describe("volumes of several channels", () => {
  const files = {
    "imagesTr/a_0000.nii.gz": encodeNifti(VOLUME, image(1)),
    "imagesTr/a_0001.nii.gz": encodeNifti(VOLUME, image(2)),
    "labelsTr/a.nii.gz": encodeNifti(VOLUME, ball),
  };

  it("all of them go in, whatever the layout, and a flat release is one case again", async () => {
    const { from, call } = await releasing(files);
    const channel = (name: string): Buffer => readFileSync(join(from, "imagesTr", name));
    const flat = join(folder, "channels-flat");
    await call("release.write", { to: flat, layout: "flat" });
    expect(readFileSync(join(flat, "images", "a_0000.nii.gz"))).toEqual(channel("a_0000.nii.gz"));
    expect(readFileSync(join(flat, "images", "a_0001.nii.gz"))).toEqual(channel("a_0001.nii.gz"));
    const nnunet = join(folder, "Dataset503_Channels");
    await call("release.write", { to: nnunet, layout: "nnunet" });
    expect(await checkNnunet(nnunet)).toEqual([]);
    const bids = join(folder, "channels-bids");
    await call("release.write", { to: bids, layout: "bids", imageKind: "FLAIR" });
    expect(filesBelow(bids).filter((path) => path.endsWith(".nii.gz"))).toEqual([
      "derivatives/winnow/sub-001/anat/sub-001_acq-1_desc-validated_mask.nii.gz",
      "sub-001/anat/sub-001_acq-1_FLAIR.nii.gz",
      "sub-001/anat/sub-001_acq-2_FLAIR.nii.gz",
    ]);
    expect([flat, nnunet, bids].flatMap(checkRelease)).toEqual([]);
    const { layouts } = await call("release.preview", { layout: "msd" });
    expect(layouts.find(({ layout }) => layout === "msd")!.why).toMatch(/one channel/);
    const again = await releasing(
      Object.fromEntries(filesBelow(flat).map((path) => [path, readFileSync(join(flat, path))])),
    );
    const { cases } = await again.call("intake.list", {});
    expect(cases.map(({ case: name, channel_paths: paths }) => [name, paths])).toEqual([
      ["a", ["images/a_0001.nii.gz"]],
    ]);
  });
});

describe("volumes of other kinds of file", () => {
  it("a pair of .hdr and .img goes in whole, as one file", async () => {
    const { from, call } = await releasing({
      "images/a.hdr": makeNifti({ magic: "ni1\0" }),
      "images/a.img": ramp(60),
      "masks/a.nii": makeNifti({ data: Uint8Array.from({ length: 60 }, (_, i) => (i > 20 && i < 40 ? 1 : 0)) }),
    });
    const to = join(folder, "pair");
    await call("release.write", { to, layout: "flat" });
    expect(filesBelow(join(to, "images"))).toEqual(["a.nii.gz"]);
    const [written, source] = await Promise.all(
      [join(to, "images", "a.nii.gz"), join(from, "images", "a.hdr")].map((path) => readImage(path, defaultLimits)),
    );
    expect(written!.data).toEqual(source!.data);
    expect(written!.geometry).toEqual(source!.geometry);
  });

  it("one that is not packed keeps its voxels, their type and their scaling", async () => {
    const plain = Buffer.from(niftiBytes(VOLUME, image(3)));
    plain.writeFloatLE(0.5, 112);
    plain.writeFloatLE(-10, 116);
    const { call } = await releasing({ "images/a.nii": plain, "masks/a.nii.gz": encodeNifti(VOLUME, ball) });
    const to = join(folder, "scaled");
    await call("release.write", { to, layout: "nnunet" });
    const [path] = filesBelow(to).filter((file) => file.endsWith("a_0000.nii.gz"));
    expect(Buffer.compare(gunzipSync(readFileSync(join(to, path!))), plain)).toBe(0);
  });

  it("a DICOM series is written as NIfTI, with its geometry and without anything from its headers", async () => {
    const size = [COLUMNS, ROWS, 8];
    const data = Uint8Array.from({ length: COLUMNS * ROWS * 8 }, (_, i) => (i % COLUMNS < 3 && i > 60 ? 1 : 0));
    const affine = [-0.5, 0, 0, 10, 0, -1.5, 0, -20, 0, 0, 2, 0, 0, 0, 0, 1];
    const geometry = { size, spacingMm: [0.5, 1.5, 2], affine, orientationKnown: true };
    const slices = Array.from({ length: 8 }, (_, index) => [`images/CT/IM${index}`, slice(index)] as const);
    const { from, call } = await releasing({
      ...Object.fromEntries(slices),
      "masks/CT.nii.gz": encodeNifti(geometry, data),
    });
    const paths = slices.map(([path]) => join(from, path));
    const source = await readImageFiles({ path: paths[0]!, slices: paths }, defaultLimits);
    for (const layout of ["flat", "nnunet", "msd", "bids"] as const) {
      const to = join(folder, `series-${layout}`);
      await call("release.write", { to, layout });
      expect(checkRelease(to)).toEqual([]);
      for (const path of filesBelow(to)) {
        const bytes = readFileSync(join(to, path));
        const plain = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
        expect(Object.values(CANARY).filter((word) => plain.includes(word))).toEqual([]);
      }
      const files = filesBelow(to).filter((path) => path.endsWith(".nii.gz"));
      expect(files).toHaveLength(2);
      for (const path of files) {
        const written = await readImage(join(to, path), defaultLimits);
        expect(written.geometry).toEqual(geometry);
        expect([...written.data]).toEqual(/mask|dseg|label/.test(path) ? [...data] : [...source.data]);
      }
    }
  });

  it("pictures beside volumes stay out of BIDS, and it is said", async () => {
    const { call } = await releasing({
      "images/a.nii.gz": encodeNifti(VOLUME, image(4)),
      "masks/a.nii.gz": encodeNifti(VOLUME, ball),
      "images/b.png": encodePng({ width: 8, height: 6, data: ramp(48), channels: 1 }),
      "masks/b.png": encodePng({ width: 8, height: 6, data: new Uint8Array(48).fill(255, 10, 30), channels: 1 }),
    });
    const { leftOut } = await call("release.preview", { layout: "bids" });
    expect(leftOut.map(({ reason, n }) => [reason, n])).toEqual([["no-volume", 1]]);
    const { left_out: said } = await call("release.write", { to: join(folder, "mixed"), layout: "bids" });
    expect(said).toEqual([{ case: "b", reason: "its image is a picture, and BIDS holds volumes" }]);
  });
});

describe("pictures", () => {
  const [width, height] = [8, 6];
  const mask = encodePng({ width, height, data: new Uint8Array(48).fill(255, 10, 30), channels: 1 });

  it("with a palette are released as the colours that they show", async () => {
    const palette = [
      [0, 0, 0],
      [200, 10, 90],
      [40, 250, 7],
    ] as const;
    const samples = Uint8Array.from({ length: 48 }, (_, i) => i % 3);
    const { call } = await releasing({
      "images/a.png": makePng({ width, height, depth: 8, colourType: 3, samples, palette }),
      "masks/a.png": mask,
    });
    const to = join(folder, "Dataset504_Palette");
    await call("release.write", { to, layout: "nnunet" });
    const written = await readImage(join(to, "imagesTr", "a_0000.png"), defaultLimits);
    expect(written.channels).toBe(3);
    expect(written.data).toEqual(Uint8Array.from([...samples].flatMap((index) => palette[index]!)));
    expect(await checkNnunet(to)).toEqual([]);
  });

  it("of 16 bits keep them, as PNG and as NIfTI; alpha goes", async () => {
    const grey = Uint16Array.from({ length: 48 }, (_, i) => 1000 * i + 7);
    const alpha = Uint16Array.from([...grey].flatMap((value) => [value, 65_535]));
    const { call } = await releasing({
      "images/a.png": encodePng({ width, height, data: alpha, channels: 2 }),
      "masks/a.png": mask,
    });
    for (const [format, ending] of [
      ["png", ".png"],
      ["nifti", ".nii.gz"],
    ] as const) {
      const to = join(folder, `deep-${format}`);
      await call("release.write", { to, layout: "nnunet", format });
      const [path] = filesBelow(to).filter((file) => file.endsWith(`a_0000${ending}`));
      const written = await readImage(join(to, path!), defaultLimits);
      expect([written.channels, written.data]).toEqual([1, grey]);
    }
  });
});

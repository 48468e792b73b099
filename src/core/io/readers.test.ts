import { mkdtempSync, readdirSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toWorld } from "#domain/geometry/geometry.ts";
import { makeNifti, makeNifti2, type NiftiSpec, ramp } from "#tests/support/make-nifti.ts";
import { makePng } from "#tests/support/make-png.ts";
import { dataFolder } from "#tests/support/data-folder.ts";
import { sha256Of } from "./files/hash.ts";
import type { DecodedImage } from "./image/decoded-image.ts";
import { readPicture } from "./image/read-picture.ts";
import { type ItkImage, readWithItk } from "./image/itk.ts";
import { defaultLimits } from "./limits.ts";
import { readNifti } from "./nifti/read-nifti.ts";
import { encodeNifti } from "./nifti/write-nifti.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-readers-"));
let counter = 0;

function saved(bytes: Uint8Array, extension: string): string {
  counter += 1;
  const path = join(folder, `f${counter}${extension}`);
  writeFileSync(path, bytes);
  return path;
}

/** Voxel by voxel, and geometry: Winnow's own reader says what itk-wasm says (which speaks LPS). */
function expectSameAsItk(own: DecodedImage, itk: ItkImage): void {
  const volume = own.geometry.size.length === 3;
  expect(itk.size).toEqual(own.geometry.size);
  expect(itk.data.length).toBe(own.data.length);
  let firstDifference = -1;
  for (let i = 0; i < own.data.length && firstDifference < 0; i += 1) {
    if (Number(itk.data[i]!) !== own.data[i]) firstDifference = i;
  }
  expect(firstDifference).toBe(-1);
  if (!own.geometry.spacingMm) return;
  for (const [axis, spacing] of own.geometry.spacingMm.entries()) expect(itk.spacing[axis]).toBeCloseTo(spacing, 5);
  if (!volume || !own.geometry.orientationKnown) return;
  const origin = toWorld(own.geometry.affine!, 0, 0, 0);
  const toLps = [-1, -1, 1];
  for (let row = 0; row < 3; row += 1) {
    expect(itk.origin[row]).toBeCloseTo(toLps[row]! * origin[row]!, 3);
    for (let column = 0; column < 3; column += 1) {
      const direction = own.geometry.affine![4 * row + column]! / own.geometry.spacingMm[column]!;
      expect(itk.direction[3 * row + column]).toBeCloseTo(toLps[row]! * direction, 4);
    }
  }
}

describe("the direct NIfTI path equals itk-wasm", () => {
  const words = (values: readonly number[], type: "i16" | "i32" | "f32" | "f64", le = true): Uint8Array => {
    const bytes = { i16: 2, i32: 4, f32: 4, f64: 8 }[type];
    const view = new DataView(new ArrayBuffer(values.length * bytes));
    for (const [i, value] of values.entries()) {
      if (type === "i16") view.setInt16(2 * i, value, le);
      if (type === "i32") view.setInt32(4 * i, value, le);
      if (type === "f32") view.setFloat32(4 * i, value, le);
      if (type === "f64") view.setFloat64(8 * i, value, le);
    }
    return new Uint8Array(view.buffer);
  };
  const values = Array.from({ length: 60 }, (_, i) => i * 7 - 100);
  const oblique: NiftiSpec = { qformCode: 1, sformCode: 0, quatern: [0.1, 0.2, 0.3], qoffset: [-5, 6, 7] };
  const kinds: Record<string, NiftiSpec> = {
    uint8: {},
    int16: { datatype: 4, bitpix: 16, data: words(values, "i16") },
    "int16 big-endian": { datatype: 4, bitpix: 16, littleEndian: false, data: words(values, "i16", false) },
    int32: { datatype: 8, bitpix: 32, data: words(values, "i32") },
    float32: {
      datatype: 16,
      bitpix: 32,
      data: words(
        values.map((v) => v / 3),
        "f32",
      ),
    },
    float64: {
      datatype: 64,
      bitpix: 64,
      data: words(
        values.map((v) => v / 3),
        "f64",
      ),
    },
    "scaled int16": { datatype: 4, bitpix: 16, slope: 0.5, inter: -10, data: words(values, "i16") },
    "slope NaN": { slope: Number.NaN },
    gzip: { gzip: true },
    "qform only, oblique": oblique,
    "qform with a flipped third axis": { ...oblique, pixdim: [-1, 1, 1.5, 2] },
    "axes exchanged": { qformCode: 0, srow: [0, 0, 2, 10, 1, 0, 0, 20, 0, 1.5, 0, 30] },
    "4-D with one volume": { dim: [4, 5, 4, 3, 1] },
    "2-D": { dim: [2, 5, 4], data: ramp(20) },
  };
  it.each(Object.entries(kinds))("%s", async (_, spec) => {
    const path = saved(makeNifti(spec), spec.gzip ? ".nii.gz" : ".nii");
    expectSameAsItk(await readNifti(path, defaultLimits), await readWithItk(path));
  });

  it("NIfTI-2, which itk-wasm does not read, equals its NIfTI-1 twin", async () => {
    const first = await readNifti(saved(makeNifti(), ".nii"), defaultLimits);
    const second = await readNifti(saved(makeNifti2(), ".nii"), defaultLimits);
    expect(second.geometry).toEqual(first.geometry);
    expect(second.data).toEqual(first.data);
  });

  it("slope 0 means no scaling, whatever the intercept (nifti1.h; itk-wasm adds the intercept): said", async () => {
    const image = await readNifti(saved(makeNifti({ slope: 0, inter: 5 }), ".nii"), defaultLimits);
    expect(image.data).toEqual(ramp(60));
    expect(image.warnings.map((warning) => warning.code)).toEqual(["nifti-odd-scaling"]);
  });

  it(".hdr with .img", async () => {
    const header = saved(makeNifti({ magic: "ni1" }), ".hdr");
    writeFileSync(header.replace(".hdr", ".img"), ramp(60));
    expectSameAsItk(await readNifti(header, defaultLimits), await readWithItk(header));
  });

  it("what Winnow writes, both read alike", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(
          fc.double({ min: -1, max: 1, noNaN: true }),
          fc.double({ min: -1, max: 1, noNaN: true }),
          fc.double({ min: -1, max: 1, noNaN: true }),
        ),
        fc.constantFrom(Uint8Array, Int16Array, Float32Array),
        fc.boolean(),
        async ([b, c, d], Kind, flip) => {
          const norm = Math.hypot(1, b, c, d);
          const made = saved(
            makeNifti({
              qformCode: 1,
              sformCode: 0,
              quatern: [b / norm, c / norm, d / norm],
              pixdim: [flip ? -1 : 1, 0.7, 1.5, 2],
            }),
            ".nii",
          );
          const { geometry } = await readNifti(made, defaultLimits);
          const data = new Kind(60).map((_, i) => i * 2);
          const path = saved(encodeNifti(geometry, data), ".nii.gz");
          const own = await readNifti(path, defaultLimits);
          expect(own.warnings).toEqual([]);
          expect(own.data).toEqual(data);
          for (const [i, value] of own.geometry.affine!.entries()) expect(value).toBeCloseTo(geometry.affine![i]!, 4);
          expectSameAsItk(own, await readWithItk(path));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("counts NaN and infinity, which itk-wasm turns into 0 without a word", async () => {
    const data = words([Number.NaN, Infinity, -Infinity, ...values.slice(3)], "f32");
    const path = saved(makeNifti({ datatype: 16, bitpix: 32, data }), ".nii");
    const own = await readNifti(path, defaultLimits);
    expect(own.nonFiniteCount).toBe(3);
    expectSameAsItk(own, await readWithItk(path));
  });

  it("hashes a large file as it lies on disk, although its voxels are turned and cleared in memory", async () => {
    const dim = [3, 160, 160, 100];
    const values = new Float32Array(160 * 160 * 100).fill(1.5);
    values[7] = Number.NaN;
    const bytes = new Uint8Array(values.buffer);
    for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
    const file = makeNifti({ dim, datatype: 16, bitpix: 32, littleEndian: false, data: bytes });
    const path = saved(Buffer.concat([file, Buffer.from("tail")]), ".nii");
    const own = await readNifti(path, defaultLimits);
    expect(own.sha256).toBe(sha256Of(readFileSync(path)));
    expect([own.nonFiniteCount, own.data[6], own.data[7], own.data.at(-1)]).toEqual([1, 1.5, 0, 1.5]);
  });

  const data = dataFolder();
  it.skipIf(!data)("every NIfTI file of the data folder (skipped without WINNOW_DATA)", async () => {
    const folders = [
      "hippocampus/images",
      "hippocampus/masks",
      "acdc_cardiac_mr/images",
      "acdc_cardiac_mr/masks",
      "multiorgan_totalseg/images",
      "multiorgan_totalseg/masks",
    ];
    let count = 0;
    for (const name of folders.filter((entry) => existsSync(join(data!, entry)))) {
      // All 580 of them in `npm run test:long`; every fourth otherwise, since itk-wasm takes 28 s for all.
      const files = readdirSync(join(data!, name)).filter((_, index) => process.env["WINNOW_LONG"] || index % 4 === 0);
      for (const file of files) {
        const path = join(data!, name, file);
        expectSameAsItk(await readNifti(path, defaultLimits), await readWithItk(path));
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(process.env["WINNOW_LONG"] ? 500 : 120);
  });
});

describe("the PNG path equals itk-wasm", () => {
  const [width, height] = [7, 5];
  const cases = [
    ["8-bit grey", 8, 0],
    ["16-bit grey", 16, 0],
    ["8-bit RGB", 8, 2],
    ["16-bit RGB", 16, 2],
    ["8-bit grey and alpha", 8, 4],
    ["8-bit RGBA", 8, 6],
  ] as const;
  it.each(cases)("%s", async (_, depth, colourType) => {
    const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[colourType];
    const samples = Array.from(
      { length: width * height * channels },
      (_, i) => (i * 977) % (depth === 16 ? 65536 : 256),
    );
    const path = saved(makePng({ width, height, depth, colourType, samples }), ".png");
    expectSameAsItk(await readPicture(path, defaultLimits), await readWithItk(path));
  });

  it.each([1, 2, 4, 8] as const)("palette of %i bits keeps its indices, whatever the width", async (depth) => {
    const palette = Array.from({ length: 1 << depth }, (_, i) => [i, 255 - i, (i * 7) % 256] as const);
    for (const w of [1, 2, 7, 8, 9]) {
      const samples = Array.from({ length: w * height }, (_, i) => (i * 5) % (1 << depth));
      const path = saved(makePng({ width: w, height, depth, colourType: 3, samples, palette }), ".png");
      const own = await readPicture(path, defaultLimits);
      expect(Array.from(own.data)).toEqual(samples);
      const itk = await readWithItk(path);
      const colours = samples.flatMap((index) => [...palette[index]!]);
      expect(Array.from(itk.data, Number)).toEqual(colours);
      expect(own.palette?.map((colour) => colour.slice(0, 3))).toEqual(palette.map((colour) => [...colour]));
    }
  });

  const data = dataFolder();
  it.skipIf(!data)("the pictures of the data folder (skipped without WINNOW_DATA)", async () => {
    for (const name of ["nuclei_dsb2018/images", "nuclei_dsb2018/masks_instances", "cxr_covid_lung/masks_anatomy"]) {
      for (const file of readdirSync(join(data!, name)).slice(0, 40)) {
        const path = join(data!, name, file);
        expectSameAsItk(await readPicture(path, defaultLimits), await readWithItk(path));
      }
    }
  });
});

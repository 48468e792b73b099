import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { makeNifti, ramp } from "#tests/support/make-nifti.ts";
import { makeNrrd } from "#tests/support/make-volume-files.ts";
import { makeNiftiSeries, type Series, SERIES_FILES } from "#tests/support/make-series.ts";
import { readStart } from "../files/gunzip.ts";
import { readCaseImage, readImage } from "../image/read-image.ts";
import { defaultLimits } from "../limits.ts";
import { requireChosen, SeveralVolumes } from "./several-volumes.ts";
import { volumeBytesOf } from "./volume-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-volumes-"));
let counter = 0;

function saved(bytes: Uint8Array, ending: string): string {
  counter += 1;
  const path = join(folder, `f${counter}${ending}`);
  writeFileSync(path, bytes);
  return path;
}

const anySeries: fc.Arbitrary<Series> = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 5 }), fc.integer())
  .map(([n, nx, nz, seed]) => {
    const size = [nx, 3, nz] as const;
    const values = Int16Array.from({ length: nx * 3 * nz * n }, (_, i) => (i * 7919 + seed) % 30_000);
    return { size, n, values };
  });

function volumeOf({ values, n }: Series, volume: number): number[] {
  const count = values.length / n;
  return Array.from(values.subarray(volume * count, (volume + 1) * count));
}

const SMALL: Series = { size: [5, 4, 3], n: 3, values: Int16Array.from({ length: 180 }, (_, i) => i * 11 - 500) };

async function seriesOf(path: string): Promise<SeveralVolumes> {
  const refused = await readImage(path, defaultLimits).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SeveralVolumes);
  return refused as SeveralVolumes;
}

describe("one volume of a file that holds several", () => {
  it.each(Object.entries(SERIES_FILES))("is that part of the array: %s", async (_, { ending, make }) => {
    await fc.assert(
      fc.asyncProperty(anySeries, fc.nat(), fc.boolean(), async (series, any, isFirstLook) => {
        const volume = any % series.n;
        const path = saved(make(series), ending);
        const limits = { ...defaultLimits, ...(isFirstLook && { firstLook: { expectedSize: null } }) };
        const image = await readImage(path, limits, volume);
        expect([...image.data]).toEqual(volumeOf(series, volume));
        expect(image.geometry.size).toEqual(series.size);
        expect(image.series?.n).toBe(series.n);
      }),
      { numRuns: 12 },
    );
  });

  it("lies where a file of it alone would lie, scaled as its header says", async () => {
    const path = saved(makeNiftiSeries(SMALL, { slope: 0.5, inter: -3, gzip: true }), ".nii.gz");
    const alone = saved(makeNifti(), ".nii");
    const image = await readImage(path, defaultLimits, 1);
    expect([...image.data]).toEqual(volumeOf(SMALL, 1).map((value) => value * 0.5 - 3));
    expect(image.geometry).toEqual((await readImage(alone, defaultLimits)).geometry);
  });

  it("is told from the others of its file, and from the same of another file", async () => {
    const path = saved(makeNiftiSeries(SMALL), ".nii");
    const other = saved(makeNiftiSeries({ ...SMALL, values: SMALL.values.with(179, 1) }), ".nii");
    const [first, second, changed] = [
      await readImage(path, defaultLimits, 0),
      await readImage(path, defaultLimits, 1),
      // Only a voxel of the last volume is another one.
      await readImage(other, defaultLimits, 0),
    ];
    expect(new Set([first.sha256, second.sha256, changed.sha256, first.fileSha256]).size).toBe(4);
    expect(second.fileSha256).toBe(first.fileSha256);
    await readCaseImage({ path, sha256: first.sha256, volume: 0 }, defaultLimits);
    for (const taken of [{ volume: 1 }, { volume: 0, path: other }])
      await expect(readCaseImage({ path, sha256: first.sha256, ...taken }, defaultLimits)).rejects.toThrow("changed");
  });

  it("is asked for where nobody chose one, or one that is not there", async () => {
    const path = saved(makeNiftiSeries(SMALL), ".nii");
    expect((await seriesOf(path)).problem.code).toBe("image-several-volumes");
    await expect(readImage(path, defaultLimits, 3)).rejects.toBeInstanceOf(SeveralVolumes);
  });

  it("keeps to the limit by itself, whatever the length of the file", async () => {
    const path = saved(makeNiftiSeries(SMALL, { gzip: true }), ".nii.gz");
    expect((await readImage(path, { ...defaultLimits, maxDecodedBytes: 120 }, 2)).data.length).toBe(60);
    await expect(readImage(path, { ...defaultLimits, maxDecodedBytes: 119 }, 2)).rejects.toThrow("the limit is");
  });

  it("is not taken from a file that is cut short, damaged, or packed like a bomb", async () => {
    const limits = { ...defaultLimits, firstLook: { expectedSize: null } };
    const whole = makeNiftiSeries(SMALL);
    const packed = gzipSync(whole);
    await expect(readImage(saved(whole.slice(0, 700), ".nii"), limits, 0)).rejects.toThrow("ends before");
    await expect(readImage(saved(packed.subarray(0, -9), ".nii.gz"), limits, 0)).rejects.toThrow("too early");
    await expect(readImage(saved(gzipSync(whole.slice(0, 700)), ".nii.gz"), limits, 0)).rejects.toThrow("ends before");
    packed[packed.length - 5]! ^= 1;
    await expect(readImage(saved(packed, ".nii.gz"), limits, 0)).rejects.toThrow("checksum");
    const bomb = makeNifti({ dim: [4, 256, 256, 64, 80], data: new Uint8Array(1000), gzip: true });
    await expect(readImage(saved(bomb, ".nii.gz"), limits, 0)).rejects.toThrow("nothing but one value");
  });

  it("is found in files that are read piece by piece", async () => {
    const [count, n] = [200_000, 4];
    const bytes = Uint8Array.from({ length: 10 + count * n }, (_, i) => (i * 31 + (i >> 8)) % 256);
    for (const packedFrom of [null, 0]) {
      const path = saved(packedFrom === null ? bytes : gzipSync(bytes), ".bin");
      const sizeBytes = readStart(path, 2_000_000).length;
      const file = { path, sizeBytes, start: new Uint8Array(0), whole: null };
      const place = { packedFrom, offset: 10, bytes: count, size: [count], instead: "" };
      for (const interleavedBytes of [null, 4]) {
        const kept = await volumeBytesOf(file, place, { volume: 2, n, interleavedBytes }, defaultLimits);
        const width = interleavedBytes ?? count;
        const expected = kept.map((_, i) => bytes[10 + (Math.floor(i / width) * n + 2) * width + (i % width)]!);
        expect(kept.length).toBe(count);
        expect(Buffer.compare(kept, expected)).toBe(0);
      }
    }
  });

  it("costs no view of memory a voxel where the volumes lie between each other", async () => {
    const [count, n] = [10_000, 2];
    const whole = Uint8Array.from({ length: count * n }, (_, i) => i % 251);
    const file = { path: "", sizeBytes: whole.length, start: new Uint8Array(0), whole };
    const place = { packedFrom: null, offset: 0, bytes: count, size: [count], instead: "" };
    const views = vi.spyOn(Uint8Array.prototype, "subarray");
    const kept = await volumeBytesOf(file, place, { volume: 1, n, interleavedBytes: 1 }, defaultLimits);
    expect(views.mock.calls.length).toBeLessThan(100);
    views.mockRestore();
    expect(kept).toEqual(whole.filter((_, i) => i % n === 1));
  });
});

describe("what tells the volumes of a file apart", () => {
  it.each([
    ["time with its step", {}, { axis: "time", step: { value: 2.5, unit: "s" } }],
    ["milliseconds", { timeUnit: 16, pixdim: [1, 1, 1.5, 2, 700] }, { axis: "time", step: { value: 700, unit: "ms" } }],
    ["no unit of time", { timeUnit: 0 }, { axis: "unknown", step: null }],
    ["a frequency", { timeUnit: 32 }, { axis: "unknown", step: null }],
    ["vectors", { intent: 1007 }, { axis: "channels", step: null }],
    ["the fifth axis", { dim: [5, 5, 4, 3, 1, 3] }, { axis: "channels", step: null }],
    ["no step", { pixdim: [1, 1, 1.5, 2, 0] }, { axis: "unknown", step: null }],
  ])("NIfTI: %s", async (_, spec, expected) => {
    expect((await seriesOf(saved(makeNiftiSeries(SMALL, spec), ".nii"))).series).toMatchObject({ n: 3, ...expected });
  });

  it("NRRD: the kind of its axis", async () => {
    const nrrd = (fields: Record<string, string>): string =>
      saved(makeNrrd({ dimension: "4", sizes: "5 4 3 2", ...fields }, ramp(120)), ".nrrd");
    const grid = "(-1,0,0) (0,-1.5,0) (0,0,2) none";
    const time = { "space directions": grid, kinds: "domain domain domain time" };
    expect((await seriesOf(nrrd(time))).series.axis).toBe("time");
    const told = { ...time, spacings: "nan nan nan 1.5", units: '"" "" "" "s"' };
    expect((await seriesOf(nrrd(told))).series.step).toEqual({ value: 1.5, unit: "s" });
    const list = { "space directions": grid, kinds: "domain domain domain list" };
    expect((await seriesOf(nrrd(list))).series.axis).toBe("unknown");
  });

  it("five dimensions are refused", async () => {
    const path = saved(makeNiftiSeries(SMALL, { dim: [5, 5, 2, 2, 3, 3] }), ".nii");
    await expect(readImage(path, defaultLimits, 0)).rejects.toThrow("more than four dimensions");
  });
});

it("the hash of a file is read only of one that holds several volumes of which none was chosen", async () => {
  const nobody = (): Promise<string> => Promise.reject(new Error("the whole file was read"));
  const series = { n: 3, axis: "unknown" as const, step: null, names: null };
  expect(await requireChosen(undefined, null, [4, 4, 4], nobody)).toBeNull();
  expect(await requireChosen(2, series, [4, 4, 4], nobody)).toEqual({ volume: 2, n: 3 });
  await expect(requireChosen(3, series, [4, 4, 4], async () => "hash")).rejects.toMatchObject({ sha256: "hash" });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COLUMNS, frameValues, functionalGroups, makeDicom, ROWS, slice } from "#tests/support/make-dicom.ts";
import { referenceFolder } from "#tests/formats-reference/expected-files.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { UnreadableFile } from "../file-problem.ts";
import { defaultLimits } from "../limits.ts";
import { readDicomHeader } from "./read-header.ts";
import { readSeries } from "./read-series.ts";

const base = temporaryFolder("dicom");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(base, "t"));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UnreadableFile);
  const { code, message } = (error as UnreadableFile).problem;
  return `${code}: ${message}`;
}

describe("readDicomHeader", () => {
  it.each([
    ["with preamble", {}],
    ["bare", { isBare: true }],
    ["bare, implicit", { isBare: true, syntax: "implicit" }],
    ["bare, big endian", { isBare: true, syntax: "big" }],
    ["deflated", { syntax: "deflated" }],
  ] as const)("%s", async (name, spec) => {
    const { header } = (await readDicomHeader(put(name, slice(4, {}, spec))))!;
    expect(header).toMatchObject({
      series: "1.2.3.4.1",
      sopInstance: "1.2.3.4.1.5",
      instanceNumber: 5,
      seriesDescription: "thorax 2 mm",
      spacingMm: [0.5, 1.5],
      sliceThicknessMm: 2,
      places: [{ position: [-10, 20, 8], row: [1, 0, 0], column: [0, 1, 0] }],
      pixels: { rows: ROWS, columns: COLUMNS, bitsStored: 16 },
    });
  });

  it("meta information without the preamble before it", async () => {
    const path = put("no-preamble", slice(1).subarray(132));
    expect((await readDicomHeader(path))!.header.instanceNumber).toBe(2);
    expect((await readSeries([path], defaultLimits)).data).toEqual(frameValues(1));
  });

  it("a small picture inside (an icon) is not the picture", async () => {
    const icon = {
      "00280002": ["US", 1],
      "00280010": ["US", 2],
      "00280011": ["US", 2],
      "7FE00010": ["OW", Uint8Array.of(1, 2, 3, 4)],
    } as const;
    const path = put("icon", slice(2, { "00880200": ["SQ", [icon]] }));
    const image = await readSeries([path], defaultLimits);
    expect(image.geometry.size).toEqual([COLUMNS, ROWS, 1]);
    expect(image.data).toEqual(frameValues(2));
  });

  it("a header longer than what is read first", async () => {
    const long = { "00290010": ["UN", new Uint8Array(300_000)] } as const;
    for (const syntax of ["explicit", "deflated"] as const)
      expect((await readDicomHeader(put("long", slice(2, long, { syntax }))))!.header.instanceNumber).toBe(3);
  });

  it("tells nothing of who it is, but whether it is the same", async () => {
    const { header } = (await readDicomHeader(put("who", slice(0))))!;
    expect(JSON.stringify(header)).not.toMatch(/CANARY|1901|2019/);
    const other = (await readDicomHeader(put("other", slice(0, { "00100020": ["LO", "another"] }))))!.header;
    expect(other.patientHash).not.toBe(header.patientHash);
  });
});

describe("readSeries", () => {
  it("puts slices behind one another, each scaled as it says", async () => {
    const paths = [0, 1, 2].map((index) =>
      put(`s${index}`, slice(index, { "00281053": ["DS", String(index + 1)], "00281052": ["DS", "-5"] })),
    );
    const { data, geometry } = await readSeries(paths, defaultLimits);
    const expected = [0, 1, 2].flatMap((index) => Array.from(frameValues(index), (value) => value * (index + 1) - 5));
    expect(Array.from(data)).toEqual(expected);
    expect(geometry.size).toEqual([COLUMNS, ROWS, 3]);
  });

  it("keeps every slice of a long series to itself, though they are read into the same memory", async () => {
    const paths = Array.from({ length: 70 }, (_, index) => put(`long-${index}`, slice(index)));
    const read = async (order: readonly string[]) => Array.from((await readSeries(order, defaultLimits)).data);
    const all = await read(paths);
    expect(all).toEqual(paths.flatMap((_, index) => Array.from(frameValues(index))));
    // A second series takes over what the first has left.
    expect(await read(paths.slice(0, 3))).toEqual(all.slice(0, 3 * ROWS * COLUMNS));
  });

  it("says of an empty file that it is no DICOM", async () => {
    expect(await problemOf(readSeries([put("empty", new Uint8Array(0))], defaultLimits))).toMatch(/^format-not-read/);
  });

  it("of a damaged series names the slice, also of one that is compressed", async () => {
    const plain = [0, 1, 2].map((index) => put(`d${index}`, slice(index)));
    writeFileSync(plain[1]!, readFileSync(plain[1]!).subarray(0, -4));
    expect(await problemOf(readSeries(plain, defaultLimits))).toMatch(/^data-cut-short: Slice d1: /);
    const packed = ["d", "b", "e", "a", "c"].map((name, index) => {
      const bytes = readFileSync(join(referenceFolder, "dicom/series-j2k", name));
      return put(`j${index}`, index === 3 ? bytes.subarray(0, -200) : bytes);
    });
    expect(await problemOf(readSeries(packed, defaultLimits))).toMatch(/^data-cut-short: Slice j3: /);
  });

  it("stacks frames by their places", async () => {
    const positions = ["0\\0\\4", "0\\0\\0", "0\\0\\2"];
    const pixels = Uint16Array.from([7, 8, 9].flatMap((seed) => Array.from(frameValues(seed))));
    const path = put("frames", makeDicom({ elements: functionalGroups(positions), pixels }));
    const { data, geometry } = await readSeries([path], defaultLimits);
    expect(Array.from(data)).toEqual([8, 9, 7].flatMap((seed) => Array.from(frameValues(seed))));
    expect(geometry.affine).toEqual([-0.5, 0, 0, 0, 0, -1.5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]);
  });

  it("refuses together what is too large together, before it is decoded", async () => {
    const paths = [0, 1, 2].map((index) => put(`l${index}`, slice(index)));
    const limits = { ...defaultLimits, maxDecodedBytes: 2.5 * ROWS * COLUMNS * 2 };
    expect(await problemOf(readSeries(paths, limits))).toMatch(/image-too-large: Slice l2: The 3 slices together/);
  });

  it("refuses a slice that is another one by now", async () => {
    const paths = [put("a0", slice(0)), put("a1", slice(1, { "0020000E": ["UI", "1.2.9"] }))];
    expect(await problemOf(readSeries(paths, defaultLimits))).toMatch(/^file-changed: Slice a1 /);
  });

  it("leaves out what machines keep in the bits beside the picture", async () => {
    const bits = { "00280101": ["US", 12], "00280102": ["US", 11] } as const;
    const stored = frameValues(3).map((value, index) => value | ((index % 16) << 12));
    const path = put("overlay", slice(3, bits, { pixels: stored }));
    expect((await readSeries([path], defaultLimits)).data).toEqual(frameValues(3));
  });
});

import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "#contract/errors.ts";
import type { Inventory } from "#contract/records.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { Intake, NotingPool } from "#tests/support/intake.ts";
import { CANARY, COLUMNS, type DicomElements, makeDicom, ROWS, slice } from "#tests/support/make-dicom.ts";
import { locateFolder } from "../project/locate-folder.ts";
import { verifyProject } from "../project/verify-project.ts";
import { importLabels } from "../review/import-labels.ts";
import { results } from "../review/results.ts";
import { inventory } from "./inventory.ts";

const pool = new NotingPool();
let intake: Intake;

beforeEach(() => {
  pool.takeRead();
  intake = new Intake(pool);
});

afterAll(() => pool.close());

const N = 8;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index);
const nameOf = (index: number): string => `IM${String(index).padStart(4, "0")}`;

function putSeries(folder: string, change: (index: number) => DicomElements = () => ({}), n = N): void {
  for (const index of upTo(n)) intake.put(`${folder}/${nameOf(index)}`, slice(index, change(index)));
}

/** Where the default series lies. */
const GRID: Geometry = {
  size: [COLUMNS, ROWS, N],
  spacingMm: [0.5, 1.5, 2],
  affine: [-0.5, 0, 0, 10, 0, -1.5, 0, -20, 0, 0, 2, 0, 0, 0, 0, 1],
  orientationKnown: true,
};

function mask(): Uint8Array {
  return encodeNifti(
    GRID,
    Uint8Array.from({ length: COLUMNS * ROWS * N }, (_, i) => (i % COLUMNS < 3 && i > 60 ? 1 : 0)),
  );
}

const codes = ({ findings }: Inventory): string[] =>
  findings.map(({ severity, code, file }) => `${severity} ${code} ${file}`);
const sizes = ({ cases }: Inventory): string[] => cases.map((row) => `${row.case}: ${row.geometry.size.join(" ")}`);
const read = (): string[] => pool.takeRead();

/** Labels the one candidate. */
async function labelAll(): Promise<void> {
  const [row] = await intake.look(results);
  const file = join(intake.home, "labels.csv");
  writeFileSync(file, `mask_path,label\n${row!.mask_path},accept\n`);
  await intake.look((project) => importLabels(project, { file, rater: "R1", drawnAtRandom: false }));
  rmSync(file);
}

async function labels(): Promise<string[]> {
  return (await intake.look(results)).map((row) => `${row.case} ${row.mask_path} ${row.label}`);
}

async function expectWhole(): Promise<void> {
  const progress = { phase: () => {}, done: () => {} };
  const options = { files: true, signal: new AbortController().signal, progress };
  const { checks } = await intake.look((project) => verifyProject(project, options));
  expect(checks.filter((check) => !check.good)).toEqual([]);
}

describe("a folder with a series", () => {
  it("is one case, whatever else lies there", async () => {
    putSeries("CT");
    intake.put("CT/README", "A text without an ending.");
    intake.put("CT/README.txt", "A text.");
    intake.put("CT/Thumbs.db", Uint8Array.of(1, 2, 3));
    intake.put("CT/empty", "");
    const added = await intake.add();
    expect(sizes(added)).toEqual([`CT: ${COLUMNS} ${ROWS} ${N}`]);
    expect(codes(added)).toEqual(["warning pair-image-without-mask CT/IM0000"]);
    expect(added.ignored).toEqual(["CT/README", "CT/README.txt", "CT/Thumbs.db", "CT/empty"]);
    await expectWhole();
  });

  it("is read once: adding it again opens no file", async () => {
    putSeries("CT");
    intake.put("CT/notes", "neither image nor text by its name");
    intake.put("CT/broken.dcm", "no DICOM");
    const first = await intake.add();
    expect(read().length).toBeGreaterThan(1);
    expect(await intake.add()).toEqual(first);
    expect(read()).toEqual([]);
  });

  it("is found however deep, under any names, with and without preamble", async () => {
    for (const index of upTo(N)) {
      const bytes = slice(index, {}, { isBare: index % 2 === 0, syntax: index % 3 === 0 ? "implicit" : "explicit" });
      intake.put(`a/b.c/d e/f/g/${(index * 5) % N}/${7919 * (index + 1)}.${index}`, bytes);
    }
    expect((await intake.add()).cases.map((row) => row.geometry.size)).toEqual([[COLUMNS, ROWS, N]]);
  });

  it("names what is wrong with it, and keeps its neighbours", async () => {
    putSeries("good", () => ({}));
    const other = (number: number, index: number): DicomElements => ({
      "0020000E": ["UI", `1.2.3.${number}`],
      "00080018": ["UI", `1.2.3.${number}.${index + 1}`],
    });
    putSeries("missing", (index) => other(50, index));
    for (const index of [3, 4]) rmSync(join(intake.folder, "missing", nameOf(index)));
    putSeries("cut", (index) => other(51, index));
    const cut = join(intake.folder, "cut", nameOf(5));
    writeFileSync(cut, readFileSync(cut).subarray(0, -20));
    putSeries("empty", (index) => other(52, index));
    intake.put(`empty/${nameOf(2)}`, slice(2, other(52, 2), { pixels: null }));
    putSeries("named", (index) => other(53, index));
    intake.put("named/text.dcm", "This is a text, and no DICOM file.");
    const added = await intake.add();
    expect(codes(added).filter((code) => code.startsWith("error"))).toEqual([
      "error data-cut-short cut/IM0000",
      "error dicom-slices-missing empty/IM0001",
      "error dicom-no-picture empty/IM0002",
      "error dicom-slices-missing missing/IM0002",
      "error dicom-not-dicom named/text.dcm",
    ]);
    expect(added.findings.find(({ code }) => code === "data-cut-short")!.message).toMatch(/^Slice IM0005: /);
    expect(sizes(added)).toEqual([`good: ${COLUMNS} ${ROWS} ${N}`, `named: ${COLUMNS} ${ROWS} ${N}`]);
    expect(added.ignored).toEqual([]);
    expect(await intake.add()).toEqual(added);
  });

  it("what DICOM has beside images is no finding: DICOMDIR, reports, plans, curves", async () => {
    putSeries("CT");
    const classes = { report: "88.33", ecg: "9.1.1", plan: "481.5", dose: "481.2" };
    for (const [name, number] of Object.entries(classes))
      intake.put(
        `CT/${name}`,
        makeDicom({ pixels: null, elements: { "00080016": ["UI", `1.2.840.10008.5.1.4.1.1.${number}`] } }),
      );
    const directory = makeDicom({ pixels: null, elements: { "00080016": ["UI", "1.2.840.10008.1.3.10"] } });
    intake.put("DICOMDIR", directory);
    intake.put("dicomdir", directory);
    const added = await intake.add();
    expect(codes(added)).toEqual(["warning pair-image-without-mask CT/IM0000"]);
    expect(added.ignored).toEqual(["CT/dose", "CT/ecg", "CT/plan", "CT/report", "DICOMDIR", "dicomdir"]);
  });
});

describe("when files change", () => {
  beforeEach(async () => {
    putSeries("CT");
    intake.put("masks/CT.nii.gz", mask());
    await intake.add();
    await labelAll();
    read();
  });

  it("a slice: that file's header and the series are read again; the label no longer counts", async () => {
    intake.put(`CT/${nameOf(3)}`, slice(3, {}, { pixels: new Uint16Array(ROWS * COLUMNS).fill(7) }));
    const added = await intake.add();
    expect(codes(added)).toEqual(["warning image-changed CT/IM0000"]);
    expect(read()).toEqual(["CT/IM0000", "CT/IM0003", "masks/CT.nii.gz"]);
    expect(await labels()).toEqual(["CT masks/CT.nii.gz null"]);
    intake.put(`CT/${nameOf(3)}`, slice(3));
    await intake.add();
    expect(await labels()).toEqual(["CT masks/CT.nii.gz accept"]);
  });

  it("a slice gone: the series is refused until it is back; then nothing has to be read", async () => {
    renameSync(join(intake.folder, "CT", nameOf(4)), join(intake.home, "away"));
    const without = await intake.add();
    expect(codes(without)).toContain("error dicom-slices-missing CT/IM0003");
    expect(without.cases).toEqual([]);
    read();
    renameSync(join(intake.home, "away"), join(intake.folder, "CT", nameOf(4)));
    const back = await intake.add();
    expect(codes(back)).toEqual([]);
    expect(read()).toEqual([]);
    expect(await labels()).toEqual(["CT masks/CT.nii.gz accept"]);
  });

  it("a slice more: another image, that the mask does not fit", async () => {
    intake.put(`CT/${nameOf(N)}`, slice(N));
    const added = await intake.add();
    expect(sizes(added)).toEqual([`CT: ${COLUMNS} ${ROWS} ${N + 1}`]);
    expect(codes(added)).toContain("error mask-size-differs masks/CT.nii.gz");
    expect(await labels()).toEqual([]);
  });

  it("the first slice gone: the case stays the same one, of another image", async () => {
    rmSync(join(intake.folder, "CT", nameOf(0)));
    const added = await intake.add();
    expect(sizes(added)).toEqual([`CT: ${COLUMNS} ${ROWS} ${N - 1}`]);
    expect(codes(added)).toContain("warning image-changed CT/IM0001");
    intake.put(`CT/${nameOf(0)}`, slice(0));
    expect(sizes(await intake.add())).toEqual([`CT: ${COLUMNS} ${ROWS} ${N}`]);
    expect(await labels()).toEqual(["CT masks/CT.nii.gz accept"]);
    await expectWhole();
  });

  it("the whole folder moved: case and label go with it, and nothing stands there twice", async () => {
    const before = await intake.look((project) => inventory(project));
    const moved = `${intake.home}-moved`;
    renameSync(intake.folder, moved);
    await intake.add({ folder: moved });
    expect(await intake.look((project) => inventory(project))).toEqual(before);
    expect(await labels()).toEqual(["CT masks/CT.nii.gz accept"]);
    await expectWhole();
    rmSync(moved, { recursive: true });
  });

  it("the whole folder moved, and its place told: nothing is read again", async () => {
    const moved = `${intake.home}-moved`;
    renameSync(intake.folder, moved);
    const { folderId } = await intake.look((project) =>
      project.get<{ folderId: number }>("SELECT id AS folderId FROM folder")!,
    );
    const signal = new AbortController().signal;
    await intake.look((project) => locateFolder(project, { folderId, path: moved, signal }));
    expect(codes(await intake.add({ folder: moved }))).toEqual([]);
    expect(read()).toEqual([]);
    expect(await labels()).toEqual(["CT masks/CT.nii.gz accept"]);
    rmSync(moved, { recursive: true });
  });

  it("all slices renamed: the same case with its label", async () => {
    mkdirSync(join(intake.folder, "scan 7"));
    for (const index of upTo(N))
      renameSync(join(intake.folder, "CT", nameOf(index)), join(intake.folder, "scan 7", `${(index * 3) % N}.dcm`));
    renameSync(join(intake.folder, "masks", "CT.nii.gz"), join(intake.folder, "masks", "scan 7.nii.gz"));
    const added = await intake.add();
    expect(codes(added)).toEqual([]);
    expect(await labels()).toEqual(["CT masks/scan 7.nii.gz accept"]);
    await expectWhole();
  });
});

describe("an interrupted header pass", () => {
  it("goes on where it was", async () => {
    putSeries("CT", () => ({}), 200);
    const controller = new AbortController();
    const onDone = (phase: string, count: number): void => {
      if (phase === "Reading headers" && count > 0) controller.abort();
    };
    const error = await intake.add({ signal: controller.signal, onDone }).catch((thrown: unknown) => thrown);
    expect((error as AppError).code).toBe("cancelled");
    const first = read();
    expect(first.length).toBeLessThan(5);
    const added = await intake.add();
    const groups = [...first, ...read()].filter((path) => path !== "CT/IM0000");
    // No group of headers twice.
    expect(new Set(groups).size).toBe(groups.length);
    expect(sizes(added)).toEqual([`CT: ${COLUMNS} ${ROWS} 200`]);
  });
});

describe("masks of a series", () => {
  it.each([
    ["beside the folder of the series", "patient/CT", "patient/CT_seg.nii.gz"],
    ["in the folder of the series", "patient/CT", "patient/CT/lesion.nii.gz"],
    ["in masks beside images", "images/CT", "masks/CT.nii.gz"],
    ["in masks beside the folder of the series", "CT", "masks/CT.nii.gz"],
  ])("%s", async (_, folder, path) => {
    putSeries(folder);
    intake.put(path, mask());
    const added = await intake.add();
    expect(codes(added)).toEqual([]);
    expect(added.candidates).toMatchObject([{ case: "CT", mask_path: path }]);
  });

  it.each(["CT", "CT/", "CT/IM0000"])("by mapping.csv, the series called %s", async (name) => {
    putSeries("CT");
    intake.put("drawn.nii.gz", mask());
    intake.put("mapping.csv", `img_path,mask_path\n${name},drawn.nii.gz\n`);
    const added = await intake.add();
    expect(codes(added)).toEqual([]);
    expect(added.candidates).toMatchObject([{ case: "CT", mask_path: "drawn.nii.gz" }]);
  });
});

describe("who it is", () => {
  const ofPatient =
    (id: string, number: number) =>
    (index: number): DicomElements => ({
      "00100020": ["LO", id],
      "00100010": ["PN", `${CANARY.name}${number}`],
      "0020000E": ["UI", `1.2.3.${number}`],
      "00080018": ["UI", `1.2.3.${number}.${index + 1}`],
    });

  it("two patients are two subjects, two series of one patient one", async () => {
    putSeries("a", ofPatient(CANARY.id, 71));
    putSeries("b", ofPatient(CANARY.id, 72));
    putSeries("c", ofPatient(`${CANARY.id}B`, 73));
    const { cases } = await intake.add();
    const [a, b, c] = cases.map((row) => row.subject);
    expect(a).toMatch(/^patient-[0-9a-f]{8}$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  it("another project calls the same patient otherwise", async () => {
    putSeries("a", ofPatient(CANARY.id, 71));
    const other = new Intake(pool);
    mkdirSync(other.folder, { recursive: true });
    cpSync(intake.folder, other.folder, { recursive: true });
    const [here, there] = [await intake.add(), await other.add()].map(({ cases }) => cases[0]!.subject);
    expect(here).not.toBe(there);
  });

  it("no name, number or date of a patient is in the project file, or beside it", async () => {
    putSeries("a", ofPatient(CANARY.id, 71));
    intake.put("masks/a.nii.gz", mask());
    putSeries("b", ofPatient(`${CANARY.id}B`, 72));
    rmSync(join(intake.folder, "b", nameOf(3)));
    intake.put("b/cut", slice(3, ofPatient(CANARY.id, 72)(3)).subarray(0, 700));
    await intake.add();
    const written = readdirSync(intake.home, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !join(entry.parentPath, entry.name).startsWith(intake.folder),
    );
    expect(written.map((entry) => entry.name)).toContain("p.winnow");
    for (const entry of written) {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      for (const canary of ["CANARY", CANARY.id, CANARY.birthDate, CANARY.studyDate])
        expect(bytes.includes(canary), `${canary} in ${entry.name}`).toBe(false);
    }
  });
});

import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#contract/errors.ts";
import type { Inventory } from "#contract/records.ts";
import { cells, Intake, NotingPool, squares } from "#tests/support/intake.ts";
import { makeVolumes } from "#tests/support/make-volumes.ts";

const pool = new NotingPool();
let intake: Intake;

beforeEach(() => {
  pool.takeRead();
  intake = new Intake(pool);
});

afterAll(() => pool.close());

/** Case → subject. */
function subjects({ cases }: Inventory): Record<string, string> {
  return Object.fromEntries(cases.map((row) => [row.case, row.subject]));
}

/** Mask path → classes of its candidates. */
function classes({ candidates }: Inventory): Record<string, string[]> {
  const byMask: Record<string, string[]> = {};
  for (const row of candidates) (byMask[row.mask_path] ??= []).push(row.class);
  return byMask;
}

describe("the subject of a case", () => {
  it("comes from well-known parts of the path, else is the case itself", async () => {
    const paths = {
      "sub-01/anat/sub-01_T1w": "sub-01",
      "sub-01/anat/sub-01_T2w": "sub-01",
      "images/patient007_frame01": "patient007",
      "images/patient007_frame12": "patient007",
      "images/TCGA-02-0001-slice3": "TCGA-02-0001",
      "images/plain": "plain",
    };
    for (const [seed, path] of Object.keys(paths).entries()) intake.put(`${path}.png`, cells(seed));
    const { cases } = await intake.add();
    expect(Object.fromEntries(cases.map((row) => [row.image_path.replace(".png", ""), row.subject]))).toEqual(paths);
  });

  it("comes from a pattern, which is kept, and changes without reading anything again", async () => {
    intake.putPairs("AB1", "AB2", "CD1");
    expect(subjects(await intake.add())).toEqual({ AB1: "AB1", AB2: "AB2", CD1: "CD1" });
    pool.takeRead();
    const byPattern = { AB1: "AB", AB2: "AB", CD1: "CD" };
    expect(subjects(await intake.add({ subjectPattern: String.raw`images/([A-Z]+)\d` }))).toEqual(byPattern);
    expect(subjects(await intake.add())).toEqual(byPattern);
    expect(pool.takeRead()).toEqual([]);
    const error = await intake.add({ subjectPattern: "(" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe("bad-request");
    expect(subjects(await intake.add())).toEqual(byPattern);
  });

  it("comes from subjects.csv before anything else, by case, file name or path", async () => {
    intake.putPairs("patient1_a", "patient1_b", "c", "d");
    intake.put("subjects.csv", "case,subject\npatient1_b,Meyer\nc.png,Meyer\nimages/d.png,Schulz\n");
    const first = await intake.add();
    expect(first.ignored).toEqual(["subjects.csv"]);
    expect(subjects(first)).toEqual({ patient1_a: "patient1", patient1_b: "Meyer", c: "Meyer", d: "Schulz" });
    unlinkSync(join(intake.folder, "subjects.csv"));
    expect(subjects(await intake.add())).toEqual({ patient1_a: "patient1", patient1_b: "patient1", c: "c", d: "d" });
  });

  it("is one for near copies, scaled or brighter, where nothing names it", async () => {
    intake.put("images/a.png", cells(1));
    intake.put("images/b.png", cells(1, { scale: 6 }));
    intake.put("images/c.png", cells(1, { offset: 30 }));
    intake.put("images/d.png", cells(2));
    intake.put("images/patient9.png", cells(1));
    expect(subjects(await intake.add())).toEqual({ a: "a", b: "a", c: "a", d: "d", patient9: "patient9" });
    intake.put("subjects.csv", "case,subject\nb,Meyer\n");
    expect(subjects(await intake.add())).toMatchObject({ a: "a", b: "Meyer", c: "a" });
  });

  it("is one for near copies of which one was there before", async () => {
    intake.put("images/m.png", cells(1));
    await intake.add();
    intake.put("images/a.png", cells(1, { scale: 6 }));
    expect(subjects(await intake.add())).toEqual({ a: "m", m: "m" });
  });
});

describe("the class of a candidate", () => {
  it("is named by the nearest dataset.json, in the words of nnU-Net or of the Decathlon", async () => {
    for (const set of ["nnunet", "msd", "plain"]) {
      intake.put(`${set}/imagesTr/x_0000.png`, cells(set.length));
      intake.put(`${set}/labelsTr/x.png`, squares([1, 2, 3]));
    }
    intake.put("nnunet/dataset.json", JSON.stringify({ labels: { background: 0, liver: 1, tumour: 2 } }));
    intake.put("msd/dataset.json", JSON.stringify({ labels: { "0": "background", "1": "spleen", "2": "liver" } }));
    expect(classes(await intake.add())).toEqual({
      "nnunet/labelsTr/x.png": ["3", "liver", "tumour"],
      "msd/labelsTr/x.png": ["3", "liver", "spleen"],
      "plain/labelsTr/x.png": ["1", "2", "3"],
    });
    // One class of the project whatever its number is in a file; it has the number with which it was first seen.
    expect(await intake.look((project) => project.all("SELECT name, value FROM class ORDER BY name"))).toEqual([
      { name: "1", value: 1 },
      { name: "2", value: 2 },
      { name: "3", value: 3 },
      { name: "liver", value: 2 },
      { name: "spleen", value: 1 },
      { name: "tumour", value: 2 },
    ]);
  });

  it("is 1 for masks of 0 and 255, as long as their folder holds nothing else", async () => {
    for (const name of ["x", "y"]) intake.put(`images/${name}.png`, cells(name.charCodeAt(0)));
    intake.put("masks_a/x.png", squares([255, 255]));
    intake.put("masks_a/y.png", squares([255]));
    intake.put("masks_b/x.png", squares([255, 128]));
    intake.put("masks_b/y.png", squares([255]));
    expect(classes(await intake.add())).toEqual({
      "masks_a/x.png": ["1"],
      "masks_a/y.png": ["1"],
      "masks_b/x.png": ["128", "255"],
      "masks_b/y.png": ["255"],
    });
    // Decided once: a mask that comes later changes no name.
    intake.put("images/z.png", cells(99));
    intake.put("masks_a/z.png", squares([255, 7]));
    intake.put("masks_b/z.png", squares([255]));
    expect(classes(await intake.add())).toMatchObject({
      "masks_a/x.png": ["1"],
      "masks_a/z.png": ["1", "7"],
      "masks_b/z.png": ["255"],
    });
  });

  it("is one for all the objects that a mask of instances numbers", async () => {
    intake.put("images/x.png", cells(1));
    intake.put(
      "masks_instances/x.png",
      squares(
        Array.from({ length: 30 }, (_, i) => 300 + i),
        16,
      ),
    );
    const { candidates, findings } = await intake.add();
    expect(candidates).toMatchObject([{ candidate: "x:instances:1", class: "1", n_voxels: 30 * 16 }]);
    expect(findings).toMatchObject([{ severity: "warning", code: "mask-of-instances" }]);
    const [row] = await intake.look((project) => project.all("SELECT label_value, bounds FROM candidate"));
    expect(row).toEqual({ label_value: null, bounds: "[0,0,0,23,19,0]" });
  });
});

describe("what is known of a class in a case", () => {
  it("is annotated, absent where its source drew it elsewhere, and not annotated otherwise", async () => {
    makeVolumes(intake.folder, 3);
    intake.put("imagesTr/unmarked.png", cells(1));
    intake.put("extra/images/e.png", cells(2));
    intake.put("extra/masks_other/e.png", squares([1]));
    await intake.add();
    const rows = await intake.look((project) =>
      project.all<{ name: string; class: string; state: string }>(
        `SELECT cases.name, class.name AS class, state FROM presence
         JOIN cases ON cases.id = case_id JOIN class ON class.id = class_id ORDER BY cases.name, class.name`,
      ),
    );
    expect(rows.map((row) => `${row.name} ${row.class}: ${row.state}`)).toEqual([
      "case_0 liver: annotated",
      "case_0 tumour: annotated",
      "case_1 liver: annotated",
      "case_1 tumour: annotated",
      "case_2 liver: annotated",
      "case_2 tumour: absent",
      // Its one source never draws tumours: nothing follows from what it left out.
      "e liver: annotated",
      "e tumour: not-annotated",
      "unmarked liver: not-annotated",
      "unmarked tumour: not-annotated",
    ]);
  });

  it("stays what a person said", async () => {
    makeVolumes(intake.folder, 3);
    await intake.add();
    const states = (): Promise<unknown[]> =>
      intake.look((project) =>
        project.all(
          "SELECT state, origin FROM presence JOIN cases ON cases.id = case_id JOIN class ON class.id = class_id WHERE cases.name = 'case_2' AND class.name = 'tumour'",
        ),
      );
    expect(await states()).toEqual([{ state: "absent", origin: "source:labels" }]);
    await intake.look((project) =>
      project.run(
        "UPDATE presence SET state = 'not-annotated', origin = 'person' WHERE case_id = (SELECT id FROM cases WHERE name = 'case_2') AND class_id = (SELECT id FROM class WHERE name = 'tumour')",
      ),
    );
    await intake.add();
    expect(await states()).toEqual([{ state: "not-annotated", origin: "person" }]);
  });
});

describe("which mask goes with which image", () => {
  it("is what mapping.csv says, whatever the names; a file it misses is a finding", async () => {
    intake.put("scans/one.png", cells(1));
    intake.put("scans/two.png", cells(2));
    intake.put("drawn/7.png", squares([1]));
    intake.put("drawn/8.png", squares([2]));
    intake.put("drawn/9.png", squares([1, 1]));
    intake.put(
      "mapping.csv",
      [
        "img_path,mask_path,source",
        "scans/one.png,drawn/9.png,anna",
        String.raw`scans\one.png,drawn\7.png,`,
        "scans/two.png,./drawn/8.png,anna",
        "scans/two.png,drawn/gone.png,anna",
        "",
      ].join("\n"),
    );
    const { cases, candidates, findings, ignored } = await intake.add();
    expect(cases.map((row) => row.image_path)).toEqual(["scans/one.png", "scans/two.png"]);
    expect(candidates.map((row) => [row.candidate, row.mask_path])).toEqual([
      ["one:anna:1", "drawn/9.png"],
      ["one:mapping:1", "drawn/7.png"],
      ["two:anna:2", "drawn/8.png"],
    ]);
    expect(findings).toMatchObject([{ severity: "error", code: "pair-file-missing", file: "drawn/gone.png" }]);
    expect(ignored).toEqual(["mapping.csv"]);
  });

  it("an image without a mask is a case all the same, with a finding until it has one", async () => {
    intake.putPairs("a");
    intake.put("images/b.png", cells(5));
    const first = await intake.add();
    expect(first.cases).toMatchObject([
      { case: "a", n_candidates: 1 },
      { case: "b", n_candidates: 0, geometry: { size: [24, 24], spacingMm: null } },
    ]);
    expect(first.findings).toMatchObject([
      { severity: "warning", code: "pair-image-without-mask", file: "images/b.png" },
    ]);
    intake.put("masks_a/b.png", squares([1]));
    pool.takeRead();
    const second = await intake.add();
    expect(pool.takeRead()).toEqual(["masks_a/b.png"]);
    expect(second.cases).toMatchObject([{ n_candidates: 1 }, { n_candidates: 1 }]);
    expect(second.findings).toEqual([]);
  });
});

import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#contract/errors.ts";
import type { Inventory, LabelValue } from "#contract/records.ts";
import { cells, Intake, NotingPool, squares } from "#tests/support/intake.ts";
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

/** Labels the candidate of a mask file, as the command does. */
async function label(maskPath: string, value: LabelValue): Promise<void> {
  const file = join(intake.home, "labels.csv");
  writeFileSync(file, `mask_path,label\n${maskPath},${value}\n`);
  const { findings } = await intake.look((project) =>
    importLabels(project, { file, rater: "R1", drawnAtRandom: false }),
  );
  rmSync(file);
  expect(findings).toEqual([]);
}

/** Candidate → label that counts. */
async function labels(): Promise<Record<string, LabelValue | null>> {
  const rows = await intake.look(results);
  return Object.fromEntries(rows.map((row) => [row.candidate, row.label]));
}

function codes({ findings }: Inventory): string[] {
  return findings.map(({ file, severity, code }) => `${file}: ${severity} ${code}`);
}

/** A project as it should be after whatever happened: one file, whole, with nothing lying beside it. */
async function expectWhole(): Promise<void> {
  expect(readdirSync(intake.home).toSorted()).toEqual(["data", "p.winnow"]);
  const progress = { phase: () => {}, done: () => {} };
  const verified = await intake.look((project) =>
    verifyProject(project, { files: true, signal: new AbortController().signal, progress }),
  );
  expect(verified.checks.filter((check) => !check.good)).toEqual([]);
}

describe("adding a folder again", () => {
  it("reads nothing when nothing has changed, and says the same", async () => {
    intake.putPairs("a", "b", "c");
    intake.put("images/broken.png", "no picture at all");
    const first = await intake.add();
    expect(pool.takeRead()).toHaveLength(7);
    expect(first.cases.map((row) => row.case)).toEqual(["a", "b", "c"]);
    expect(first.candidates).toHaveLength(3);
    expect(first.findings).toHaveLength(1);
    expect(await intake.add()).toEqual(first);
    expect(pool.takeRead()).toEqual([]);
  });

  it("reads what is new, and leaves the rest as it was", async () => {
    intake.putPairs("a", "b");
    const first = await intake.add();
    pool.takeRead();
    intake.put("images/c.png", cells(7));
    intake.put("masks_b/a.png", squares([1]));
    const second = await intake.add();
    expect(pool.takeRead()).toEqual(["images/c.png", "masks_b/a.png"]);
    expect(second.cases.map((row) => row.case)).toEqual(["a", "b", "c"]);
    expect(second.candidates.map((row) => row.candidate)).toEqual(["a:a:1", "a:b:1", "b:a:1"]);
    expect(second.candidates).toEqual(expect.arrayContaining(first.candidates));
  });

  it("retires the candidate of a mask that was changed, with its label, until the earlier file is back", async () => {
    intake.putPairs("a", "b");
    await intake.add();
    await label("masks_a/a.png", "accept");
    pool.takeRead();

    intake.put("masks_a/a.png", squares([0, 1]));
    const changed = await intake.add();
    expect(pool.takeRead()).toEqual(["masks_a/a.png"]);
    expect(codes(changed)).toEqual(["masks_a/a.png: warning mask-changed"]);
    expect(await labels()).toEqual({ "a:a:1~2": null, "b:a:1": null });

    intake.put("masks_a/a.png", squares([1, 0, 1]));
    expect(codes(await intake.add())).toEqual([]);
    expect(await labels()).toEqual({ "a:a:1": "accept", "b:a:1": null });
    await expectWhole();
  });

  it("does not count labels that were given on another image, and says so", async () => {
    intake.putPairs("a", "b");
    await intake.add();
    await label("masks_a/a.png", "reject");
    pool.takeRead();
    intake.put("images/a.png", cells(9));
    expect(codes(await intake.add())).toEqual(["images/a.png: warning image-changed"]);
    expect(pool.takeRead()).toEqual(["images/a.png", "masks_a/a.png"]);
    expect(await labels()).toEqual({ "a:a:1": null, "b:a:1": null });
    intake.put("images/a.png", cells(0));
    await intake.add();
    expect(await labels()).toMatchObject({ "a:a:1": "reject" });
  });

  it("forgets nothing of files that are away for a while", async () => {
    intake.putPairs("a", "b");
    const first = await intake.add();
    await label("masks_a/a.png", "accept");
    for (const kind of ["images", "masks_a"])
      renameSync(join(intake.folder, kind, "a.png"), join(intake.home, `${kind}-a.png`));
    const without = await intake.add();
    expect(without.cases.map((row) => row.case)).toEqual(["b"]);
    expect(await labels()).toEqual({ "b:a:1": null });
    pool.takeRead();
    for (const kind of ["images", "masks_a"])
      renameSync(join(intake.home, `${kind}-a.png`), join(intake.folder, kind, "a.png"));
    expect(await intake.add()).toEqual(first);
    expect(pool.takeRead()).toEqual([]);
    expect(await labels()).toEqual({ "a:a:1": "accept", "b:a:1": null });
  });

  it("finds a folder that was moved again by its hashes; labels stay", async () => {
    intake.putPairs("a", "b", "c");
    await intake.add();
    const first = await intake.look((project) => inventory(project));
    await label("masks_a/a.png", "accept");
    await label("masks_a/b.png", "reject");
    const before = await labels();
    const moved = `${intake.home}-moved`;
    renameSync(intake.folder, moved);
    await intake.add({ folder: moved });
    // The whole project: nothing stands there twice, or is said to be missing at the old place.
    expect(await intake.look((project) => inventory(project))).toEqual(first);
    expect(await labels()).toEqual(before);
  });

  it("keeps cases and labels of files that got other names, also where their masks are the same", async () => {
    intake.putPairs("a", "b", "c");
    await intake.add();
    await label("masks_a/a.png", "accept");
    for (const kind of ["images", "masks_a"]) {
      renameSync(join(intake.folder, kind, "a.png"), join(intake.folder, kind, "z.png"));
      renameSync(join(intake.folder, kind, "b.png"), join(intake.folder, kind, "y.png"));
    }
    const { cases, candidates, findings } = await intake.add();
    expect(cases.map((row) => row.image_path)).toEqual(["images/z.png", "images/y.png", "images/c.png"]);
    expect(cases.map((row) => row.case)).toEqual(["a", "b", "c"]);
    expect(candidates.map((row) => row.mask_path)).toEqual(["masks_a/z.png", "masks_a/y.png", "masks_a/c.png"]);
    expect(findings).toEqual([]);
    expect(await labels()).toEqual({ "a:a:1": "accept", "b:a:1": null, "c:a:1": null });
  });

  it("does not mix up sources that drew the same mask when their folder is moved", async () => {
    intake.putPairs("a");
    renameSync(join(intake.folder, "masks_a"), join(intake.folder, "masks_z"));
    await intake.add();
    intake.putPairs("a");
    await intake.add();
    const first = await intake.look((project) => inventory(project));
    await label("masks_a/a.png", "accept");
    const moved = `${intake.home}-moved`;
    renameSync(intake.folder, moved);
    await intake.add({ folder: moved });
    expect(await intake.look((project) => inventory(project))).toEqual(first);
    expect(await labels()).toEqual({ "a:a:1": "accept", "a:z:1": null });
  });
});

describe("long work", () => {
  const namesOf = (n: number): string[] => Array.from({ length: n }, (_, i) => `n${String(i).padStart(3, "0")}`);

  it("loses none of more files than one batch stores", async () => {
    const names = namesOf(520);
    intake.putPairs(...names);
    const { cases, candidates, findings } = await intake.add();
    expect(new Set(pool.takeRead()).size).toBe(1040);
    expect(cases.map((row) => row.case)).toEqual(names);
    expect(candidates.map((row) => row.mask_path)).toEqual(names.map((name) => `masks_a/${name}.png`));
    expect(findings).toEqual([]);
  });

  it("leaves a good project when it is cancelled, and goes on from there", async () => {
    // More than are with the readers at once.
    const names = namesOf(300);
    intake.putPairs(...names);
    const cancelAt = async (phase: string, count: number): Promise<void> => {
      const controller = new AbortController();
      const onDone = (now: string, done: number): void => {
        if (now === phase && done >= count) controller.abort();
      };
      const error = await intake.add({ signal: controller.signal, onDone }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toBe("cancelled");
      await expectWhole();
    };
    await cancelAt("Looking for files", 1);
    expect(pool.takeRead()).toEqual([]);
    await cancelAt("Reading images", 70);
    const read = pool.takeRead();
    await cancelAt("Reading masks", 10);
    read.push(...pool.takeRead());
    const resumed = await intake.add();
    read.push(...pool.takeRead());
    // What was read before is kept: every file was read once.
    expect(read.length).toBe(600);
    expect(new Set(read).size).toBe(600);
    await expectWhole();

    const direct = new Intake(pool);
    direct.putPairs(...names);
    expect(resumed).toEqual(await direct.add());
  });
});

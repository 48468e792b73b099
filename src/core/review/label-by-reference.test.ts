import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Input, Output } from "#contract/commands.ts";
import { cells, squares } from "#tests/support/intake.ts";
import { VOLUME } from "#tests/support/make-volumes.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { winnow } from "#tests/support/winnow.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { defaultLimits } from "../io/limits.ts";
import { encodeNifti } from "../io/nifti/write-nifti.ts";
import { ReaderPool } from "../io/workers/pool.ts";
import { readerEntry } from "../process-entries.ts";
import { Project } from "../project/project.ts";
import { labelByReference } from "./label-by-reference.ts";

const home = temporaryFolder("by-reference");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

type Files = Readonly<Record<string, Uint8Array | string>>;

let counter = 0;

/** Adds a folder of these files to a project of its own. @returns the paths of both */
async function projectOf(files: Files): Promise<{ path: string; folder: string }> {
  counter += 1;
  const folder = join(home, `data-${counter}`);
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  const path = join(home, `p${counter}.winnow`);
  await client.call("project.open", { path, access: "write", create: true });
  await client.call("intake.add", { folder });
  return { path, folder };
}

/** Label of every mask that has one, by mask path and class. */
async function labels(): Promise<Record<string, string>> {
  const rows = await client.call("review.results", {});
  return Object.fromEntries(
    rows.flatMap((row) => (row.label === null ? [] : [[`${row.mask_path} ${row.class}`, row.label]])),
  );
}

const label = (input: Partial<Input<"review.labelByReference">> = {}): Promise<Output<"review.labelByReference">> =>
  client.call("review.labelByReference", { source: "expert", dice: 0.75, ...input });

/** A mask of two classes: so many squares of class 1, so many of class 2, each class with room for ten. */
function twoClasses(n1: number, n2: number): Uint8Array {
  return squares(Array.from({ length: 20 }, (_, i) => (i < 10 ? (i < n1 ? 1 : 0) : i - 10 < n2 ? 2 : 0)));
}

const pictures = (): Files => ({
  "images/a.png": cells(1),
  "images/b.png": cells(2),
  "images/c.png": cells(3),
  "masks_expert/a.png": twoClasses(10, 10),
  "masks_expert/b.png": twoClasses(4, 0),
  // Dice 0.75 exactly, and 2 · 7 / 17 = 0.82.
  "masks_net/a.png": twoClasses(6, 7),
  "masks_net/b.png": twoClasses(4, 5),
  "masks_net/c.png": twoClasses(5, 5),
  // 2 · 5 / 15 = 0.67, and 2 · 9 / 19 = 0.95.
  "masks_other/a.png": twoClasses(5, 9),
});

describe("labels by a reference", () => {
  it("follow from the Dice with it, class by class, and only where there is one", async () => {
    const { path } = await projectOf(pictures());
    expect(await label({ diceOf: { "2": 0.9 } })).toEqual({
      nCases: 2,
      nAccepted: 6,
      nRejected: 2,
      taken: 8,
      findings: [],
    });
    expect(await labels()).toEqual({
      "masks_expert/a.png 1": "accept",
      "masks_expert/a.png 2": "accept",
      "masks_expert/b.png 1": "accept",
      "masks_net/a.png 1": "accept",
      "masks_net/a.png 2": "reject",
      "masks_net/b.png 1": "accept",
      "masks_other/a.png 1": "reject",
      "masks_other/a.png 2": "accept",
    });
    const file = Project.open(path, "read");
    expect(file.all("SELECT DISTINCT rater, opinion_visible, asserted_random, origin FROM label")).toEqual([
      { rater: "reference:expert", opinion_visible: 0, asserted_random: 0, origin: "reference" },
    ]);
    expect(
      file.all("SELECT object, after FROM audit WHERE action = 'setting.changed' ORDER BY id DESC LIMIT 1"),
    ).toEqual([{ object: "setting:goodByReference", after: '{"expert":{"1":0.75,"2":0.9}}' }]);
    file.close();
    expect(await client.call("project.verify", { path, files: false })).toMatchObject({ good: true });
  });

  it("are given once: a second run adds nothing, another threshold only what it changes", async () => {
    const { path } = await projectOf(pictures());
    expect((await label()).taken).toBe(8);
    expect(await label()).toMatchObject({ nAccepted: 7, nRejected: 1, taken: 0 });
    expect(await label({ dice: 0.9, diceOf: { "1": 0.6 } })).toMatchObject({ nAccepted: 7, nRejected: 1, taken: 2 });
    expect(await labels()).toMatchObject({ "masks_net/a.png 2": "reject", "masks_other/a.png 1": "accept" });
    // The rater's own word on the mask was taken back: it is given again.
    const [first] = (await client.call("review.snapshot", { rater: "A", order: "case", sources: ["other"] })).ids;
    await client.call("review.mark", {
      rater: "reference:expert",
      marks: [{ candidateId: first!, label: "clear" }],
    });
    expect((await label({ dice: 0.9, diceOf: { "1": 0.6 } })).taken).toBe(1);
    const file = Project.open(path, "read");
    expect(file.get("SELECT count(*) AS n FROM label")).toEqual({ n: 8 + 2 + 1 + 1 });
    file.close();
  });

  it("compare volumes, too", async () => {
    const [nx, ny] = VOLUME.size as [number, number, number];
    /** Boxes of so many slices: class 1 to the left, class 2 to the right. */
    const boxes = (n1: number, n2: number): Uint8Array =>
      encodeNifti(
        VOLUME,
        Uint8Array.from({ length: VOLUME.size.reduce((product, n) => product * n, 1) }, (_, i) => {
          const z = Math.floor(i / (nx * ny));
          return i % nx < 12 ? (z < n1 ? 1 : 0) : z < n2 ? 2 : 0;
        }),
      );
    const image = encodeNifti(
      VOLUME,
      Float32Array.from({ length: VOLUME.size.reduce((product, n) => product * n, 1) }, (_, i) => (i * 7919) % 251),
    );
    await projectOf({
      "images/a.nii.gz": image,
      "masks_expert/a.nii.gz": boxes(8, 10),
      "masks_net/a.nii.gz": boxes(6, 10),
      "masks_old/a.nii.gz": boxes(3, 6),
    });
    // 12 / 14 = 0.86 and 1; 6 / 11 = 0.55 and 12 / 16 = 0.75.
    expect(await label({ dice: 0.75, diceOf: { "1": 0.9 } })).toMatchObject({ nAccepted: 4, nRejected: 2 });
    expect(await labels()).toEqual({
      "masks_expert/a.nii.gz 1": "accept",
      "masks_expert/a.nii.gz 2": "accept",
      "masks_net/a.nii.gz 1": "reject",
      "masks_net/a.nii.gz 2": "accept",
      "masks_old/a.nii.gz 1": "reject",
      "masks_old/a.nii.gz 2": "accept",
    });
  });

  it("leave out what cannot be read, say so, and go on with the others", async () => {
    const { folder } = await projectOf({ ...pictures(), "masks_expert/c.png": twoClasses(5, 5) });
    writeFileSync(join(folder, "masks_net", "a.png"), "no picture any more");
    rmSync(join(folder, "masks_other", "a.png"));
    rmSync(join(folder, "masks_expert", "b.png"));
    const { findings, ...counts } = await label();
    expect(findings.map(({ severity, file, code }) => `${severity} ${file} ${code}`).toSorted()).toEqual([
      "error masks_expert/b.png file-vanished",
      "error masks_net/a.png picture-not-png",
      "error masks_other/a.png file-vanished",
    ]);
    expect(counts).toEqual({ nCases: 3, nAccepted: 6, nRejected: 0, taken: 6 });
    expect(Object.keys(await labels()).toSorted()).toEqual([
      "masks_expert/a.png 1",
      "masks_expert/a.png 2",
      "masks_expert/c.png 1",
      "masks_expert/c.png 2",
      "masks_net/c.png 1",
      "masks_net/c.png 2",
    ]);
  });

  it("are not given where two masks could be the reference", async () => {
    await projectOf({
      ...pictures(),
      "mapping.csv":
        "img_path,mask_path,source\nimages/a.png,masks_net/a.png,expert\nimages/a.png,masks_other/a.png,expert\nimages/a.png,masks_expert/a.png,net\nimages/c.png,masks_net/c.png,expert\n",
    });
    const { findings } = await label();
    expect(findings.map(({ code }) => code)).toEqual(["reference-not-unique"]);
    expect(Object.keys(await labels()).filter((name) => !name.includes("/b.png"))).toEqual([
      "masks_net/c.png 1",
      "masks_net/c.png 2",
    ]);
  });

  it("name the sources and classes that there are", async () => {
    const { path } = await projectOf(pictures());
    await expect(label({ source: "experts" })).rejects.toMatchObject({
      code: "bad-request",
      message: "No mask has the source experts.",
      remedy: "The sources are: expert, net, other.",
    });
    await expect(label({ diceOf: { "3": 0.8 } })).rejects.toMatchObject({
      code: "bad-request",
      message: "The source expert has no mask of the class 3.",
      remedy: "Its classes are: 1, 2.",
    });
    const file = Project.open(path, "read");
    expect(file.all("SELECT 1 FROM label UNION ALL SELECT 1 FROM setting WHERE name = 'goodByReference'")).toEqual([]);
    file.close();
  });

  it("are kept as far as they had come when the work is cancelled", async () => {
    const numbers = [...Array(12).keys()];
    const { path } = await projectOf(
      Object.fromEntries(
        numbers.flatMap((n) => [
          [`images/i${n}.png`, cells(100 + n)],
          [`masks_expert/i${n}.png`, twoClasses(8, 8)],
          [`masks_net/i${n}.png`, twoClasses(8, 2)],
        ]),
      ),
    );
    await client.call("project.close", {});
    const controller = new AbortController();
    const project = Project.open(path, "write");
    const pool = new ReaderPool(readerEntry, 1);
    const work = labelByReference({
      project,
      pool,
      limits: defaultLimits,
      source: "expert",
      dice: 0.75,
      diceOf: {},
      signal: controller.signal,
      progress: { phase: () => undefined, done: (count) => void (count === 3 && controller.abort()) },
    });
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    await pool.close();
    project.close();
    await client.call("project.open", { path, access: "write" });
    // What was under way beside the third case was finished, too.
    const nKept = Object.keys(await labels()).length;
    expect([3 * 4, 4 * 4]).toContain(nKept);
    expect(await label()).toMatchObject({ nAccepted: 36, nRejected: 12, taken: 48 - nKept });
  });

  it("say in a release what good meant", async () => {
    await projectOf(pictures());
    await client.call("project.setSettings", { goodMeans: "As I would draw it.", actor: "A" });
    await label({ diceOf: { "2": 0.9 } });
    const to = join(home, "release");
    await client.call("release.write", { to, layout: "flat" });
    const manifest = JSON.parse(readFileSync(join(to, "winnow-manifest.json"), "utf8")) as {
      counts: Record<string, number>;
      masks: { reason: string }[];
    };
    expect(manifest).toMatchObject({
      good_means: { words: "As I would draw it.", dice_with_reference: { expert: { "1": 0.75, "2": 0.9 } } },
      counts: { masks: 3, by_person: 3, by_reference: 3, by_judge: 0 },
    });
    for (const { reason } of manifest.masks) expect(reason).toMatch(/^accepted by its Dice with a reference/);
    const report = join(home, "report.html");
    await client.call("release.report", { to: report });
    const sentence = "Where expert has a mask, good means a Dice with it of at least 0.75 (1) or 0.9 (2).";
    const html = readFileSync(report, "utf8");
    for (const words of ["What good means", "As I would draw it.", sentence, "Accepted by Dice with a reference"])
      expect(html).toContain(words);
    const { text } = await client.call("release.methodsParagraph", {});
    expect(text).toContain("Comparison with reference masks (expert) labelled 8 masks: 6 accepted, 2 rejected");
    expect(text).toContain(sentence);
  });
});

describe("winnow label --by-reference", () => {
  it("labels, says what it cannot read, and tells wrong usage", async () => {
    const { path, folder } = await projectOf(pictures());
    await client.call("project.close", {});
    const run = (...args: string[]) => winnow("label", "--project", path, ...args, "--json");
    const wrong = await Promise.all([
      run(),
      run("--by-reference", "expert"),
      run("--by-reference", "expert", "--dice", "0.8", "--from", "labels.csv"),
      run("--by-reference", "expert", "--dice", "0.8", "--dice-of", "liver"),
    ]);
    for (const { code, json } of wrong) {
      expect(code).toBe(2);
      expect(json()).toMatchObject({ error: { code: "bad-request" } });
    }
    const good = await run("--by-reference", "expert", "--dice", "0.75", "--dice-of", "2=0.9", "--dice-of", "1=0.6");
    expect(good.json()).toEqual({ labels: 8, cases: 2, accepted: 7, rejected: 1, findings: [] });
    expect(good.code).toBe(0);
    rmSync(join(folder, "masks_net", "b.png"));
    const partly = await winnow("label", "--project", path, "--by-reference", "expert", "--dice", "0.75");
    expect(partly.code).toBe(1);
    expect(partly.stdout).toContain("2 cases with a mask of expert: 6 masks good, 1 bad. 2 labels taken.");
    expect(partly.stdout).toContain("masks_net/b.png");
  });
});

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import type { Output } from "#contract/commands.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { cells, squares } from "#tests/support/intake.ts";
import { makePng } from "#tests/support/make-png.ts";
import { VOLUME } from "#tests/support/make-volumes.ts";
import { makeFolder, type TestFiles } from "#tests/support/make-folder.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { Project } from "../project/project.ts";

const home = temporaryFolder("by-reference");
const core = createCore();
const client: Client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

let counter = 0;

/** Adds a folder of these files to a project of its own. @returns the paths of both */
async function projectOf(files: TestFiles): Promise<{ path: string; folder: string }> {
  counter += 1;
  const folder = makeFolder(join(home, `data-${counter}`), files);
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

const call = (
  input: { source?: string; dice?: number; diceOf?: Record<string, number> } = {},
): Promise<Output<"review.labelByReference">> =>
  client.call("review.labelByReference", { source: "expert", dice: 0.75, ...input });

/** A mask of two classes: so many squares of class 1, so many of class 2, each class with room for ten. */
function twoClasses(n1: number, n2: number): Uint8Array {
  return squares(Array.from({ length: 20 }, (_, i) => (i < 10 ? (i < n1 ? 1 : 0) : i - 10 < n2 ? 2 : 0)));
}

const pictures = (): TestFiles => ({
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
    expect(await call({ diceOf: { "2": 0.9 } })).toEqual({
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
});

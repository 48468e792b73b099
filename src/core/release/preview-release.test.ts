import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Output } from "#contract/commands.ts";
import { copySample, temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";

const folder = temporaryFolder("preview");
const core = createCore();
const client = connectDirect(core.handlers, core.close);

afterAll(() => client.close());

/** Six cases with three masks each: 1 and 2 accepted, 3 rejected, 4 put off, 5 partly rejected, 6 open. */
beforeAll(async () => {
  const images = copySample(join(folder, "images-here"), 6);
  writeFileSync(join(images, "images", "broken.png"), "no picture at all");
  await client.call("project.open", { path: join(folder, "p.winnow"), access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: images });
  const { candidates, cases } = await client.call("intake.list", { folderId });
  const words = ["accept", "accept", "reject", "later", "reject", null];
  const rows = cases.flatMap((row, index) => {
    const masks = candidates.filter((candidate) => candidate.case === row.case);
    const marked = index < 2 || index === 4 ? masks.slice(0, 1) : masks;
    return words[index] === null ? [] : marked.map((mask) => `${mask.candidate},${words[index]}`);
  });
  writeFileSync(join(folder, "labels.csv"), `candidate,label\n${rows.join("\n")}\n`);
  await client.call("review.importLabels", { file: join(folder, "labels.csv"), rater: "R1" });
});

function check(preview: Output<"release.preview">, name: string): { state: string; detail: string } | undefined {
  return preview.checks.find((entry) => entry.name === name);
}

describe("the preview of a release", () => {
  it("counts what goes in, and says why the rest stays out, with the masks to look at", async () => {
    const preview = await client.call("release.preview", { layout: "flat" });
    expect(preview).toMatchObject({ nCases: 2, nMasks: 2, nByPerson: 2, nByJudge: 0, judgeVersion: null });
    expect(preview.leftOut.map(({ reason, n, candidateIds }) => [reason, n, candidateIds.length])).toEqual([
      ["to-review", 2, 5],
      ["all-rejected", 1, 3],
      ["later", 1, 3],
      ["left-out-when-added", 1, 0],
    ]);
    expect(preview.sampleIds).toHaveLength(2);
    expect(preview.bytesFree).toBeNull();
    expect(preview.layouts.filter((entry) => entry.isPossible).map((entry) => entry.layout)).toEqual([
      "nnunet",
      "flat",
      "msd",
    ]);
    for (const entry of [...preview.layouts, ...preview.formats]) expect(entry.why === null).toBe(entry.isPossible);
    expect(check(preview, "bound")).toMatchObject({
      state: "passed",
      detail: expect.stringContaining("person") as unknown,
    });
    expect(check(preview, "read-back")).toMatchObject({ state: "at-the-end" });
    expect(check(preview, "target")).toBeUndefined();
  });

  it.each(["flat", "nnunet", "msd"] as const)("shows the tree that is then written: %s", async (layout) => {
    const to = join(folder, `release-${layout}`);
    const preview = await client.call("release.preview", { layout, to });
    expect(check(preview, "target")).toMatchObject({ state: "passed" });
    expect(preview.bytesFree).toBeGreaterThan(preview.bytesExpected);
    const released = await client.call("release.write", { layout, to });
    expect([released.n_cases, released.n_masks]).toEqual([preview.nCases, preview.nMasks]);
    const written = readdirSync(to, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
    const names = written.map((path) => path.slice(path.lastIndexOf("/") + 1));
    for (const { name, n, depth } of preview.tree) {
      if (depth === 0) continue;
      expect(names).toContain(name.replace(/\/$/, ""));
      if (n !== null) {
        const inside = written.filter((path) => `/${path}`.includes(`/${name}`) && statSync(join(to, path)).isFile());
        expect(inside).toHaveLength(n);
      }
    }
    const again = await client.call("release.preview", { layout, to });
    expect(check(again, "target")).toMatchObject({ state: "failed" });
  });

  it("says of a layout that cannot hold the images why not, and what would go in", async () => {
    const preview = await client.call("release.preview", { layout: "bids", format: "dicom-seg" });
    expect(preview).toMatchObject({ nCases: 2, tree: [] });
    expect(preview.layouts.find((entry) => entry.layout === "bids")!.why).toMatch(/pictures/);
    expect(preview.formats.find((entry) => entry.format === "dicom-seg")!.why).toMatch(/Needs DICOM/);
    await expect(client.call("release.write", { layout: "bids", to: join(folder, "bids") })).rejects.toMatchObject({
      code: "bad-request",
    });
    const msd = await client.call("release.preview", { layout: "msd", format: "png" });
    expect(msd.formats.find((entry) => entry.format === "png")!.why).toMatch(/NIfTI only/);
    mkdirSync(join(folder, "empty"));
    const empty = await client.call("release.preview", { layout: "flat", to: join(folder, "empty") });
    expect(check(empty, "target")).toMatchObject({ state: "passed", detail: "The folder is empty." });
    const nowhere = await client.call("release.preview", { layout: "flat", to: join(folder, "not", "there") });
    expect(check(nowhere, "target")).toMatchObject({ state: "failed" });
  });
});

describe("after releasing", () => {
  it("lists releases by where they were put, the latest first", async () => {
    const releases = await client.call("release.list", {});
    expect(releases.map((release) => release.layout)).toEqual(["msd", "nnunet", "flat"]);
    expect(releases[2]).toMatchObject({ id: 1, path: join(folder, "release-flat") });
  });

  it("writes a methods paragraph of what was done, and claims no more", async () => {
    const { text } = await client.call("release.methodsParagraph", {});
    expect(text).toMatch(/18 candidate masks from 3 sources .* of 6 images of 6 subjects\./);
    expect(text).toMatch(/One rater labelled 9 masks: 2 accepted, 4 rejected, 3 put off for later\./);
    expect(text).toContain("No mask was accepted without a person.");
    expect(text).toMatch(/with Winnow \d+\.\d+/);
    expect(text).not.toMatch(/guarantee|safe|validated/i);
  });
});

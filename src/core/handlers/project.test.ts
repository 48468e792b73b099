import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { openExisting, openReview } from "#tests/support/review.ts";
import { copySample, temporaryFolder } from "#tests/support/sample.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("project-commands");

describe("the summary", () => {
  it("says what the project holds, and what has been decided", async () => {
    const review = await openReview(folder, { nCases: 30, perCase: 3 });
    await review.mark([1, 2], "accept");
    await review.mark([3], "reject");
    await review.mark([4], "later");
    const summary = await review.client.call("project.summary", {});
    expect(summary).toMatchObject({
      access: "write",
      nCases: 30,
      nCandidates: 90,
      nLabels: 4,
      counts: {
        all: 90,
        acceptedByPerson: 2,
        acceptedByJudge: 0,
        rejectedByPerson: 1,
        later: 1,
        disagreement: 0,
        open: 86,
      },
      classes: ["class-1"],
      sources: ["kmeans", "otsu", "watershed"],
      folders: [{ id: 1, path: join(folder, "images"), isFound: false }],
      judgeVersion: 1,
      alpha: 0.05,
    });
    // 256 × 192 images: the widest shape that tiles take.
    expect(summary.tileAspect).toBeCloseTo(4 / 3, 9);
    expect(Math.abs(summary.lastLabelAt! - Date.now())).toBeLessThan(60_000);
    await review.close();
  });

  it("is sent after every change, at most five times a second, the last one always", async () => {
    const review = await openReview(folder, { isJudged: false });
    const told: ProjectSummary[] = [];
    review.client.on("project.changed", (summary) => told.push(summary));
    const until = performance.now() + 900;
    let n = 0;
    while (performance.now() < until) {
      n += 1;
      await review.mark([(n % 160) + 1], n % 2 === 0 ? "accept" : "reject");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told.length).toBeLessThanOrEqual(7);
    expect(told.at(-1)).toEqual(await review.client.call("project.summary", {}));
    // Asking changes nothing.
    const before = told.length;
    await review.snapshot();
    await review.rows([1]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).toHaveLength(before);
    await review.close();
  });
});

describe("settings", () => {
  it("are kept and recorded; another limit gets a list and checks of its own", async () => {
    const review = await openReview(folder, { nCases: 200 });
    const changed = await review.client.call("project.setSettings", { alpha: 0.1, goodMeans: " Sharp. ", actor: "me" });
    expect(changed).toMatchObject({ alpha: 0.1, delta: 0.05, goodMeans: "Sharp." });
    expect(changed.guarantee).toMatchObject({ alpha: 0.1 });
    expect(changed.guarantee!.n_automatic).toBeGreaterThan(0);
    await review.close();
    const file = Project.open(review.path, "read");
    expect(file.all("SELECT actor, object FROM audit WHERE action = 'setting.changed' AND actor = 'me'")).toHaveLength(
      2,
    );
    file.close();
  });
});

describe("one writer", () => {
  it("is named to the next, who may read, and keeps what was open", async () => {
    const writer = await openReview(folder, { isJudged: false });
    const other = await openReview(folder, { isJudged: false });
    await expect(other.client.call("project.open", { path: writer.path, access: "write" })).rejects.toMatchObject({
      code: "project-in-use",
      message: expect.stringMatching(/is open for writing: .+ \(.+\), since \d{4}-\d\d-\d\d \d\d:\d\d UTC\./) as string,
    });
    expect((await other.client.call("project.summary", {})).path).toBe(other.path);
    await other.client.call("project.open", { path: writer.path, access: "read" });
    expect(await other.client.call("project.summary", {})).toMatchObject({ path: writer.path, access: "read" });
    for (const refused of [
      other.client.call("project.setSettings", { alpha: 0.2, actor: "me" }),
      other.client.call("project.locateFolder", { folderId: 1, path: folder }),
    ])
      await expect(refused).rejects.toMatchObject({ code: "project-read-only" });
    await other.close();
    await writer.close();
  });
});

describe("folders and copies", () => {
  it("finds moved images by their contents, and nothing else", async () => {
    const images = copySample(join(folder, "here"), 12);
    const path = join(folder, "moved.winnow");
    Project.open(path, "write", { create: true }).close();
    const review = await openExisting(path);
    await review.client.call("intake.add", { folder: images });
    const there = join(folder, "elsewhere", "there");
    mkdirSync(join(folder, "elsewhere"));
    renameSync(images, there);
    expect((await review.client.call("project.summary", {})).folders[0]!.isFound).toBe(false);
    // The same names with other contents are not what was labelled.
    copySample(join(folder, "fake"), 12);
    for (const kind of readdirSync(join(folder, "fake")))
      for (const name of readdirSync(join(folder, "fake", kind)))
        writeFileSync(join(folder, "fake", kind, name), "other");
    await expect(
      review.client.call("project.locateFolder", { folderId: 1, path: join(folder, "fake") }),
    ).rejects.toMatchObject({ code: "images-moved" });
    expect((await review.client.call("project.summary", {})).folders[0]!.path).toBe(images);
    const found = await review.client.call("project.locateFolder", { folderId: 1, path: there });
    expect(found.folders).toEqual([{ id: 1, path: there, isFound: true }]);

    const masks = await review.snapshot({ order: "case" });
    const [first] = await review.rows(masks.ids);
    const view = await review.client.call("review.case", { rater: "me", caseId: first!.caseId });
    const [a, b] = view.masks;
    const same = await review.client.call("review.compareMasks", { a: a!.id, b: a!.id });
    expect(same).toEqual({
      dice: 1,
      onlyInA: { nVoxels: 0, volumeMm3: null },
      onlyInB: { nVoxels: 0, volumeMm3: null },
    });
    const differing = await review.client.call("review.compareMasks", { a: a!.id, b: b!.id });
    expect(a!.nVoxels - differing.onlyInA.nVoxels).toBe(b!.nVoxels - differing.onlyInB.nVoxels);
    const measured = await review.client.call("review.measure", { candidateId: a!.id });
    expect(measured.nPieces).toBeGreaterThan(0);
    expect(measured.slices).toBeNull();
    await review.close();
  }, 60_000);

  it("saves a copy that is whole, alone, and finds the same images from where it lies", async () => {
    const review = await openReview(folder);
    await review.mark([1, 2, 3], "accept");
    const to = join(folder, "copies", "copy.winnow");
    mkdirSync(join(folder, "copies"));
    await review.client.call("project.saveCopy", { to });
    expect(readdirSync(join(folder, "copies"))).toEqual(["copy.winnow"]);
    await expect(review.client.call("project.saveCopy", { to })).rejects.toMatchObject({ code: "target-exists" });
    await expect(
      review.client.call("project.saveCopy", { to: join(folder, "nowhere", "copy.winnow") }),
    ).rejects.toMatchObject({ code: "file-unwritable" });
    const verified = await review.client.call("project.verify", { path: to, files: false });
    expect(verified.checks.filter((check) => !check.good)).toEqual([]);
    const before = await review.client.call("project.summary", {});
    await review.close();
    expect(existsSync(`${to}.lock`)).toBe(false);
    const copy = await openExisting(to);
    const after = await copy.client.call("project.summary", {});
    expect({ ...after, path: "", name: "" }).toEqual({ ...before, path: "", name: "" });
    await copy.mark([4], "accept");
    await copy.close();
    expect(readFileSync(to).length).toBeGreaterThan(0);
  });
});

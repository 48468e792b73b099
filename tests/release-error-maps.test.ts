import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import type { EventPayload } from "#contract/events.ts";
import { createCore } from "#core/core.ts";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { readImage } from "#core/io/image/read-image.ts";
import type { AnyImage } from "#core/io/image/decoded-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkNnunet } from "./support/check-nnunet.ts";
import { checkRelease, filesBelow, readManifest } from "./support/check-release.ts";
import { writeHospital } from "./support/dicom-hospital.ts";
import { disc, DISC_RADIUS, writeDiscs } from "./support/discs.ts";
import { makeVolumes } from "./support/make-volumes.ts";
import { temporaryFolder } from "./support/sample.ts";

const folder = temporaryFolder("error-maps");
const core = createCore();
const client: Client = connectDirect(core.handlers, core.close);
const { call } = client;
afterAll(() => client.close());

/** A project of a folder, all of whose masks are accepted. */
async function open(name: string, images: string): Promise<void> {
  await call("project.open", { path: join(folder, `${name}.winnow`), access: "write", create: true });
  await call("intake.add", { folder: images });
  await accept(() => true);
}

async function accept(isGood: (source: string) => boolean): Promise<void> {
  const rows = await call("review.results", {});
  const csv = join(folder, "labels.csv");
  const lines = rows.map((row) => `${row.candidate},${isGood(row.source) ? "accept" : "reject"}`);
  writeFileSync(csv, `candidate,label\n${lines.join("\n")}\n`);
  await call("review.importLabels", { file: csv, rater: "R" });
}

async function firstOpinion(): Promise<void> {
  await call("judge.train", { withoutLabels: true });
  await call("judge.apply", {});
}

/** What the window's command says of the mask of a case and class. */
async function saidInTheWindow(name: string, className: string): Promise<{ nMissed: number; nSurplus: number }> {
  const { ids } = await call("review.snapshot", { rater: "R", order: "case" });
  const rows = await call("review.rows", { rater: "R", ids });
  const released = rows.find((row) => row.case === name && row.class === className && row.verdict === "accepted");
  return call("review.errorMap", { rater: "R", candidateId: released!.id });
}

/** Every map of a release against the image that it lies on, the mask that it is about, and what the window says of it. */
async function checkMaps(to: string, imageOf: (name: string) => Promise<AnyImage>): Promise<number> {
  expect(checkRelease(to)).toEqual([]);
  const { error_maps: maps, files } = readManifest(to);
  for (const map of maps!.maps) {
    expect(files).toContainEqual({ path: map.path, sha256: map.sha256 });
    const { data, geometry } = await readImage(join(to, map.path), defaultLimits);
    const image = await imageOf(map.case);
    const size = image.geometry.size;
    expect(geometry.size).toEqual(size.length === 3 ? size : [...size, 1]);
    expect(geometry.orientationKnown).toBe(image.geometry.orientationKnown);
    for (const [i, value] of (image.geometry.affine ?? []).entries()) expect(geometry.affine![i]).toBeCloseTo(value, 4);
    expect(data.every((value) => Number.isInteger(value) && value >= -100 && value <= 100)).toBe(true);
    const [missed, surplus] = [data.filter((value) => value <= -50), data.filter((value) => value >= 50)];
    expect([missed.length, surplus.length]).toEqual([map.n_missed, map.n_surplus]);
    const { nMissed, nSurplus } = await saidInTheWindow(map.case, map.class);
    expect([missed.length, surplus.length]).toEqual([nMissed, nSurplus]);
  }
  return maps!.maps.length;
}

/** Ends every engine that is found while error maps are drawn, as long as that is wanted. */
function killEngine(isWanted: () => boolean): () => void {
  let isDrawing = false;
  const stop = client.on("job.progressed", ({ phase }) => (isDrawing = phase === "Drawing error maps"));
  const killing = setInterval(() => {
    const pid = core.enginePid();
    if (isDrawing && pid !== null && isWanted()) process.kill(pid, "SIGKILL");
  }, 5);
  return () => {
    clearInterval(killing);
    stop();
  };
}

describe("error maps in a release of volumes", { timeout: 120_000 }, () => {
  const volumes = makeVolumes(join(folder, "volumes"), 6);
  const imageOf = (name: string): Promise<AnyImage> =>
    readImage(join(volumes, "imagesTr", `${name}.nii.gz`), defaultLimits);

  it("are refused where no judge is in use, with what to do; nothing is written", async () => {
    await open("volumes", volumes);
    const to = join(folder, "refused");
    await expect(call("release.write", { to, layout: "flat", errorMaps: true })).rejects.toMatchObject({
      code: "no-judge-yet",
      remedy: expect.stringContaining("winnow train") as unknown,
    });
    expect(existsSync(to)).toBe(false);
    const { errorMaps, tree } = await call("release.preview", { layout: "flat", errorMaps: true });
    expect(errorMaps.isPossible).toBe(false);
    expect(tree.map(({ name }) => name)).not.toContain("error_maps/");
  });

  it("flat: one a mask, on the grid of its image, with the figures of the window; the result can be added again", async () => {
    await firstOpinion();
    const to = join(folder, "flat");
    const { tree, errorMaps } = await call("release.preview", { layout: "flat", errorMaps: true, to });
    expect(errorMaps.isPossible).toBe(true);
    expect(tree).toContainEqual({ depth: 1, name: "error_maps/", n: 10 });
    expect(tree).toContainEqual({ depth: 2, name: "case_0__liver.nii.gz", n: null });
    const phases = new Map<string, EventPayload<"job.progressed">>();
    const stop = client.on("job.progressed", (progress) => phases.set(progress.phase, progress));
    const released = await call("release.write", { to, layout: "flat", errorMaps: true });
    stop();
    expect(released).toMatchObject({ n_masks: 10, n_error_maps: 10, findings: [] });
    expect(phases.get("Drawing error maps")).toMatchObject({ done: 10, total: 10, unit: "masks" });
    expect(await checkMaps(to, imageOf)).toBe(10);
    const { error_maps: maps, masks } = readManifest(to);
    expect(maps).toMatchObject({ judge_version: 1, not_made: [] });
    expect(maps!.maps.map(({ mask }) => mask).toSorted()).toEqual(masks.map(({ file }) => file).toSorted());
    for (const map of maps!.maps) {
      const { data } = await readImage(join(to, map.path), defaultLimits);
      const mask = await readImage(join(to, map.mask), defaultLimits);
      expect(data.every((value, i) => value === 0 || value > 0 === (mask.data[i] === 1))).toBe(true);
    }
    const card = readFileSync(join(to, "README.md"), "utf8");
    expect(card).toContain("## Error maps");
    for (const words of ["judge version 1", "no measurement", "48 × 48 pixels", "comes with Winnow"])
      expect(card).toContain(words);
    await call("project.open", { path: join(folder, "again.winnow"), access: "write", create: true });
    await call("intake.add", { folder: to });
    const { cases, candidates, ignored, findings } = await call("intake.list", {});
    expect([cases.length, candidates.length]).toEqual([6, 10]);
    expect(ignored.filter((path) => path.startsWith("error_maps/"))).toHaveLength(10);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("nnU-Net and BIDS: outside of the data set, in no dataset.json, by the names of BIDS", async () => {
    await call("project.open", { path: join(folder, "volumes.winnow"), access: "write" });
    const nnunet = join(folder, "nnunet");
    await call("release.write", { to: nnunet, layout: "nnunet", errorMaps: true });
    expect(await checkMaps(nnunet, imageOf)).toBe(10);
    const inside = join(
      nnunet,
      readdirSync(nnunet).find((name) => name.startsWith("Dataset"))!,
    );
    expect(await checkNnunet(inside)).toEqual([]);
    expect(filesBelow(inside).filter((path) => path.includes("error"))).toEqual([]);
    expect(readFileSync(join(inside, "dataset.json"), "utf8")).not.toContain("error");
    const bids = join(folder, "bids");
    await call("release.write", { to: bids, layout: "bids", imageKind: "CT", errorMaps: true });
    expect(await checkMaps(bids, imageOf)).toBe(10);
    expect(filesBelow(join(bids, "error_maps")).slice(0, 2)).toEqual([
      "sub-001/anat/sub-001_label-liver_desc-errors_map.nii.gz",
      "sub-001/anat/sub-001_label-tumour_desc-errors_map.nii.gz",
    ]);
    expect(readFileSync(join(bids, ".bidsignore"), "utf8")).toContain("error_maps/");
  });

  it("a release without them has none", async () => {
    const to = join(folder, "without");
    expect(await call("release.write", { to, layout: "flat" })).toMatchObject({ n_error_maps: 0 });
    expect(readdirSync(to)).not.toContain("error_maps");
    expect(readManifest(to).error_maps).toBeNull();
    expect(readFileSync(join(to, "README.md"), "utf8")).not.toContain("Error maps");
  });

  it("an image that goes away before its map is drawn: the release goes on, and says so", async () => {
    const [image, aside] = [join(volumes, "imagesTr", "case_4.nii.gz"), join(folder, "aside.nii.gz")];
    const stop = client.on("job.progressed", ({ phase }) => {
      if (phase === "Drawing error maps" && existsSync(image)) renameSync(image, aside);
    });
    const to = join(folder, "gone");
    const { findings } = await call("release.write", { to, layout: "flat", errorMaps: true });
    stop();
    renameSync(aside, image);
    expect(findings.map(({ file, severity }) => [file, severity])).toEqual([
      ["case_4", "error"],
      ["case_4", "error"],
    ]);
    expect(findings[0]!.message).toMatch(/^No error map could be made of the mask for (?:liver|tumour): /);
    expect(await checkMaps(to, imageOf)).toBe(8);
    expect(readManifest(to).error_maps!.not_made.map((row) => row.case)).toEqual(["case_4", "case_4"]);
    expect(filesBelow(to)).toContain("masks_liver/case_4.nii.gz");
    expect(readFileSync(join(to, "README.md"), "utf8")).toContain("Of 2 masks no map could be made");
    expect(readFileSync(join(to, "winnow-manifest.json"), "utf8")).not.toContain(folder);
  });

  it("an engine that dies is outlived", async () => {
    const restarts: string[] = [];
    const stopNoting = client.on("engine.restarted", ({ reason }) => restarts.push(reason));
    const stopKilling = killEngine(() => restarts.length === 0);
    const to = join(folder, "died");
    const { n_error_maps: n } = await call("release.write", { to, layout: "flat", errorMaps: true });
    stopKilling();
    stopNoting();
    expect([n, restarts.length > 0]).toEqual([10, true]);
  });

  it("an engine that dies again and again: no map, a reason for each mask, and the release all the same", async () => {
    const stop = killEngine(() => true);
    const to = join(folder, "dying");
    const { n_masks: nMasks, findings } = await call("release.write", { to, layout: "flat", errorMaps: true });
    stop();
    expect([nMasks, findings.length]).toEqual([10, 10]);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(["engine-died"]));
    expect(findings.some(({ message }) => message.includes("not tried"))).toBe(true);
    expect(checkRelease(to)).toEqual([]);
    expect(readManifest(to).error_maps).toMatchObject({ maps: [] });
    expect(readManifest(to).error_maps!.not_made).toHaveLength(10);
  });

  it("cancelling while maps are drawn leaves nothing", async () => {
    const controller = new AbortController();
    const stop = client.on("job.progressed", ({ phase, done }) => {
      if (phase === "Drawing error maps" && done === 0) controller.abort();
    });
    const to = join(folder, "cancelled");
    const writing = call("release.write", { to, layout: "flat", errorMaps: true }, { signal: controller.signal });
    await expect(writing).rejects.toMatchObject({ code: "cancelled" });
    stop();
    expect(existsSync(to)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
});

describe("error maps of other images", { timeout: 300_000 }, () => {
  it("pictures, by networks that the judge has taught itself: NIfTI of one slice beside PNG", async () => {
    const discs = writeDiscs(join(folder, "discs"), 24, {
      fits: (_, x, y) => disc(x, y, DISC_RADIUS),
      cut: (_, x, y) => disc(x, y, DISC_RADIUS).map((value, i) => (i % 48 > x ? 0 : value)),
    });
    await call("project.open", { path: join(folder, "discs.winnow"), access: "write", create: true });
    await call("intake.add", { folder: discs });
    await accept((source) => source.endsWith("fits"));
    await call("judge.train", {});
    await call("judge.apply", {});
    const to = join(folder, "pictures");
    await call("release.write", { to, layout: "flat", format: "png", errorMaps: true });
    const pictureOf = (name: string): Promise<AnyImage> =>
      readImage(join(discs, "images", `${name}.png`), defaultLimits);
    expect(await checkMaps(to, pictureOf)).toBe(24);
    const { maps } = readManifest(to).error_maps!;
    expect(maps.every(({ networks }) => networks === "judge")).toBe(true);
    expect(maps[0]!.path).toBe("error_maps/scan-0.nii.gz");
    expect(readFileSync(join(to, "README.md"), "utf8")).toContain(
      "24 maps by networks that this version taught itself",
    );
  });

  it("a DICOM release: on the grid of the series", async () => {
    await open("dicom", await writeHospital(join(folder, "hospital")));
    await firstOpinion();
    const to = join(folder, "dicom");
    await call("release.write", { to, layout: "flat", format: "dicom-seg", errorMaps: true });
    const slices = readdirSync(join(to, "images", "ct"))
      .toSorted()
      .map((name) => join(to, "images", "ct", name));
    expect(await checkMaps(to, () => readSeries(slices, defaultLimits))).toBe(2);
    expect(filesBelow(to).filter((path) => path.startsWith("error_maps/"))).toEqual([
      "error_maps/ct__1.nii.gz",
      "error_maps/ct__2.nii.gz",
    ]);
  });
});

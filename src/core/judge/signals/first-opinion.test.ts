import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { disc, DISC_RADIUS, writeDiscs } from "#tests/support/discs.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../../core.ts";
import { Project } from "../../project/project.ts";
import { judgeRecords, judgeVersion } from "../../project/queries/judges.ts";
import { measuredColumns } from "./columns.ts";
import { EVEN, firstOpinion, Trust } from "./first-opinion.ts";
import { unpackModel } from "./signals-model.ts";

const folder = temporaryFolder("first-opinion");
const project = join(folder, "discs.winnow");
let client: Client;

/** The mask's source says how it is wrong: one fits, one has a part cut off, one has a blob beside it, one lies elsewhere. */
const isGood = (source: string): boolean => source.endsWith("fits");

beforeAll(async () => {
  const root = writeDiscs(join(folder, "discs"), 40, {
    fits: (_, x, y) => disc(x, y, DISC_RADIUS),
    cut: (_, x, y) => disc(x, y, DISC_RADIUS).map((value, i) => (i % 48 > x ? 0 : value)),
    blob: (_, x, y) => {
      const blob = disc(x + 11, y, 6);
      return disc(x, y, DISC_RADIUS).map((value, i) => value | blob[i]!);
    },
    off: (rng, x, y) => disc(x + 8 + rng.int(3), y - 8, DISC_RADIUS),
  });
  const core = createCore();
  client = connectDirect(core.handlers, core.close);
  await client.call("project.open", { path: project, access: "write", create: true });
  await client.call("intake.add", { folder: root });
}, 60_000);
afterAll(() => client.close());

async function label(nCases: number, rater: string): Promise<void> {
  const rows = await client.call("review.results", {});
  const labelled = rows.filter((row) => Number(/(\d+)\.png$/.exec(row.mask_path)![1]) < nCases);
  const file = join(folder, "labels.csv");
  const lines = labelled.map((row) => `${row.candidate},${isGood(row.source) ? "accept" : "reject"}`);
  writeFileSync(file, `candidate,label\n${lines.join("\n")}\n`);
  await client.call("review.importLabels", { file, rater });
}

/** The mask of a source on a picture that nobody labels. */
async function candidateOf(source: string): Promise<number> {
  const { ids } = await client.call("review.snapshot", { rater: "R1", order: "case", search: "scan-30" });
  const rows = await client.call("review.rows", { rater: "R1", ids });
  return rows.find((row) => row.source.endsWith(source))!.id;
}

function settingsOfVersions(): { nLabelsFromBeginning: number }[] {
  const opened = Project.open(project, "read", { create: false });
  try {
    return judgeRecords(opened).map((record) => record.settings as { nLabelsFromBeginning: number });
  } finally {
    opened.close();
  }
}

describe("a judge before the first label, and after", { timeout: 300_000 }, () => {
  it("puts good masks before bad ones, without a word from anybody, and says how they overlap", async () => {
    const { version, metrics } = await client.call("judge.train", { withoutLabels: true });
    expect(version).toBe(1);
    expect(metrics).toMatchObject({ auc: null, brier: null, n_labels: 0 });
    const { guarantee } = await client.call("judge.apply", {});
    expect(guarantee.threshold).toBeNull();
    const rows = await client.call("review.results", {});
    const auc = rocAuc(
      rows.map((row) => row.p_good!),
      rows.map((row) => isGood(row.source)),
    );
    expect(auc).toBeGreaterThan(0.9);
    expect(rows.every((row) => row.predicted_dice! >= 0 && row.predicted_dice! <= 1)).toBe(true);
    expect(rows.some((row) => row.verdict === "accepted")).toBe(false);
    // Its screens have nothing to show of labels, and say so instead of failing.
    expect(await client.call("judge.curves", { version: 1 })).toMatchObject({ reliability: [] });
    expect(await client.call("judge.readiness", {})).toMatchObject({ minLabels: 20, isReady: false });
    // No checks are drawn to prove what is soon replaced: every label is to teach.
    expect(await client.call("judge.next", { n: 20, rater: "R1" })).toMatchObject({ nRandom: 0, nInformative: 20 });
  });

  it("sees coarse planes where pictures are small", () => {
    const opened = Project.open(project, "read", { create: false });
    const { weights, weightsSha256 } = judgeVersion(opened, 1);
    opened.close();
    expect(unpackModel(weights, weightsSha256).networks.map((own) => own.segmenterSide)).toEqual([PLANE_SIDE]);
  });

  it("refuses a kind that learns from labels alone", async () => {
    await expect(client.call("judge.train", { withoutLabels: true, kind: "quality-cnn/1" })).rejects.toMatchObject({
      code: "bad-request",
    });
  });

  it("teaches its networks anew where labels are many more, and touches them up where they are few more", async () => {
    await label(6, "R1");
    await client.call("judge.train", { seed: 2 });
    await label(8, "R1");
    await client.call("judge.train", { seed: 2 });
    await client.call("judge.apply", {});
    const [third, second, first] = settingsOfVersions();
    expect([first, second, third].map((settings) => settings!.nLabelsFromBeginning)).toEqual([0, 24, 24]);
    const held = (await client.call("review.results", {})).filter((row) => row.label === null);
    const auc = rocAuc(
      held.map((row) => row.p_good!),
      held.map((row) => isGood(row.source)),
    );
    expect(held).toHaveLength(4 * 32);
    expect(auc).toBeGreaterThan(0.95);
  });

  it("explains a score: what speaks against a mask, how much of it is wrong, and where", async () => {
    const [fits, cut, blob] = [await candidateOf("fits"), await candidateOf("cut"), await candidateOf("blob")];
    const told = await Promise.all(
      [fits, cut, blob].map((id) => client.call("review.explain", { rater: "R1", candidateId: id })),
    );
    const [good, half, leaked] = told as [(typeof told)[0], (typeof told)[0], (typeof told)[0]];
    expect(good.predictedDice).toBeGreaterThan(Math.max(half.predictedDice!, leaked.predictedDice!));
    expect(half.signals.length).toBeGreaterThan(5);
    expect(half.signals.some((signal) => signal.weight < -0.3)).toBe(true);
    // Half a disc is missing on the right; the blob lies there too, as surplus.
    const maps = await Promise.all(
      [cut, blob].map((id) => client.call("review.errorMap", { rater: "R1", candidateId: id })),
    );
    expect(maps[0]!.nMissed).toBeGreaterThan(60);
    expect(maps[0]!.nMissed).toBeGreaterThan(3 * maps[0]!.nSurplus);
    expect(maps[1]!.nSurplus).toBeGreaterThan(40);
    expect(maps[1]!.nSurplus).toBeGreaterThan(3 * maps[1]!.nMissed);
    expect(maps[1]!.nMask).toBeGreaterThan(maps[1]!.nSurplus);
    expect(maps[0]!.worstSlices[2]).toBe(0);
  });

  it("records that the opinion was seen by who asked for an explanation", async () => {
    const candidateId = await candidateOf("off");
    await client.call("review.explain", { rater: "R2", candidateId });
    await client.call("review.mark", { rater: "R2", marks: [{ candidateId, label: "reject" }] });
    const [row] = await client.call("review.rows", { rater: "R2", ids: [candidateId] });
    expect(row?.mine).toMatchObject({ label: "reject" });
    const opened = Project.open(project, "read", { create: false });
    const visible = opened.all("SELECT opinion_visible FROM label WHERE rater = 'R2'");
    opened.close();
    expect(visible).toEqual([{ opinion_visible: 1 }]);
  });
});

describe("trust in the shipped network", () => {
  it("follows what it recognises in the middle of the cases, not in a few", () => {
    const strong = new Trust();
    for (let i = 0; i < 20; i += 1) strong.add([0.2, 0.85]);
    expect(strong.share).toBe(1);
    const weak = new Trust();
    for (let i = 0; i < 20; i += 1) weak.add(i < 5 ? [0.9] : [0.1, 0.3]);
    expect(weak.share).toBe(0);
    expect(new Trust().share).toBe(0);
  });

  it("decides of masks that are alone in their case as far as it goes: without it they are all alike", () => {
    const alone = new Float64Array(measuredColumns.length);
    expect([0.1, 0.9].map((dice) => firstOpinion(alone, dice, 0))).toEqual([EVEN, EVEN]);
    expect([0.1, 0.9].map((dice) => firstOpinion(alone, dice, 1))).toEqual([0.1, 0.9]);
    expect(firstOpinion(alone, 0.9, 0.5)).toBeCloseTo((0.9 + EVEN) / 2);
  });
});

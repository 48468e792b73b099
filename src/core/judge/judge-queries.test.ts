import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { fillScoredProject, markTruly, type ScoredProject } from "#tests/support/scored-project.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("judge-queries");
const core = createCore();
const client: Client = connectDirect(core.handlers, core.close);
let counter = 0;
let path: string;
let scored: ScoredProject;

afterAll(() => client.close());

/** Looks into the project file beside the core, or changes it while the core has it closed. */
async function change(work: (project: Project) => void): Promise<void> {
  await client.call("project.close", {});
  const project = Project.open(path, "write", { create: true });
  work(project);
  project.close();
  await client.call("project.open", { path, access: "write" });
}

/** Puts the second version in use, and marks as good whatever its first look needs. */
async function proveSecond(): Promise<void> {
  await client.call("judge.apply", { version: 2 });
  await markDrawn(true);
}

/** Marks the random checks that are drawn, all of them good or all bad. */
async function markDrawn(isGood: boolean): Promise<void> {
  const drawn = await client.call("review.queue", { random: "next-batch" });
  await change((project) => {
    const ids = new Map(
      project.all<{ id: number; name: string }>("SELECT id, name FROM candidate").map((row) => [row.name, row.id]),
    );
    markTruly(
      project,
      { ...scored, isGood: () => isGood },
      drawn.map((item) => ids.get(item.candidate)!),
    );
  });
}

/** Masks drawn as spot checks so far. */
function drawnToWatch(): number[] {
  const project = Project.open(path, "read");
  const rows = project.all<{ id: number }>(
    "SELECT candidate_id AS id FROM draw JOIN lot_member USING (lot_id) WHERE purpose = 'spot-check' AND position >= first_position AND position < first_position + n",
  );
  project.close();
  return rows.map(({ id }) => id);
}

beforeEach(async () => {
  counter += 1;
  path = join(folder, `p${counter}.winnow`);
  await change((project) => {
    scored = fillScoredProject(project, 200);
  });
});

describe("versions", () => {
  it("are listed the newest first, with what each would take over", async () => {
    expect((await client.call("judge.versions", {})).map((row) => [row.version, row.isInUse, row.coverage])).toEqual([
      [2, false, null],
      [1, false, null],
    ]);
    const { guarantee } = await client.call("judge.apply", { version: 2 });
    const [second, first] = await client.call("judge.versions", {});
    expect(second).toMatchObject({ version: 2, isInUse: true, hasScores: true });
    expect(second!.coverage).toBeCloseTo(guarantee.n_automatic / 200);
    expect(first).toMatchObject({ isInUse: false, hasScores: true, coverage: null });
  });

  it("are gone back to at once, without an engine, and are then as they were", async () => {
    await client.call("judge.apply", { version: 1 });
    await client.call("judge.apply", { version: 2 });
    const before = (await client.call("judge.versions", {})).find((row) => row.version === 1)!;
    const startedAt = performance.now();
    const { version, guarantee } = await client.call("judge.apply", { version: 1 });
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(core.enginePid()).toBeNull();
    expect(version).toBe(1);
    expect(guarantee).toEqual(before.guarantee);
    expect((await client.call("judge.versions", {})).map((row) => row.isInUse)).toEqual([false, true]);
  });

  it("are compared on what both have scored: decided masks with their scores, open ones by name only", async () => {
    await client.call("judge.apply", { version: 1 });
    await client.call("judge.apply", { version: 2 });
    const marked = Array.from({ length: 30 }, (_, index) => index + 1);
    await change((project) => markTruly(project, scored, marked));
    const { nBoth, rows, openIds, nMoreAccepted, nFewerAccepted } = await client.call("judge.compare", { a: 1, b: 2 });
    expect(nBoth).toBe(400);
    expect(rows.map((row) => row.candidateId).toSorted((a, b) => a - b)).toEqual(marked);
    const differences = rows.map((row) => Math.abs(row.pA - row.pB));
    expect(differences).toEqual(differences.toSorted((a, b) => b - a));
    expect(new Set(rows.map((row) => row.letter))).toEqual(new Set(["A", "B"]));
    expect(openIds.filter((id) => marked.includes(id))).toEqual([]);
    const other = await client.call("judge.compare", { a: 2, b: 1 });
    expect([other.nMoreAccepted, other.nFewerAccepted]).toEqual([nFewerAccepted, nMoreAccepted]);
    await expect(client.call("judge.compare", { a: 1, b: 9 })).rejects.toMatchObject({ code: "bad-request" });
  });
});

describe("the bound slider", () => {
  it("says nothing before a version is in use", async () => {
    expect(await client.call("judge.limits", {})).toEqual([]);
  });

  it("shows for every step what judging with it gives, and stores nothing", async () => {
    await client.call("judge.apply", { version: 2 });
    const before = await client.call("judge.limits", {});
    expect(before.map((row) => row.alpha)).toEqual([0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15]);
    expect(await client.call("judge.limits", {})).toEqual(before);
    for (const { alpha, nAccept, nMoreNeeded, nToYou } of before) {
      const { guarantee } = await client.call("judge.apply", { version: 2, alpha });
      expect([guarantee.n_automatic, guarantee.n_more_needed]).toEqual([nAccept, nMoreNeeded]);
      expect(nAccept + nToYou).toBe(400);
    }
    // All of these lists are frozen now, and still the same.
    expect(await client.call("judge.limits", {})).toEqual(before);
  });

  it("is proven at the step whose checks are marked", async () => {
    await proveSecond();
    const atFive = (await client.call("judge.limits", {})).find((row) => row.alpha === 0.05)!;
    expect(atFive).toMatchObject({ isProven: true, nMoreNeeded: 0 });
    const [version] = await client.call("judge.versions", {});
    expect(version!.guarantee.threshold).not.toBeNull();
  });
});

describe("a list that is proven", () => {
  it("is watched from when it is judged next, and no screen says meanwhile what the judge says of its spot checks", async () => {
    await client.call("judge.apply", { version: 1 });
    await proveSecond();
    // A list that may still grow is not watched yet: a bad check ends that.
    await client.call("judge.apply", { version: 2 });
    await markDrawn(false);
    expect(drawnToWatch()).toEqual([]);
    await client.call("judge.apply", { version: 1, isTrial: true });
    expect(drawnToWatch()).toEqual([]);
    const { guarantee } = await client.call("judge.apply", { version: 2 });
    const spot = drawnToWatch();
    expect(spot.length).toBeGreaterThan(5);
    expect(guarantee.spot_checks).toMatchObject({ n: 0, n_to_next_look: spot.length });
    const { rows } = await client.call("judge.compare", { a: 1, b: 2 });
    expect(rows.filter(({ candidateId }) => spot.includes(candidateId))).toEqual([]);
    const { sampleIds } = await client.call("release.preview", { layout: "nnunet", format: "png" });
    expect(sampleIds.filter((id) => spot.includes(id))).toEqual([]);
  });
});

describe("a list that can grow", () => {
  it("says by how many checks as soon as it is judged", async () => {
    await proveSecond();
    const { guarantee } = await client.call("judge.apply", { version: 2 });
    expect(guarantee.growth!.n_automatic).toBeGreaterThan(guarantee.n_automatic);
    expect(guarantee.growth!.n_more_needed).toBeGreaterThan(0);
    expect(drawnToWatch()).toEqual([]);
  });
});

describe("curves", () => {
  it("hold reliability with intervals, and the training, round by round", async () => {
    const { reliability, training, risk, chosenCoverage } = await client.call("judge.curves", { version: 1 });
    expect(reliability.reduce((sum, bin) => sum + bin.n, 0)).toBe(120);
    for (const { good, low, high } of reliability) expect(low <= good && good <= high).toBe(true);
    // The mean of the networks that hold something out.
    expect(training).toEqual([
      { round: 1, loss: 4.5, heldOut: null },
      { round: 2, loss: 3.5, heldOut: null },
      { round: 3, loss: 2.5, heldOut: null },
      { round: 4, loss: 1.5, heldOut: 1.5 },
    ]);
    expect([risk, chosenCoverage]).toEqual([[], null]);
  });

  it("show error and worst case over the checks, up to the end of the list", async () => {
    await client.call("judge.apply", { version: 2 });
    const { ids } = await client.call("judge.next", { n: 200, rater: "R1" });
    await change((project) => markTruly(project, scored, ids));
    const { risk, nChecks, chosenCoverage } = await client.call("judge.curves", { version: 2 });
    const [version] = await client.call("judge.versions", {});
    expect(nChecks).toBe(version!.guarantee.n_random_checks);
    expect(risk).toHaveLength(nChecks);
    expect(risk.at(-1)!.coverage).toBeCloseTo(chosenCoverage!);
    expect(risk.at(-1)!.measured).toBeCloseTo(version!.guarantee.n_bad / nChecks);
    for (const [index, point] of risk.entries()) {
      expect(point.worst === null).toBe(index < 16);
      if (point.worst !== null) expect(point.worst).toBeGreaterThanOrEqual(point.measured - 1e-9);
      if (index > 0) expect(point.coverage).toBeGreaterThanOrEqual(risk[index - 1]!.coverage);
    }
  });
});

describe("what to label", () => {
  it("is all that teaches before there is a judge, and is a mix while its list waits for a proof", async () => {
    expect(await client.call("judge.next", { rater: "R1" })).toMatchObject({
      nInformative: 20,
      nRandom: 0,
      secondsExpected: null,
    });
    await client.call("judge.apply", { version: 2 });
    const next = await client.call("judge.next", { rater: "R1" });
    expect(next).toMatchObject({ nInformative: 12, nRandom: 8 });
    expect(new Set(next.ids).size).toBe(20);
    // Asked again, the same are meant: nothing more is drawn.
    expect(await client.call("judge.next", { rater: "R1" })).toEqual(next);
    expect(await client.call("judge.next", { rater: "R1", n: 10, nRandom: 10 })).toMatchObject({ nRandom: 10 });
    await change((project) => markTruly(project, scored, next.ids.slice(0, 5), 4));
    expect((await client.call("judge.next", { rater: "R1" })).secondsExpected).toBe(80);
  });

  it("says what a first judge still needs, and whether one can be trained", async () => {
    await change((project) => project.transaction(() => project.run("DELETE FROM score")));
    const { ids } = await client.call("judge.next", { rater: "R1", n: 30 });
    await change((project) => markTruly(project, scored, ids));
    const nGood = ids.filter((id) => scored.isGood(id)).length;
    expect(await client.call("judge.readiness", {})).toEqual({
      nLabels: 30,
      nGood,
      nBad: 30 - nGood,
      // There are versions already: what any training needs.
      minLabels: 10,
      minOfEach: 3,
      isReady: true,
      nNewSinceLast: 30,
      canResume: false,
    });
    const empty = join(folder, `empty${counter}.winnow`);
    await client.call("project.open", { path: empty, access: "write", create: true });
    expect(await client.call("judge.readiness", {})).toMatchObject({ minLabels: 20, minOfEach: 5, isReady: false });
  });
});

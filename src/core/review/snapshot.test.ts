import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { openExisting, openReview, RATER } from "#tests/support/review.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("snapshot");

describe("the queue", () => {
  it("before there is a judge goes round cases and sources, each mask once, the same every time", async () => {
    const review = await openReview(folder, { isJudged: false });
    const { ids, nQueue, counts } = await review.snapshot();
    expect(nQueue).toBe(160);
    expect(new Set(ids).size).toBe(160);
    expect(counts).toEqual({ all: 160, toReview: 160, accepted: 0, rejected: 0, labelled: 0, disagreement: 0 });
    const rows = await review.rows(ids.slice(0, 80));
    expect(new Set(rows.map((row) => row.case)).size).toBe(80);
    expect(Math.abs(rows.filter((row) => row.source === "kmeans").length - 40)).toBeLessThanOrEqual(1);
    expect((await review.snapshot()).ids).toEqual(ids);
    await review.close();
    // The seed is recorded with the project.
    const again = await openExisting(review.path);
    expect((await again.snapshot()).ids).toEqual(ids);
    await again.close();
  });

  it("draws the checks that the next look needs, once, and mixes them with as many others", async () => {
    const review = await openReview(folder);
    const { ids, nQueue } = await review.snapshot();
    expect(nQueue).toBe(160);
    await review.snapshot();
    const file = Project.open(review.path, "read");
    const draws = file.all<{ n: number }>("SELECT n FROM draw");
    const lot = file.all<{ id: number }>("SELECT candidate_id AS id FROM lot_member ORDER BY position");
    expect(file.all("SELECT 1 FROM audit WHERE action = 'checks.drawn'")).toHaveLength(1);
    file.close();
    expect(draws).toHaveLength(1);
    const checks = new Set(lot.slice(0, draws[0]!.n).map(({ id }) => id));
    const places = ids.flatMap((id, place) => (checks.has(id) ? [place] : []));
    expect(places).toHaveLength(checks.size);
    // All within the shuffled part, on both sides of its middle, and not in the order of the lot.
    expect(Math.max(...places)).toBeLessThan(2 * checks.size);
    const firstHalf = places.filter((place) => place < checks.size).length;
    expect(firstHalf).toBeGreaterThan(checks.size / 4);
    expect(firstHalf).toBeLessThan((3 * checks.size) / 4);
    expect(ids.filter((id) => checks.has(id))).not.toEqual([...checks]);
    await review.close();
  });

  it("takes what is marked out, puts what was put off last, and lists the rest by case", async () => {
    const review = await openReview(folder, { isJudged: false });
    const { ids } = await review.snapshot();
    await review.mark(ids.slice(0, 3), "accept");
    await review.mark([ids[3]!], "reject");
    await review.mark([ids[4]!], "later");
    const after = await review.snapshot();
    expect(after.nQueue).toBe(156);
    expect(after.counts).toEqual({ all: 160, toReview: 156, accepted: 3, rejected: 1, labelled: 5, disagreement: 0 });
    expect(after.ids.slice(0, 156)).not.toContain(ids[0]);
    expect(new Set(after.ids.slice(156))).toEqual(new Set(ids.slice(0, 4)));
    const open = await review.snapshot({ show: "to-review" });
    expect(open.ids).toEqual(after.ids.slice(0, 156));
    // Put off: behind what teaches, before masks of a case that has an accepted one.
    const rows = await review.rows(open.ids);
    const settledCases = new Set((await review.rows(ids.slice(0, 3))).map((row) => row.caseId));
    const isSettled = rows.map((row) => settledCases.has(row.caseId));
    expect(isSettled.indexOf(true)).toBeGreaterThan(open.ids.indexOf(ids[4]!));
    await review.close();
  });

  it("is there for a project that is only read, and draws nothing", async () => {
    const made = await openReview(folder);
    await made.close();
    const review = await openExisting(made.path, "read");
    expect((await review.snapshot()).nQueue).toBe(160);
    await review.close();
    const file = Project.open(made.path, "read");
    expect(file.all("SELECT 1 FROM draw")).toEqual([]);
    file.close();
  });
});

describe("orders and filters", () => {
  it("lists by case, by score, and by what was marked last", async () => {
    const review = await openReview(folder);
    const byCase = await review.snapshot({ order: "case" });
    expect(byCase.nQueue).toBe(0);
    const rows = await review.rows(byCase.ids);
    const names = rows.map((row) => `${row.case} ${row.letter}`);
    expect(names).toEqual(names.toSorted());
    const byScore = await review.snapshot({ order: "score-low-first", rater: "looker" });
    const file = Project.open(review.path, "read");
    const scores = new Map(
      file
        .all<{ id: number; p: number }>("SELECT candidate_id AS id, p_good AS p FROM score")
        .map((row) => [row.id, row.p]),
    );
    file.close();
    const listed = byScore.ids.map((id) => scores.get(id)!);
    expect(listed).toEqual(listed.toSorted((a, b) => a - b));
    await review.mark([byCase.ids[7]!], "accept");
    await review.mark([byCase.ids[2]!], "reject");
    const byMark = await review.snapshot({ order: "last-marked" });
    expect(byMark.ids.slice(0, 3)).toEqual([byCase.ids[2], byCase.ids[7], byCase.ids[0]]);
    await review.close();
  });

  it("keeps random checks that wait for their mark out of the list by score", async () => {
    const review = await openReview(folder);
    await review.snapshot();
    const file = Project.open(review.path, "read");
    const { n } = file.get<{ n: number }>("SELECT n FROM draw")!;
    const [check] = file.all<{ id: number }>("SELECT candidate_id AS id FROM lot_member ORDER BY position");
    file.close();
    const before = await review.snapshot({ order: "score-low-first" });
    expect(before.ids).toHaveLength(160 - n);
    await review.mark([check!.id], "accept");
    expect((await review.snapshot({ order: "score-low-first" })).ids).toContain(check!.id);
    await review.close();
  });

  it("filters by verdict, source, class, disagreement, text and a given list, and counts what is left", async () => {
    const review = await openReview(folder, { isJudged: false });
    const { ids } = await review.snapshot({ order: "case" });
    await review.mark(ids.slice(0, 4), "accept");
    await review.mark([ids[4]!], "reject");
    await review.mark([ids[0]!], "reject", { rater: "B" });
    const show = async (more: Parameters<typeof review.snapshot>[0]) =>
      (await review.snapshot({ order: "case", ...more })).ids;
    expect(await show({ show: "accepted" })).toEqual(ids.slice(1, 4));
    expect(await show({ show: "rejected" })).toEqual([ids[4]]);
    expect(await show({ show: "labelled" })).toEqual(ids.slice(0, 5));
    expect(await show({ onlyDisagreement: true })).toEqual([ids[0]]);
    expect(await show({ sources: ["otsu"] })).toHaveLength(80);
    expect(await show({ classes: ["no such class"] })).toEqual([]);
    expect(await show({ search: "CASE-000012" })).toHaveLength(2);
    expect(await show({ search: "otsu" })).toHaveLength(80);
    expect(await show({ among: [ids[9]!, ids[3]!] })).toEqual([ids[3], ids[9]]);
    const { counts } = await review.snapshot({ sources: ["kmeans"], show: "accepted", order: "case" });
    expect(counts).toEqual({ all: 80, toReview: 78, accepted: 1, rejected: 1, labelled: 3, disagreement: 1 });
    await review.close();
  });

  it("answers for a project without masks", async () => {
    const review = await openReview(folder, { isJudged: false, nCases: 0 });
    expect(await review.snapshot({ rater: RATER })).toMatchObject({ ids: [], nQueue: 0 });
    expect((await review.client.call("project.summary", {})).counts.all).toBe(0);
    await review.close();
  });
});

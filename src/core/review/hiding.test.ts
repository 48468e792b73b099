import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { openExisting, openReview, RATER, type ReviewBench } from "#tests/support/review.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("hiding");

function drawn(review: ReviewBench): number[] {
  const file = Project.open(review.path, "read");
  const { n } = file.get<{ n: number }>("SELECT max(first_position + n) AS n FROM draw")!;
  const members = file.all<{ id: number }>("SELECT candidate_id AS id FROM lot_member ORDER BY position");
  file.close();
  return members.slice(0, n).map(({ id }) => id);
}

/** Proves the list: marks every check that the first look needs as good. */
async function prove(review: ReviewBench): Promise<{ proven: number; checks: number[] }> {
  await review.snapshot();
  const checks = drawn(review);
  await review.mark(checks, "accept");
  const { ids } = await review.snapshot({ order: "case", show: "accepted" });
  return { proven: ids.find((id) => !checks.includes(id))!, checks };
}

function storedLabel(review: ReviewBench, id: number) {
  const file = Project.open(review.path, "read");
  const label = file.get<{ opinion_visible: number; judge_version: number | null; score: number | null }>(
    "SELECT opinion_visible, judge_version, score FROM label WHERE candidate_id = ? ORDER BY id DESC LIMIT 1",
    id,
  );
  file.close();
  return label;
}

describe("before the mark (ui.md, principle 5)", () => {
  it("no row of the queue tells what the judge says, or why the mask is there", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { ids, nQueue } = await review.snapshot();
    const rows = await review.rows(ids.slice(0, nQueue));
    for (const row of rows)
      expect(row).toMatchObject({
        verdict: "to-review",
        decidedBy: null,
        mine: null,
        others: [],
        disagreement: false,
        why: null,
      });
    // Apart from what the mask itself is, all rows are the same.
    const hints = rows.map(({ verdict, decidedBy, mine, others, disagreement, why, problem }) =>
      JSON.stringify({ verdict, decidedBy, mine, others, disagreement, why, problem }),
    );
    expect(new Set(hints).size).toBe(1);
    expect(JSON.stringify(rows)).not.toMatch(/pGood|score|informative|random/i);
    await review.close();
  });

  it("the reason comes with the mark, and goes when it is taken back", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { ids } = await review.snapshot();
    const checks = new Set(drawn(review));
    const { rows } = await review.mark(ids.slice(0, 100), "reject");
    for (const row of rows) expect(row.why).toBe(checks.has(row.id) ? "random" : "informative");
    const cleared = await review.mark([ids[0]!], "clear");
    expect(cleared.rows[0]).toMatchObject({ mine: null, why: null });
    await review.close();
  });

  it("a check that is drawn stays open on every list, for every rater, also when the list is proven", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { proven, checks } = await prove(review);
    expect((await review.rows([proven]))[0]).toMatchObject({ verdict: "accepted", decidedBy: "judge" });
    const rows = await review.rows(checks, "B");
    for (const row of rows) expect(row).toMatchObject({ verdict: "to-review", decidedBy: null, others: [] });
    await review.close();
  });

  it("a rater sees what others say only after the own mark", async () => {
    const review = await openReview(folder, { isJudged: false });
    const { ids } = await review.snapshot();
    await review.mark(ids.slice(0, 2), "accept", { reasons: ["boundary"], note: "see the edge" });
    const before = await review.rows(ids.slice(0, 2), "B");
    for (const row of before)
      expect(row).toMatchObject({ verdict: "to-review", decidedBy: null, others: [], disagreement: false });
    const { rows } = await review.mark([ids[0]!], "reject", { rater: "B" });
    expect(rows[0]).toMatchObject({
      verdict: "to-review",
      disagreement: true,
      mine: { rater: "B", label: "reject" },
      others: [{ rater: RATER, label: "accept", reasons: ["boundary"], note: "see the edge" }],
    });
    const view = await review.client.call("review.case", { rater: "C", caseId: rows[0]!.caseId });
    for (const mask of view.masks)
      expect(mask).toMatchObject({ others: [], disagreement: false, verdict: "to-review" });
    await review.close();
  });
});

describe("whether the judge's word was in sight", () => {
  it("is no for a mark in the queue, with version and score stored beside it", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { ids } = await review.snapshot();
    await review.mark([ids[0]!], "accept");
    expect(storedLabel(review, ids[0]!)).toMatchObject({ opinion_visible: 0, judge_version: 1 });
    expect(storedLabel(review, ids[0]!)!.score).toBeGreaterThan(0);
    await review.close();
  });

  it("is yes after the opinion was asked for, by that rater, also when the program was closed between", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { ids } = await review.snapshot();
    const opinion = await review.client.call("review.opinion", { rater: RATER, candidateId: ids[0]! });
    expect(opinion).toMatchObject({ judgeVersion: 1, threshold: 0.97 });
    await review.close();
    const again = await openExisting(review.path);
    await again.mark([ids[0]!], "accept", { rater: "B" });
    expect(storedLabel(again, ids[0]!)!.opinion_visible).toBe(0);
    await again.mark([ids[0]!], "accept");
    expect(storedLabel(again, ids[0]!)!.opinion_visible).toBe(1);
    await again.close();
  });

  it("is yes where the tile said what the judge decided, and where the list was by score", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { proven } = await prove(review);
    await review.rows([proven]);
    await review.mark([proven], "reject");
    expect(storedLabel(review, proven)!.opinion_visible).toBe(1);
    const { ids } = await review.snapshot({ order: "score-low-first", show: "to-review" });
    await review.mark([ids[0]!], "reject");
    expect(storedLabel(review, ids[0]!)!.opinion_visible).toBe(1);
    await review.close();
  });

  it("spends a check: a mark given after the opinion proves nothing", async () => {
    const review = await openReview(folder, { nCases: 150 });
    await review.snapshot();
    const [check] = drawn(review);
    await review.client.call("review.opinion", { rater: RATER, candidateId: check! });
    await review.mark([check!], "accept");
    expect((await review.client.call("project.summary", {})).guarantee!.n_random_checks).toBe(0);
    await review.close();
  });

  it("keeps what a check said blind when its mark is changed after a look, and takes a second rater's blind word", async () => {
    const review = await openReview(folder, { nCases: 150 });
    await review.snapshot();
    const [first, second, third] = drawn(review) as [number, number, number];
    const proof = async () => {
      const { guarantee } = await review.client.call("project.summary", {});
      return [guarantee!.n_random_checks, guarantee!.n_bad];
    };
    await review.mark([first], "reject");
    await review.client.call("review.opinion", { rater: RATER, candidateId: first });
    await review.mark([first], "accept");
    expect(await proof()).toEqual([1, 1]);
    await review.mark([second], "accept");
    await review.client.call("review.opinion", { rater: RATER, candidateId: second });
    await review.mark([second], "accept", { note: "looked twice" });
    expect(await proof()).toEqual([2, 1]);
    await review.client.call("review.opinion", { rater: RATER, candidateId: third });
    await review.mark([third], "accept");
    expect(await proof()).toEqual([2, 1]);
    expect((await review.snapshot()).ids.slice(0, (await review.snapshot()).nQueue)).not.toContain(third);
    expect((await review.snapshot({ rater: "B" })).ids.slice(0, 140)).toContain(third);
    await review.mark([third], "accept", { rater: "B" });
    expect(await proof()).toEqual([3, 1]);
    await review.close();
  });

  it("stays as it was for a label that undo and redo bring back", async () => {
    const review = await openReview(folder, { nCases: 150 });
    const { ids } = await review.snapshot();
    const id = ids[0]!;
    await review.mark([id], "accept");
    await review.client.call("review.opinion", { rater: RATER, candidateId: id });
    await review.mark([id], "clear", { origin: "undo" });
    await review.mark([id], "accept", { origin: "redo" });
    expect(storedLabel(review, id)!.opinion_visible).toBe(0);
    // A new decision, or another label, was made with the opinion in sight.
    await review.mark([id], "reject", { origin: "redo" });
    expect(storedLabel(review, id)!.opinion_visible).toBe(1);
    await review.mark([id], "accept");
    expect(storedLabel(review, id)!.opinion_visible).toBe(1);
    await review.close();
  });
});

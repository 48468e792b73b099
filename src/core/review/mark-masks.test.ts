import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { openExisting, openReview, RATER } from "#tests/support/review.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("mark");

describe("marking", () => {
  it("is on disk when it answers, with what was said", async () => {
    const review = await openReview(folder, { isJudged: false });
    const marked = await review.client.call("review.mark", {
      rater: RATER,
      origin: "focus",
      marks: [
        {
          candidateId: 5,
          label: "reject",
          reasons: ["holes"],
          reasonsNo: ["boundary"],
          note: " = look ",
          seconds: 2.5,
        },
      ],
    });
    const file = Project.open(review.path, "read");
    expect(
      file.all(
        "SELECT candidate_id, rater, label, reasons, reasons_no, note, seconds, judge_version, score, opinion_visible, origin FROM label",
      ),
    ).toEqual([
      {
        candidate_id: 5,
        rater: RATER,
        label: "reject",
        reasons: '["holes"]',
        reasons_no: '["boundary"]',
        note: "= look",
        seconds: 2.5,
        judge_version: null,
        score: null,
        opinion_visible: 0,
        origin: "focus",
      },
    ]);
    file.close();
    expect(marked.rows[0]).toMatchObject({
      id: 5,
      verdict: "rejected",
      decidedBy: "person",
      mine: { label: "reject", reasons: ["holes"], reasonsNo: ["boundary"], note: "= look" },
    });
    expect(marked.before).toEqual([
      { candidateId: 5, label: "clear", reasons: [], reasonsNo: [], note: "", seconds: null },
    ]);
    await review.close();
  });

  it("takes all or none", async () => {
    const review = await openReview(folder, { isJudged: false });
    await expect(review.mark([1, 2, 99_999], "accept")).rejects.toMatchObject({ code: "bad-request" });
    expect((await review.client.call("project.summary", {})).nLabels).toBe(0);
    await review.mark([1, 2, 3], "accept");
    expect((await review.client.call("project.summary", {})).nLabels).toBe(3);
    await review.close();
  });

  it("gives back with `before` what was there, without limit", async () => {
    const review = await openReview(folder, { isJudged: false });
    const state = async () =>
      (await review.rows([1, 2, 3])).map((row) => row.mine && [row.mine.label, row.mine.reasons]);
    const states = [await state()];
    const undo: Awaited<ReturnType<typeof review.mark>>["before"][] = [];
    for (const [ids, label, reasons] of [
      [[1, 2], "accept", []],
      [[2, 3], "reject", ["holes"]],
      [[1], "later", []],
      [[2], "clear", []],
    ] as const) {
      undo.push((await review.mark(ids, label, { reasons: [...reasons] })).before);
      states.push(await state());
    }
    for (const marks of undo.toReversed()) {
      states.pop();
      await review.client.call("review.mark", { rater: RATER, marks, origin: "undo" });
      expect(await state()).toEqual(states.at(-1));
    }
    const file = Project.open(review.path, "read");
    expect(file.all("SELECT DISTINCT origin FROM label ORDER BY origin")).toEqual([
      { origin: "grid" },
      { origin: "undo" },
    ]);
    file.close();
    await review.close();
  });

  it("keeps each rater's label, and puts those who disagree to review", async () => {
    const review = await openReview(folder, { isJudged: false });
    await review.mark([1, 2, 3], "accept");
    await review.mark([1, 2], "accept", { rater: "B" });
    await review.mark([3], "reject", { rater: "B" });
    const { counts, raters } = await review.client.call("project.summary", {});
    expect(counts).toMatchObject({ acceptedByPerson: 2, disagreement: 1, open: 157 });
    expect(raters).toEqual([RATER, "B"]);
    expect((await review.snapshot()).ids.slice(0, 21)).toContain(3);
    const [pair] = await review.client.call("review.agreement", {});
    expect(pair).toMatchObject({ raters: [RATER, "B"], n: 3, nAgreed: 2, kappa: 0 });
    await review.mark([3], "clear", { rater: "B" });
    expect((await review.client.call("project.summary", {})).counts).toMatchObject({
      acceptedByPerson: 3,
      disagreement: 0,
    });
    await review.close();
  });

  it("is refused where the project is only read", async () => {
    const made = await openReview(folder);
    const reader = await openExisting(made.path, "read");
    await expect(reader.mark([1], "accept")).rejects.toMatchObject({ code: "project-read-only" });
    // What the writer marks is seen here.
    await made.mark([1], "accept");
    expect((await reader.client.call("project.summary", {})).nLabels).toBe(1);
    expect(await reader.client.call("review.opinion", { rater: RATER, candidateId: 2 })).toMatchObject({
      judgeVersion: 1,
    });
    await reader.close();
    await made.close();
  });
});

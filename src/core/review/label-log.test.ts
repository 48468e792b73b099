import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { openExisting, openReview, type ReviewBench } from "#tests/support/review.ts";
import { makeSyntheticProject } from "#tests/support/synthetic-project.ts";
import { Project } from "../project/project.ts";
import { readCsv } from "../io/files/csv.ts";
import { LABEL_LOG_COLUMNS } from "./export-labels.ts";
import { guarded, unguarded } from "./label-cells.ts";

const folder = temporaryFolder("label-log");

function storedLabels(path: string): unknown[] {
  const file = Project.open(path, "read");
  const rows = file.all(
    "SELECT candidate_id, rater, label, reasons, reasons_no, note, decided_at, seconds, judge_version, score, opinion_visible, image_sha256, mask_sha256 FROM label ORDER BY id",
  );
  file.close();
  return rows;
}

async function markedOddly(review: ReviewBench): Promise<void> {
  const { ids } = await review.snapshot();
  await review.client.call("review.opinion", { rater: "=cmd", candidateId: ids[1]! });
  await review.mark([ids[0]!], "accept", { note: '=HYPERLINK("x"), "quoted"; two\nlines' });
  await review.mark([ids[1]!], "reject", { rater: "=cmd", reasons: ["holes", "boundary"] });
  await review.mark([ids[2]!], "later", { rater: "-B", note: "'=already guarded" });
  await review.mark([ids[0]!], "reject", { rater: "@C", note: "+1" });
  await review.mark([ids[1]!], "clear", { rater: "=cmd" });
  await review.mark([ids[1]!], "accept", { rater: "=cmd", reasons: ["holes"] });
}

describe("the label log", () => {
  it("reads back as it was written, label by label", async () => {
    const review = await openReview(folder);
    await markedOddly(review);
    const log = join(folder, "labels.csv");
    expect(await review.client.call("review.exportLabels", { to: log })).toEqual({ path: log, n: 6 });
    await review.close();
    const text = readFileSync(log, "utf8");
    expect(text.split("\n")[0]).toBe(LABEL_LOG_COLUMNS.join(","));
    for (const row of await readCsv(log)) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@]/);

    const other = join(folder, "other.winnow");
    makeSyntheticProject(other, { nCases: 80, perCase: 2 }).close();
    const reader = await openExisting(other);
    expect(await reader.client.call("review.importLabels", { file: log, rater: "nobody" })).toEqual({
      taken: 6,
      findings: [],
    });
    await reader.close();
    expect(storedLabels(other)).toEqual(storedLabels(review.path));
  });

  it("says which labels are of random checks", async () => {
    const review = await openReview(folder);
    await review.snapshot();
    const file = Project.open(review.path, "read");
    const members = file.all<{ id: number }>("SELECT candidate_id AS id FROM lot_member ORDER BY position");
    file.close();
    const unlisted = [...Array(160).keys()].map((i) => i + 1).find((id) => !members.some((row) => row.id === id))!;
    await review.mark([members[0]!.id, unlisted], "accept");
    const log = join(folder, "checks.csv");
    await review.client.call("review.exportLabels", { to: log });
    expect((await readCsv(log)).map((row) => row["drawn_at_random"])).toEqual(["yes", "no"]);
    await review.close();
  });

  it("does not take a label for a word on another file than it was given on", async () => {
    const review = await openReview(folder, { isJudged: false });
    await review.mark([1], "accept");
    const log = join(folder, "moved.csv");
    await review.client.call("review.exportLabels", { to: log });
    const text = readFileSync(log, "utf8");
    writeFileSync(log, text.replace(/[0-9a-f]{64}\n$/, `${"0".repeat(64)}\n`));
    const { taken, findings } = await review.client.call("review.importLabels", { file: log, rater: "B" });
    expect(taken).toBe(0);
    expect(findings[0]).toMatchObject({ code: "label-on-other-file", file: `${log}:2` });
    await review.close();
  });

  it("guards any cell so that it comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "a", " ", ",") }), (cell) => {
        expect(unguarded(guarded(cell))).toBe(cell);
        expect(guarded(cell)).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});

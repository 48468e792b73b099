import { describe, expect, it } from "vitest";
import type { TileRow } from "#contract/commands/review.ts";
import {
  countsAfter,
  initials,
  isUndecided,
  nextReasonState,
  NO_REMARKS,
  reasonState,
  toMark,
  withMark,
  withReason,
} from "./marks.ts";

const row: TileRow = {
  id: 7,
  caseId: 3,
  case: "NUC-0007",
  letter: "A",
  candidate: "a",
  class: "nucleus",
  classIndex: 0,
  source: "file",
  maskPath: "masks/NUC-0007.png",
  pictureVersion: "1",
  problem: null,
  verdict: "to-review",
  decidedBy: null,
  mine: null,
  others: [],
  disagreement: false,
  why: null,
};

describe("marks", () => {
  it("cycles a reason through its three states and keeps it in one of them", () => {
    let remarks = NO_REMARKS;
    const seen = [];
    for (let i = 0; i < 4; i += 1) {
      seen.push(reasonState(remarks, "holes"));
      remarks = withReason(remarks, "holes", nextReasonState(reasonState(remarks, "holes")));
      expect(remarks.reasons.length + remarks.reasonsNo.length).toBeLessThanOrEqual(1);
    }
    expect(seen).toEqual(["open", "yes", "no", "open"]);
  });

  it("shows a mark at once, and takes it back with clear", () => {
    const marked = withMark(row, toMark(7, "reject", withReason(NO_REMARKS, "holes", "yes"), 2), "HK", 5);
    expect(marked).toMatchObject({ verdict: "rejected", decidedBy: "person", mine: { label: "reject", rater: "HK" } });
    expect(isUndecided(marked)).toBe(false);
    expect(withMark(marked, toMark(7, "clear", NO_REMARKS, null), "HK", 6)).toEqual(row);
  });

  it("leaves a mask that is marked later to review, yet not to be asked about again", () => {
    const later = withMark(row, toMark(7, "later", NO_REMARKS, null), "HK", 5);
    expect(later.verdict).toBe("to-review");
    expect(isUndecided(later)).toBe(false);
  });

  it("moves the counts with the rows, there and back", () => {
    const counts = { all: 10, toReview: 4, accepted: 3, rejected: 3, labelled: 5, disagreement: 0 };
    const marked = withMark(row, toMark(7, "accept", NO_REMARKS, null), "HK", 5);
    const after = countsAfter(counts, row, marked);
    expect(after).toEqual({ all: 10, toReview: 3, accepted: 4, rejected: 3, labelled: 6, disagreement: 0 });
    expect(countsAfter(after, marked, row)).toEqual(counts);
  });

  it.each([
    ["HK", "HK"],
    ["Hanna Keller", "HK"],
    ["h.keller", "HK"],
    ["anna", "AN"],
    ["Ödön von Horváth", "ÖVH"],
    ["", ""],
  ])("shortens %s to %s", (rater, expected) => expect(initials(rater)).toBe(expected));
});

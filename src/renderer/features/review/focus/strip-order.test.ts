import { describe, expect, it } from "vitest";
import type { TileRow } from "#contract/commands/review.ts";
import { comparable, stripGroups, stripOrder, withoutHint } from "./strip-order.ts";

const row = (letter: string, more: Partial<TileRow> = {}): TileRow => ({
  id: letter.charCodeAt(0),
  caseId: 1,
  case: "c",
  letter,
  candidate: `c:${letter}`,
  class: "lung",
  classIndex: 0,
  source: "otsu",
  maskPath: "",
  pictureVersion: "",
  problem: null,
  verdict: "to-review",
  decidedBy: null,
  mine: null,
  others: [],
  disagreement: false,
  why: null,
  ...more,
});

describe("the strip", () => {
  it("puts masks of one class beside each other, by letter", () => {
    const masks = [row("A"), row("B", { class: "heart", classIndex: 1 }), row("C")];
    expect(stripGroups(masks).map(({ name, masks: own }) => [name, own.map(({ letter }) => letter).join("")])).toEqual([
      ["lung", "AC"],
      ["heart", "B"],
    ]);
    expect(stripOrder(masks).map(({ letter }) => letter)).toEqual(["A", "C", "B"]);
  });

  it("compares a mask with the others of its class alone, whichever is looked at", () => {
    const masks = [row("A"), row("B", { class: "heart", classIndex: 1 }), row("C")];
    expect(masks.map((current) => comparable(masks, current).map(({ letter }) => letter))).toEqual([["C"], [], ["A"]]);
  });

  it("says nothing of the judge while the mask beside it waits for the person's decision", () => {
    const accepted = row("B", { verdict: "accepted", decidedBy: "judge" });
    const mine = { rater: "HK", label: "reject", reasons: [], reasonsNo: [], note: "", decidedAt: 0 } as const;
    expect(withoutHint(accepted, row("A"))).toMatchObject({ verdict: "to-review", decidedBy: null });
    const marked = row("A", { mine: { ...mine, reasons: [], reasonsNo: [] }, decidedBy: "person" });
    expect(withoutHint(accepted, marked)).toBe(accepted);
    expect(withoutHint(accepted, accepted)).toBe(accepted);
    const later = row("A", { mine: { ...mine, label: "later", reasons: [], reasonsNo: [] } });
    expect(withoutHint(accepted, later)).toMatchObject({ verdict: "to-review", decidedBy: null });
    // Others have decided it: this person is asked all the same.
    const others = row("A", { verdict: "rejected", decidedBy: "person" });
    expect(withoutHint(accepted, others)).toMatchObject({ verdict: "to-review", decidedBy: null });
  });

  it("keeps what people have said", () => {
    const rejected = row("B", { verdict: "rejected", decidedBy: "person" });
    expect(withoutHint(rejected, row("A"))).toBe(rejected);
  });
});

import type { LabelOf, Mark, TileRow } from "#contract/commands/review.ts";
import type { LabelValue } from "#contract/records.ts";

/** What a person has said of a mask besides the label: kept while they have not decided yet. */
export interface Remarks {
  readonly reasons: readonly string[];
  readonly reasonsNo: readonly string[];
  readonly note: string;
}

export const NO_REMARKS: Remarks = { reasons: [], reasonsNo: [], note: "" };

export type ReasonState = "open" | "yes" | "no";

export function reasonState(remarks: Remarks, reason: string): ReasonState {
  if (remarks.reasons.includes(reason)) return "yes";
  return remarks.reasonsNo.includes(reason) ? "no" : "open";
}

/** Not looked at → yes → no → not looked at. */
export function nextReasonState(state: ReasonState): ReasonState {
  return state === "open" ? "yes" : state === "yes" ? "no" : "open";
}

export function withReason(remarks: Remarks, reason: string, state: ReasonState): Remarks {
  const without = (list: readonly string[]): string[] => list.filter((other) => other !== reason);
  return {
    ...remarks,
    reasons: state === "yes" ? [...without(remarks.reasons), reason] : without(remarks.reasons),
    reasonsNo: state === "no" ? [...without(remarks.reasonsNo), reason] : without(remarks.reasonsNo),
  };
}

export function toMark(
  candidateId: number,
  label: LabelValue | "clear",
  remarks: Remarks,
  seconds: number | null,
): Mark {
  const { reasons, reasonsNo, note } = label === "clear" ? NO_REMARKS : remarks;
  return { candidateId, label, reasons: [...reasons], reasonsNo: [...reasonsNo], note, seconds };
}

/** How a tile looks between the key and the acknowledgement. */
export function withMark(row: TileRow, mark: Mark, rater: string, now: number): TileRow {
  if (mark.label === "clear") {
    const isDecided = row.decidedBy === "person" && row.others.length === 0;
    return { ...row, mine: null, why: null, ...(isDecided ? { decidedBy: null, verdict: "to-review" } : {}) };
  }
  const mine: LabelOf = {
    rater,
    label: mark.label,
    reasons: mark.reasons,
    reasonsNo: mark.reasonsNo,
    note: mark.note,
    decidedAt: now,
  };
  const verdict = mark.label === "accept" ? "accepted" : mark.label === "reject" ? "rejected" : ("to-review" as const);
  return { ...row, mine, verdict, decidedBy: mark.label === "later" ? null : "person" };
}

/** Nobody has decided it and this person has said nothing: what Space goes to. */
export function isUndecided(row: TileRow): boolean {
  return row.mine === null && row.verdict === "to-review";
}

/** The person has accepted or rejected it: "later" is no decision, and what would lead them stays hidden. */
export function isDecidedByMe(row: TileRow): row is TileRow & { mine: LabelOf & { label: "accept" | "reject" } } {
  return row.mine !== null && row.mine.label !== "later";
}

/** The label that a tile shows: one's own, or that of the people who decided it. */
export function shownLabel(row: TileRow): { label: LabelValue; raters: string[] } | null {
  if (row.mine) return { label: row.mine.label, raters: [row.mine.rater] };
  if (row.decidedBy !== "person") return null;
  const label = row.verdict === "accepted" ? "accept" : row.verdict === "rejected" ? "reject" : "later";
  return { label, raters: row.others.filter((other) => other.label === label).map(({ rater }) => rater) };
}

/** Raters in a tile's strip: initials of the words of a name ("Hanna Keller" → "HK"), "hk" → "HK". */
export function initials(rater: string): string {
  const words = rater.split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? words.map((word) => Array.from(word)[0]!) : Array.from(words[0] ?? "").slice(0, 2);
  return letters.slice(0, 3).join("").toLocaleUpperCase();
}

/** Raters who have decided a mask otherwise than this person. */
export function dissenters(row: TileRow): LabelOf[] {
  if (!isDecidedByMe(row)) return [];
  return row.others.filter(({ label }) => label !== "later" && label !== row.mine.label);
}

export interface ReviewCounts {
  readonly all: number;
  readonly toReview: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly labelled: number;
  readonly disagreement: number;
}

/** Counts after a row has changed: they move in place, without asking again for 100,000 rows. */
export function countsAfter(counts: ReviewCounts, before: TileRow, after: TileRow): ReviewCounts {
  const verdict = (row: TileRow, value: TileRow["verdict"]): number => (row.verdict === value ? 1 : 0);
  const isLabelled = (row: TileRow): number => (row.mine !== null || row.others.length > 0 ? 1 : 0);
  const differs = (row: TileRow): number => (row.disagreement ? 1 : 0);
  return {
    all: counts.all,
    toReview: counts.toReview + verdict(after, "to-review") - verdict(before, "to-review"),
    accepted: counts.accepted + verdict(after, "accepted") - verdict(before, "accepted"),
    rejected: counts.rejected + verdict(after, "rejected") - verdict(before, "rejected"),
    labelled: counts.labelled + isLabelled(after) - isLabelled(before),
    disagreement: counts.disagreement + differs(after) - differs(before),
  };
}

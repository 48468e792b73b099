import type { Output, ParsedInput } from "#contract/commands.ts";
import type { Mark } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import { insertLabels, type NewLabel } from "../project/queries/labels.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { requireWritable } from "../project/require-writable.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { pictureVersion, shownTo, tileRows } from "./tile-rows.ts";

/**
 * Stores marks of one rater, all or none: when this returns they are on disk. Whether the judge's word was in sight is
 * known here, not by what the window says.
 */
export function markMasks(desk: ReviewDesk, input: ParsedInput<"review.mark">): Output<"review.mark"> {
  const { project, catalogue } = desk;
  const { rater, marks, origin } = input;
  requireWritable(project);
  catalogue.sync();
  const unknown = marks.find((mark) => catalogue.columns.placeOf(mark.candidateId) < 0);
  if (unknown)
    throw new AppError(
      "bad-request",
      `There is no mask ${unknown.candidateId} in use: its file was changed or taken out.`,
      "Ask for the list again. No mark was stored.",
    );
  requireSeen(desk, marks);
  const ids = [...new Set(marks.map((mark) => mark.candidateId))];
  const before = labelsBefore(desk, rater, ids);
  const savedAt = Date.now();
  const labels = marks.flatMap((mark): NewLabel[] => {
    // What was never marked has nothing to take back.
    if (mark.label === "clear" && before.get(mark.candidateId)!.label === "clear" && marks.length === ids.length)
      return [];
    return [newLabel(desk, mark, rater, origin, savedAt)];
  });
  project.transaction(() => insertLabels(project, labels));
  catalogue.sync();
  if (drawFurther(project, catalogue.guarantee)) catalogue.sync();
  return { rows: tileRows(desk, rater, ids), before: [...before.values()], savedAt };
}

/** Image or mask may have been exchanged while somebody looked at them: another volume of the file, a changed file. */
function requireSeen({ project }: ReviewDesk, marks: readonly Mark[]): void {
  for (const { candidateId, seen } of marks) {
    if (seen === undefined) continue;
    const now = project.get<{ name: string; image_sha256: string; mask_sha256: string }>(
      "SELECT candidate.name, image_sha256, mask_sha256 FROM candidate JOIN cases ON cases.id = case_id WHERE candidate.id = ?",
      candidateId,
    )!;
    if (pictureVersion(now.image_sha256, now.mask_sha256) === seen) continue;
    throw new AppError(
      "bad-request",
      `The image or the mask of ${now.name} was exchanged while you looked at it (another volume, or another file).`,
      "Look at it again. No mark was stored.",
    );
  }
}

function newLabel(
  desk: ReviewDesk,
  mark: Mark,
  rater: string,
  origin: ParsedInput<"review.mark">["origin"],
  decidedAt: number,
): NewLabel {
  const { catalogue } = desk;
  return {
    candidateId: mark.candidateId,
    rater,
    label: mark.label,
    reasons: mark.reasons,
    reasonsNo: mark.reasonsNo,
    note: mark.note.trim(),
    decidedAt,
    seconds: mark.seconds,
    judgeVersion: catalogue.version,
    score: catalogue.scoreOf(mark.candidateId),
    opinionVisible: wasOpinionVisible(desk, mark, rater, origin === "undo" || origin === "redo"),
    assertedRandom: false,
    origin,
  };
}

/**
 * Whether the rater had the judge's word on a mask in sight: the opinion was asked for, the tile said it, or its
 * place in the list did. A label that undo or redo brings back is as blind as it was when it was given, provided that
 * it was in force before the opinion was first shown.
 */
function wasOpinionVisible(desk: ReviewDesk, mark: Mark, rater: string, isRestoring: boolean): boolean {
  const { catalogue, memory } = desk;
  if (catalogue.version === null) return false;
  if (shownTo(desk, rater, mark.candidateId).decidedBy === "judge") return true;
  if (memory.isListedByScore(rater, mark.candidateId)) return true;
  const sight = memory.sightOf(rater, mark.candidateId, catalogue.version);
  if (!sight) return false;
  return !(isRestoring && sight.label !== null && sight.label === mark.label);
}

/** Each mask's own label as it is, as a mark that would give it back. */
function labelsBefore({ project, catalogue }: ReviewDesk, rater: string, ids: readonly number[]): Map<number, Mark> {
  const before = new Map<number, Mark>(
    ids.map((candidateId) => [
      candidateId,
      { candidateId, label: "clear", reasons: [], reasonsNo: [], note: "", seconds: null },
    ]),
  );
  const labelIds = ids.flatMap((id) => catalogue.labelsOf(id).get(rater)?.id ?? []);
  if (labelIds.length === 0) return before;
  const rows = project.all<{
    candidate_id: number;
    label: Mark["label"];
    reasons: string;
    reasons_no: string;
    note: string;
    seconds: number | null;
  }>(
    "SELECT candidate_id, label, reasons, reasons_no, note, seconds FROM label WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(labelIds),
  );
  for (const row of rows)
    before.set(row.candidate_id, {
      candidateId: row.candidate_id,
      label: row.label,
      reasons: JSON.parse(row.reasons) as string[],
      reasonsNo: JSON.parse(row.reasons_no) as string[],
      note: row.note,
      seconds: row.seconds,
    });
  return before;
}

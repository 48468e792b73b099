import type { LabelOf, TileRow } from "#contract/commands/review.ts";
import type { LabelValue } from "#contract/records.ts";
import { letterOf } from "../project/state/catalogue-columns.ts";
import type { ReviewDesk } from "./review-desk.ts";
import type { QueueReason } from "./review-memory.ts";

interface MaskRow {
  id: number;
  case_id: number;
  case: string;
  candidate: string;
  class: string;
  class_id: number;
  source: string;
  mask_path: string;
  image_sha256: string;
  mask_sha256: string;
  is_image_there: 0 | 1;
  is_mask_there: 0 | 1;
  problem: string | null;
}

interface LabelRow {
  id: number;
  candidate_id: number;
  rater: string;
  label: LabelValue;
  reasons: string;
  reasons_no: string;
  note: string;
  decided_at: number;
}

/**
 * Tiles for one rater, in the order of the ids; ids that are no masks in use are left out.
 *
 * Nothing is hinted before the rater's own mark (ui.md, principle 5): what the judge says of queue and random checks,
 * what other raters said of any mask, and why a mask is asked about come only after it.
 */
export function tileRows(desk: ReviewDesk, rater: string, ids: readonly number[]): TileRow[] {
  const { project, catalogue, memory } = desk;
  catalogue.sync();
  const { columns, version } = catalogue;
  const asked = JSON.stringify(ids);
  const masks = new Map(project.all<MaskRow>(MASKS, asked).map((row) => [row.id, row]));
  const labels = labelsFor(desk, rater, ids);
  return ids.flatMap((id): TileRow[] => {
    const mask = masks.get(id);
    const place = columns.placeOf(id);
    if (!mask || place < 0) return [];
    const all = labels.get(id) ?? [];
    const mine = all.find((label) => label.rater === rater) ?? null;
    const shown = shownTo(desk, rater, id);
    if (shown.decidedBy === "judge" && version !== null) memory.noteVerdictShown(rater, id, version, null);
    return [
      {
        id,
        caseId: mask.case_id,
        case: mask.case,
        letter: letterOf(columns.letters[place]!),
        candidate: mask.candidate,
        class: mask.class,
        classIndex: columns.classNames.findIndex((entry) => entry.id === mask.class_id),
        source: mask.source,
        maskPath: mask.mask_path,
        pictureVersion: pictureVersion(mask.image_sha256, mask.mask_sha256),
        problem: problemOf(mask),
        ...shown,
        mine,
        others: all.filter((label) => label.rater !== rater),
      },
    ];
  });
}

type Shown = Pick<TileRow, "verdict" | "decidedBy" | "disagreement" | "why">;

/** What a rater may see of how a mask stands. */
export function shownTo({ catalogue, memory }: ReviewDesk, rater: string, id: number): Shown {
  const open: Shown = { verdict: "to-review", decidedBy: null, disagreement: false, why: null };
  const word = catalogue.wordOf(id);
  if (catalogue.labelsOf(id).has(rater)) {
    const why = whyAsked({ catalogue, memory }, rater, id);
    return { verdict: catalogue.verdictOf(id), decidedBy: "person", disagreement: word === "disagreement", why };
  }
  if (word !== null || memory.isInQueue(rater, id) || catalogue.isCheck(id)) return open;
  return catalogue.isOnProvenList(id) ? { ...open, verdict: "accepted", decidedBy: "judge" } : open;
}

/** Why a mask was in the queue; null where it was in none, or that is no longer known. */
export function whyAsked(
  { catalogue, memory }: Pick<ReviewDesk, "catalogue" | "memory">,
  rater: string,
  id: number,
): QueueReason | null {
  const purpose = catalogue.drawnFor(id);
  if (purpose === null) return memory.whyInQueue(rater, id);
  return purpose === "proof" ? "random" : "spot-check";
}

/** Own labels, and those of others where there is an own one. */
function labelsFor({ project, catalogue }: ReviewDesk, rater: string, ids: readonly number[]): Map<number, LabelOf[]> {
  const wanted = ids.flatMap((id) => {
    const ofMask = catalogue.labelsOf(id);
    return ofMask.has(rater) ? [...ofMask.values()].map((label) => label.id) : [];
  });
  const found = new Map<number, LabelOf[]>();
  if (wanted.length === 0) return found;
  for (const row of project.all<LabelRow>(LABELS, JSON.stringify(wanted))) {
    const label: LabelOf = {
      rater: row.rater,
      label: row.label,
      reasons: JSON.parse(row.reasons) as string[],
      reasonsNo: JSON.parse(row.reasons_no) as string[],
      note: row.note,
      decidedAt: row.decided_at,
    };
    const list = found.get(row.candidate_id);
    if (list) list.push(label);
    else found.set(row.candidate_id, [label]);
  }
  return found;
}

/** Changes with image and mask; the part of a picture's address that lets it be kept. */
export function pictureVersion(imageSha256: string, maskSha256: string): string {
  return `${imageSha256.slice(0, 12)}${maskSha256.slice(0, 12)}`;
}

function problemOf(mask: MaskRow): string | null {
  if (mask.is_image_there === 0) return "The image is not in its folder any more.";
  if (mask.is_mask_there === 0) return "The mask is not in its folder any more.";
  return mask.problem;
}

const MASKS = `
  SELECT candidate.id, candidate.case_id, cases.name AS "case", candidate.name AS candidate, class.name AS class,
    candidate.class_id, source, coalesce(mask.path, 'winnow:' || candidate.name) AS mask_path,
    cases.image_sha256, candidate.mask_sha256,
    image.is_present AS is_image_there, coalesce(mask.is_present, 1) AS is_mask_there,
    coalesce(
      (SELECT message FROM finding WHERE folder_id = image.folder_id AND finding.path = image.path AND severity = 'error' LIMIT 1),
      (SELECT message FROM finding WHERE folder_id = mask.folder_id AND finding.path = mask.path AND severity = 'error' LIMIT 1)
    ) AS problem
  FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id
  JOIN file AS image ON image.id = cases.file_id LEFT JOIN file AS mask ON mask.id = candidate.file_id
  WHERE candidate.id IN (SELECT value FROM json_each(?)) AND candidate.retired_at IS NULL`;

const LABELS = `
  SELECT id, candidate_id, rater, label, reasons, reasons_no, note, decided_at
  FROM label WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`;

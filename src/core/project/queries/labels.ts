import type { LabelValue } from "#contract/records.ts";
import { type PersonsWord, personsWord } from "#domain/verdict/decide.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** A label as it is stored; `clear` takes the rater's earlier one back. */
export interface NewLabel {
  readonly candidateId: number;
  readonly rater: string;
  readonly label: LabelValue | "clear";
  readonly reasons: readonly string[];
  readonly reasonsNo: readonly string[];
  readonly note: string;
  readonly decidedAt: number;
  readonly seconds: number | null;
  readonly judgeVersion: number | null;
  readonly score: number | null;
  readonly opinionVisible: boolean;
  /** The one who gave it says that the mask was drawn by lot. */
  readonly assertedRandom: boolean;
  readonly origin: string;
}

/** What is known of a candidate's labels now: each rater's latest, as far as it was given on the files as they are. */
export interface LabelState {
  readonly word: PersonsWord;
  /** Row id of the latest label that counts. */
  readonly lastLabelId: number;
  /** A label that counts was asserted to be drawn at random. */
  readonly assertedRandom: boolean;
  /**
   * What the raters decided without the judge's word in sight: each one's last such decision that was not taken back.
   * One that was changed after the judge's word had been seen still stands here.
   */
  readonly blindWord: PersonsWord;
}

/** The columns of a label that its hash covers, in order. */
export const LABEL_COLUMNS = [
  "candidate_id",
  "rater",
  "label",
  "reasons",
  "reasons_no",
  "note",
  "decided_at",
  "seconds",
  "judge_version",
  "score",
  "opinion_visible",
  "asserted_random",
  "image_sha256",
  "mask_sha256",
  "origin",
] as const;

/** Hash of a label row, by which a changed one is found out. */
export function labelHash(values: readonly unknown[]): string {
  return sha256Of(JSON.stringify(values));
}

/** Stores labels with the hashes of what they were given on, and their history. Call inside a transaction. */
export function insertLabels(project: WritableProject, labels: readonly NewLabel[]): void {
  for (const label of labels) {
    const target = project.get<{ name: string; image_sha256: string; mask_sha256: string }>(
      "SELECT candidate.name, cases.image_sha256, candidate.mask_sha256 FROM candidate JOIN cases ON cases.id = candidate.case_id WHERE candidate.id = ?",
      label.candidateId,
    )!;
    const before = project.get<{ label: string }>(
      "SELECT label FROM label WHERE candidate_id = ? AND rater = ? ORDER BY id DESC LIMIT 1",
      label.candidateId,
      label.rater,
    );
    const values = [
      label.candidateId,
      label.rater,
      label.label,
      JSON.stringify(label.reasons),
      JSON.stringify(label.reasonsNo),
      label.note,
      label.decidedAt,
      label.seconds,
      label.judgeVersion,
      label.score,
      label.opinionVisible ? 1 : 0,
      label.assertedRandom ? 1 : 0,
      target.image_sha256,
      target.mask_sha256,
      label.origin,
    ];
    const hash = labelHash(values);
    project.run(
      `INSERT INTO label (${LABEL_COLUMNS.join(", ")}, row_sha256) VALUES (${LABEL_COLUMNS.map(() => "?").join(", ")}, ?)`,
      ...values,
      hash,
    );
    project.audit({
      actor: label.rater,
      action: "label.given",
      object: `candidate:${target.name}`,
      before: before?.label ?? null,
      after: { label: label.label, row_sha256: hash },
    });
  }
}

/** What of a label decides the state of its mask. */
export interface LabelRow {
  readonly id: number;
  readonly candidate_id: number;
  readonly label: LabelValue | "clear";
  readonly opinion_visible: 0 | 1;
  readonly asserted_random: 0 | 1;
  /** The rater's last decision up to this one that was made blind and not taken back. */
  readonly blind_label: "accept" | "reject" | null;
}

/** `blind_label` of a row of `label`. */
export const BLIND_LABEL = `
  CASE WHEN label.opinion_visible = 0 AND label.label IN ('accept', 'reject') THEN label.label ELSE (
    SELECT earlier.label FROM label AS earlier
    WHERE earlier.candidate_id = label.candidate_id AND earlier.rater = label.rater AND earlier.id < label.id
      AND earlier.opinion_visible = 0 AND earlier.label IN ('accept', 'reject')
      AND earlier.image_sha256 = label.image_sha256 AND earlier.mask_sha256 = label.mask_sha256
      AND NOT EXISTS (
        SELECT 1 FROM label AS cleared
        WHERE cleared.candidate_id = label.candidate_id AND cleared.rater = label.rater
          AND cleared.label = 'clear' AND cleared.id > earlier.id AND cleared.id < label.id
          AND cleared.image_sha256 = label.image_sha256 AND cleared.mask_sha256 = label.mask_sha256
      )
    ORDER BY earlier.id DESC LIMIT 1
  ) END`;

/**
 * Each rater's latest label on a mask among those that count: given on what image and mask are now. One that was given
 * meanwhile on other contents (another volume, a file that was exchanged) does not take an earlier one back.
 */
export const LATEST_COUNTING = /* sql */ `(
  SELECT max(given.id) AS id FROM label AS given
  JOIN candidate AS marked ON marked.id = given.candidate_id JOIN cases AS owner ON owner.id = marked.case_id
  WHERE given.image_sha256 = owner.image_sha256 AND given.mask_sha256 = marked.mask_sha256
  GROUP BY given.candidate_id, given.rater)`;

/** The state of every candidate that has a label which counts. */
export function labelStates(project: ReadableProject): Map<number, LabelState> {
  const rows = project.all<LabelRow>(
    `SELECT label.id, label.candidate_id, label.label, label.opinion_visible, label.asserted_random, ${BLIND_LABEL} AS blind_label
     FROM label
     JOIN ${LATEST_COUNTING} AS latest ON latest.id = label.id
     JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE label.label <> 'clear' AND candidate.retired_at IS NULL
       AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256
     ORDER BY label.id`,
  );
  return byCandidate(rows);
}

/** The same for members of a list whose image or mask was exchanged: by the labels on what they were when it was frozen. */
export function frozenStates(
  project: ReadableProject,
  lotId: number,
  candidateIds: readonly number[],
): Map<number, LabelState> {
  if (candidateIds.length === 0) return new Map();
  const rows = project.all<LabelRow>(
    `SELECT label.id, label.candidate_id, label.label, label.opinion_visible, label.asserted_random, ${BLIND_LABEL} AS blind_label
     FROM label WHERE label.label <> 'clear' AND label.id IN (
       SELECT max(given.id) FROM label AS given
       JOIN lot_member ON lot_member.lot_id = ? AND lot_member.candidate_id = given.candidate_id
       WHERE given.candidate_id IN (SELECT value FROM json_each(?))
         AND given.image_sha256 = lot_member.image_sha256 AND given.mask_sha256 = lot_member.mask_sha256
       GROUP BY given.candidate_id, given.rater)
     ORDER BY label.id`,
    lotId,
    JSON.stringify(candidateIds),
  );
  return byCandidate(rows);
}

function byCandidate(rows: readonly LabelRow[]): Map<number, LabelState> {
  const grouped = new Map<number, LabelRow[]>();
  for (const row of rows) {
    const group = grouped.get(row.candidate_id);
    if (group) group.push(row);
    else grouped.set(row.candidate_id, [row]);
  }
  return new Map([...grouped].map(([candidateId, labels]) => [candidateId, stateOf(labels)]));
}

/** @param labels each rater's latest that counts, none of them `clear`, at least one */
export function stateOf(labels: readonly LabelRow[]): LabelState {
  const count = (value: LabelValue): number => labels.filter((row) => row.label === value).length;
  const countBlind = (value: LabelValue): number => labels.filter((row) => row.blind_label === value).length;
  return {
    word: personsWord({ accepts: count("accept"), rejects: count("reject"), laters: count("later") }),
    lastLabelId: Math.max(...labels.map((row) => row.id)),
    assertedRandom: labels.some((row) => row.asserted_random === 1),
    blindWord: personsWord({ accepts: countBlind("accept"), rejects: countBlind("reject"), laters: 0 }),
  };
}

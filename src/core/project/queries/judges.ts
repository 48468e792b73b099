import { AppError } from "#contract/errors.ts";
import type { JudgeMetrics } from "#contract/commands/judge.ts";
import type { PlattCalibration } from "#domain/calibration/platt.ts";
import type { ReadableProject, WritableProject } from "../project.ts";
import { inTurns } from "./in-turns.ts";

/** One mask of a training set, pinned by hashes. */
export interface TrainingItem {
  readonly candidate: string;
  readonly label: "accept" | "reject";
  readonly subject: string;
  readonly image_sha256: string;
  readonly mask_sha256: string;
}

/** An immutable judge: all that is needed to score with it, and to say how it came about. */
export interface JudgeVersion {
  readonly version: number;
  readonly kind: string;
  readonly weights: Uint8Array;
  readonly weightsSha256: string;
  readonly calibration: PlattCalibration;
  readonly trainingSet: readonly TrainingItem[];
  readonly seed: number;
  readonly metrics: JudgeMetrics;
  readonly crossFitted: { readonly pGood: readonly number[]; readonly isGood: readonly boolean[] };
  readonly settings: unknown;
  readonly versions: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

interface Row {
  version: number;
  kind: string;
  weights: Uint8Array;
  weights_sha256: string;
  calibration: string;
  training_set: string;
  seed: number;
  metrics: string;
  cross_fitted: string;
  settings: string;
  versions: string;
  created_at: number;
}

/** Stores a new version and gives it the next number. Call inside a transaction. */
export function insertJudge(
  project: WritableProject,
  judge: Omit<JudgeVersion, "version" | "createdAt">,
  actor: string,
): number {
  const version =
    (project.get<{ last: number | null }>("SELECT max(version) AS last FROM judge_version")!.last ?? 0) + 1;
  project.run(
    "INSERT INTO judge_version (version, kind, weights, weights_sha256, calibration, training_set, seed, metrics, cross_fitted, settings, versions, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    version,
    judge.kind,
    judge.weights,
    judge.weightsSha256,
    JSON.stringify(judge.calibration),
    JSON.stringify(judge.trainingSet),
    judge.seed,
    JSON.stringify(judge.metrics),
    JSON.stringify(judge.crossFitted),
    JSON.stringify(judge.settings),
    JSON.stringify(judge.versions),
    Date.now(),
  );
  project.audit({
    actor,
    action: "judge.trained",
    object: `judge:${version}`,
    after: {
      weights_sha256: judge.weightsSha256,
      n_labels: judge.trainingSet.length,
      seed: judge.seed,
      metrics: judge.metrics,
    },
  });
  return version;
}

/** @throws AppError no-judge-yet where there is no such version */
export function judgeVersion(project: ReadableProject, version?: number): JudgeVersion {
  const row =
    version === undefined
      ? project.get<Row>("SELECT * FROM judge_version ORDER BY version DESC LIMIT 1")
      : project.get<Row>("SELECT * FROM judge_version WHERE version = ?", version);
  if (!row) {
    throw version === undefined
      ? new AppError(
          "no-judge-yet",
          "No judge has been trained yet.",
          "Label some masks, good and bad ones, then run winnow train.",
        )
      : noSuchVersion(version);
  }
  return { ...toRecord(row), weights: row.weights };
}

/** A version without its weights, which may be large. */
export type JudgeRecord = Omit<JudgeVersion, "weights">;

/** Every version, the newest first. */
export function judgeRecords(project: ReadableProject): JudgeRecord[] {
  return project
    .all<Omit<Row, "weights">>(`SELECT ${RECORD_COLUMNS} FROM judge_version ORDER BY version DESC`)
    .map(toRecord);
}

/** @throws AppError bad-request where there is no such version */
export function judgeRecord(project: ReadableProject, version: number): JudgeRecord {
  const row = project.get<Omit<Row, "weights">>(
    `SELECT ${RECORD_COLUMNS} FROM judge_version WHERE version = ?`,
    version,
  );
  if (!row) throw noSuchVersion(version);
  return toRecord(row);
}

const RECORD_COLUMNS =
  "version, kind, weights_sha256, calibration, training_set, seed, metrics, cross_fitted, settings, versions, created_at";

function toRecord(row: Omit<Row, "weights">): JudgeRecord {
  return {
    version: row.version,
    kind: row.kind,
    weightsSha256: row.weights_sha256,
    calibration: JSON.parse(row.calibration) as PlattCalibration,
    trainingSet: JSON.parse(row.training_set) as TrainingItem[],
    seed: row.seed,
    metrics: JSON.parse(row.metrics) as JudgeMetrics,
    crossFitted: JSON.parse(row.cross_fitted) as JudgeVersion["crossFitted"],
    settings: JSON.parse(row.settings),
    versions: JSON.parse(row.versions) as Record<string, string>,
    createdAt: row.created_at,
  };
}

function noSuchVersion(version: number): AppError {
  return new AppError(
    "bad-request",
    `There is no judge version ${version}.`,
    "winnow judge without --version takes the newest.",
  );
}

/** The version in use: the one that `judge` was last run with; null before the first. */
export function currentVersion(project: ReadableProject): number | null {
  return project.get<{ version: number }>("SELECT version FROM judge_use ORDER BY id DESC LIMIT 1")?.version ?? null;
}

export interface Score {
  readonly candidateId: number;
  readonly logit: number;
  readonly pGood: number;
  /** How unlike everything labelled the mask is; null where the version did not look. */
  readonly strangeness: number | null;
  readonly predictedDice: number | null;
}

/** How many masks a version has scored as they are now. */
export function countScores(project: ReadableProject, version: number): number {
  return project.get<{ n: number }>(
    `SELECT count(*) AS n FROM score JOIN candidate ON candidate.id = candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE judge_version = ? AND candidate.retired_at IS NULL AND score.mask_sha256 = candidate.mask_sha256 AND score.image_sha256 = cases.image_sha256`,
    version,
  )!.n;
}

/** The scores of a version that were given on files as they are now. */
export function scoresOf(project: ReadableProject, version: number): Map<number, Score> {
  return new Map(project.all<ScoreRow>(SCORES, version).map((row) => [row.candidate_id, toScore(row)]));
}

/** The same for a window that is at work meanwhile. */
export async function scoresInTurns(project: ReadableProject, version: number): Promise<Map<number, Score>> {
  const scores = new Map<number, Score>();
  await inTurns(
    (beyond, most) =>
      project.all<ScoreRow>(`${SCORES} AND candidate_id > ? ORDER BY candidate_id LIMIT ?`, version, beyond, most),
    (row) => row.candidate_id,
    (row) => scores.set(row.candidate_id, toScore(row)),
  );
  return scores;
}

/** How likely some masks are good by a version, where it has scored what they are now. */
export function chancesOf(
  project: ReadableProject,
  version: number,
  candidateIds: readonly number[],
): Map<number, number> {
  const rows = project.all<ScoreRow>(
    `${SCORES} AND candidate_id IN (SELECT value FROM json_each(?))`,
    version,
    JSON.stringify(candidateIds),
  );
  return new Map(rows.map((row) => [row.candidate_id, row.p_good]));
}

interface ScoreRow {
  candidate_id: number;
  logit: number;
  p_good: number;
  strangeness: number | null;
  predicted_dice: number | null;
}

const SCORES = `
  SELECT candidate_id, logit, p_good, strangeness, predicted_dice FROM score
  JOIN candidate ON candidate.id = candidate_id JOIN cases ON cases.id = candidate.case_id
  WHERE judge_version = ? AND candidate.retired_at IS NULL
    AND score.mask_sha256 = candidate.mask_sha256 AND score.image_sha256 = cases.image_sha256`;

function toScore(row: ScoreRow): Score {
  const { candidate_id: candidateId, logit, p_good: pGood, strangeness, predicted_dice: predictedDice } = row;
  return { candidateId, logit, pGood, strangeness, predictedDice };
}

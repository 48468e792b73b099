import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { applyPlatt } from "#domain/calibration/platt.ts";
import { bestPerCaseAndClass, type ListEntry } from "#domain/guarantee/automatic-list.ts";
import { chooseThreshold } from "#domain/guarantee/choose-threshold.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { type CandidateSource, candidateSources } from "../project/queries/candidates.ts";
import { addFinding } from "../project/queries/files.ts";
import { currentVersion, type JudgeVersion, judgeVersion, scoresOf } from "../project/queries/judges.ts";
import { labelStates } from "../project/queries/labels.ts";
import { insertLot, lotFor } from "../project/queries/lots.ts";
import { getSetting, keepGuarantee } from "../project/queries/settings.ts";
import { verdictCounts } from "../project/state/verdicts.ts";
import { guaranteeOf, settingsFor } from "../project/state/guarantee.ts";
import type { JudgeKind, UnscoredCandidate } from "./judge-kind.ts";

export interface ApplyOptions {
  readonly project: WritableProject;
  readonly kind: JudgeKind;
  readonly version: number | undefined;
  readonly alpha: number | undefined;
  readonly delta: number | undefined;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Puts a version in use: scores what it has not scored yet, freezes its automatic list with the lot of its checks, and
 * says what is proven. What was scored is kept when it is interrupted.
 */
export async function applyVersion(options: ApplyOptions): Promise<Output<"judge.apply">> {
  const { project } = options;
  const judge = judgeVersion(project, options.version);
  const { alpha, delta } = settingsFor(project, options.alpha, options.delta);
  await scoreAll(options, judge);
  project.transaction(() => {
    keepGuarantee(project, options, "winnow");
    putInUse(project, judge.version);
    freezeList(project, judge, alpha, delta);
  });
  const { guarantee } = guaranteeOf(project, judge.version, alpha, delta);
  const counts = verdictCounts(project);
  project.transaction(() =>
    project.audit({
      actor: "winnow",
      action: "judge.applied",
      object: `judge:${judge.version}`,
      after: { counts, guarantee },
    }),
  );
  return { version: judge.version, counts, guarantee };
}

async function scoreAll({ project, kind, signal, progress }: ApplyOptions, judge: JudgeVersion): Promise<void> {
  if (judge.kind !== kind.name)
    throw new AppError(
      "bad-request",
      `Judge version ${judge.version} is of the kind ${judge.kind}, which this program does not have.`,
      "Train a new version.",
    );
  const total = project.get<{ n: number }>("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL")!.n;
  if (total === 0)
    throw new AppError(
      "nothing-to-judge",
      "The project has no masks.",
      "Add a folder with images and masks: winnow add FOLDER --project.",
    );
  const done = scoresOf(project, judge.version);
  if (done.size < total) requireFolders(project);
  progress.phase("Judging", "masks", total - done.size);
  let nDone = 0;
  const missing = (function* (): Generator<CandidateSource> {
    for (const candidate of candidateSources(project)) if (!done.has(candidate.id)) yield candidate;
  })();
  if (done.size >= total) return;
  await kind.score(judge, missing, { signal, progress }, (scored, unscored) => {
    project.transaction(() => {
      for (const { candidateId, logit } of scored) {
        project.run(
          `INSERT OR REPLACE INTO score (judge_version, candidate_id, image_sha256, mask_sha256, logit, p_good)
           SELECT ?, candidate.id, cases.image_sha256, candidate.mask_sha256, ?, ? FROM candidate JOIN cases ON cases.id = candidate.case_id WHERE candidate.id = ?`,
          judge.version,
          logit,
          applyPlatt(judge.calibration, logit),
          candidateId,
        );
      }
      for (const problem of unscored) noteUnscored(project, problem);
    });
    nDone += scored.length + unscored.length;
    progress.done(nDone);
  });
}

/** A mask that cannot be read now is left unjudged, and said. */
function noteUnscored(project: WritableProject, { candidateId, code, message, remedy }: UnscoredCandidate): void {
  const file = project.get<{ folder_id: number; path: string }>(
    "SELECT folder_id, path FROM file JOIN candidate ON candidate.file_id = file.id WHERE candidate.id = ?",
    candidateId,
  );
  if (file) addFinding(project, file.folder_id, "read", { severity: "error", code, file: file.path, message, remedy });
}

function putInUse(project: WritableProject, version: number): void {
  const before = currentVersion(project);
  if (before === version) return;
  project.run("INSERT INTO judge_use (version, at) VALUES (?, ?)", version, Date.now());
  project.audit({ actor: "winnow", action: "judge.used", object: `judge:${version}`, before, after: version });
}

/**
 * Freezes the automatic list of a version for one guarantee, unless it is frozen already: the best open mask of every
 * case and class down to a threshold chosen from training labels alone, in an order drawn by lot. Masks that were marked
 * as random draws elsewhere, and that this version has not learned from, take the first places as they came.
 */
function freezeList(project: WritableProject, judge: JudgeVersion, alpha: number, delta: number): void {
  if (lotFor(project, judge.version, alpha, delta)) return;
  const states = labelStates(project);
  const taught = new Set(judge.trainingSet.map((item) => item.candidate));
  const sources = [...candidateSources(project)];
  const asserted = new Map(
    sources.flatMap((source) => {
      const state = states.get(source.id);
      return state?.assertedRandom && !taught.has(source.name) ? [[source.id, state.lastLabelId] as const] : [];
    }),
  );
  const scores = scoresOf(project, judge.version);
  const entries = sources.flatMap((source): ListEntry[] => {
    const score = scores.get(source.id);
    return score
      ? [{ candidateId: source.id, caseId: source.caseId, classId: source.classId, score: score.pGood }]
      : [];
  });
  // What a random check said must not shape the list that it is to prove.
  const wordOf = (entry: ListEntry): string | null =>
    asserted.has(entry.candidateId) ? null : (states.get(entry.candidateId)?.word ?? null);
  const settled = new Set(
    entries.filter((entry) => wordOf(entry) === "accept").map((entry) => `${entry.caseId}/${entry.classId}`),
  );
  const list = bestPerCaseAndClass(
    entries,
    (entry) => wordOf(entry) === null,
    (entry) => settled.has(`${entry.caseId}/${entry.classId}`),
  );
  const nLooks = getSetting(project, "nLooks");
  const { threshold } = chooseThreshold(
    list.map((entry) => entry.score),
    judge.crossFitted.pGood,
    { alpha, delta, nLooks },
  );
  const members = list.filter((entry) => entry.score >= threshold).map((entry) => entry.candidateId);
  const seed = judge.seed;
  const front = members.filter((id) => asserted.has(id)).toSorted((a, b) => asserted.get(a)! - asserted.get(b)!);
  const rest = members.filter((id) => !asserted.has(id)).toSorted((a, b) => a - b);
  const order = [...front, ...shuffled(rest, createRng(seed, "lot", judge.version, alpha, delta))];
  const { looks } = planLooks({ populationSize: members.length, alpha, delta, nLooks });
  insertLot(
    project,
    {
      judgeVersion: judge.version,
      alpha,
      delta,
      threshold: Number.isFinite(threshold) ? threshold : 1,
      seed,
      looks,
      nAsserted: front.length,
      members: order,
    },
    "winnow",
  );
}

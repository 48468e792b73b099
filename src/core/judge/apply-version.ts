import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { applyPlatt } from "#domain/calibration/platt.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { type CandidateSource, candidateSources } from "../project/queries/candidates.ts";
import { addFinding } from "../project/queries/files.ts";
import { currentVersion, type JudgeVersion, judgeVersion, scoresOf } from "../project/queries/judges.ts";
import { insertLot, lotsFor } from "../project/queries/lots.ts";
import { getSetting, keepGuarantee } from "../project/queries/settings.ts";
import { verdictCounts } from "../project/state/verdicts.ts";
import { guaranteeOf, type GuaranteeState, settingsFor } from "../project/state/guarantee.ts";
import type { JudgeKind, UnscoredCandidate } from "./judge-kind.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { openList, planList } from "../project/state/plan-list.ts";
import { byCase } from "./read-case.ts";

export interface ApplyOptions {
  readonly project: WritableProject;
  /** The ways of judging that this program has. */
  readonly kinds: readonly JudgeKind[];
  readonly version: number | undefined;
  readonly alpha: number | undefined;
  readonly delta: number | undefined;
  /** Scores and freezes the list, so that it can be compared, and leaves the version in use as it is. */
  readonly isTrial: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The engine died, and the work goes on. */
  readonly onRestart: (reason: string) => void;
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
    if (!options.isTrial) putInUse(project, judge.version);
    freezeList(project, judge, alpha, delta);
  });
  const proven = (): GuaranteeState => guaranteeOf(project, judge.version, alpha, delta);
  if (!options.isTrial) drawFurther(project, proven());
  const { guarantee } = proven();
  const counts = verdictCounts(project);
  project.transaction(() =>
    project.audit({
      actor: "winnow",
      action: options.isTrial ? "judge.tried" : "judge.applied",
      object: `judge:${judge.version}`,
      after: { counts, guarantee },
    }),
  );
  return { version: judge.version, counts, guarantee };
}

async function scoreAll(
  { project, kinds, signal, progress, onRestart }: ApplyOptions,
  judge: JudgeVersion,
): Promise<void> {
  const kind = kinds.find((one) => one.name === judge.kind);
  if (!kind)
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
  // What is read of each: an image that is another one when its score comes (another volume is chosen) has none yet.
  const read = new Map<number, { readonly image: string; readonly mask: string }>();
  // Whole cases: what a mask is worth is seen beside the others of its case.
  const missing = (function* (): Generator<CandidateSource> {
    for (const group of byCase(candidateSources(project)))
      if (group.some((candidate) => !done.has(candidate.id))) {
        for (const { id, image, mask } of group) read.set(id, { image: image.sha256, mask: mask.sha256 });
        yield* group;
      }
  })();
  if (done.size >= total) return;
  await kind.score(judge, missing, { signal, progress, onRestart }, (scored, unscored) => {
    project.transaction(() => {
      for (const { candidateId, logit, predictedDice, strangeness } of scored) {
        project.run(
          `INSERT OR REPLACE INTO score (judge_version, candidate_id, image_sha256, mask_sha256, logit, p_good, predicted_dice, strangeness)
           SELECT ?, candidate.id, cases.image_sha256, candidate.mask_sha256, ?, ?, ?, ? FROM candidate JOIN cases ON cases.id = candidate.case_id
           WHERE candidate.id = ? AND cases.image_sha256 = ? AND candidate.mask_sha256 = ?`,
          judge.version,
          logit,
          applyPlatt(judge.calibration, logit),
          predictedDice,
          strangeness,
          candidateId,
          read.get(candidateId)!.image,
          read.get(candidateId)!.mask,
        );
      }
      for (const problem of unscored) noteUnscored(project, problem);
    });
    nDone += scored.length + unscored.length;
    progress.done(Math.min(nDone, total - done.size));
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

/** After another guarantee was asked for: the version in use gets its list for it. Call inside a transaction. */
export function freezeListInUse(project: WritableProject): void {
  const version = currentVersion(project);
  if (version === null) return;
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  freezeList(project, judgeVersion(project, version), alpha, delta);
}

/** Freezes the automatic list of a version for one guarantee, unless it is frozen already. */
function freezeList(project: WritableProject, judge: JudgeVersion, alpha: number, delta: number): void {
  if (lotsFor(project, judge.version, alpha, delta).length > 0) return;
  const plan = planList(openList(project, judge), judge, { alpha, delta, nLooks: getSetting(project, "nLooks") });
  const first = { judgeVersion: judge.version, alpha, delta, seed: judge.seed, continues: null, strata: null };
  insertLot(project, { ...first, ...plan }, "winnow");
}

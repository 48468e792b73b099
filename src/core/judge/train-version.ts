import { AppError } from "#contract/errors.ts";
import type { Output } from "#contract/commands.ts";
import type { JudgeMetrics } from "#contract/commands/judge.ts";
import { applyPlatt, fitPlatt } from "#domain/calibration/platt.ts";
import { groupedFolds } from "#domain/splits/grouped-folds.ts";
import { finishJob, type JobRecord, resumeJob, saveCheckpoint, startJob } from "../jobs/job-store.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { type CandidateSource, candidateSources } from "../project/queries/candidates.ts";
import { insertJudge, judgeRecords, judgeVersion, type TrainingItem } from "../project/queries/judges.ts";
import { keepGuarantee } from "../project/queries/settings.ts";
import { guaranteeOf, settingsFor } from "../project/state/guarantee.ts";
import type { JudgeKind, LabelledCandidate, TrainedJudge } from "./judge-kind.ts";
import { judgeMetrics } from "./judge-metrics.ts";
import { requireEnough, trainingSet } from "./training-set.ts";

const MAX_FOLDS = 5;
export const TRAIN_JOB = "train";

export interface TrainOptions {
  readonly project: WritableProject;
  readonly kind: JudgeKind;
  readonly seed: number;
  readonly alpha: number | undefined;
  readonly delta: number | undefined;
  readonly resume: boolean;
  /** Forms an opinion from the masks alone, whatever labels there are. */
  readonly withoutLabels: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The engine died, and the work goes on. */
  readonly onRestart: (reason: string) => void;
}

/** What a training was started with; a resumed one goes on with exactly this. */
interface TrainInput {
  /** Kind of judge; what another kind had reached means nothing to this one. */
  readonly kind?: string;
  /** The version that it goes on from. */
  readonly before?: number | null;
  readonly seed: number;
  readonly items: readonly {
    readonly name: string;
    readonly isGood: boolean;
    readonly maskSha256: string;
    readonly imageSha256: string;
  }[];
}

/** Trains a new judge version from the labels given so far; the version is in the project when this returns. */
export async function trainVersion(options: TrainOptions): Promise<Output<"judge.train">> {
  const { project, kind, signal, progress, onRestart } = options;
  requireFolders(project);
  const { job, input, items, checkpoint } = begin(options);
  const subjects = items.map((item) => item.subject);
  const isGood = items.map((item) => item.isGood);
  const nFolds = items.length === 0 ? 0 : usableFolds(subjects, isGood, input.seed);
  const folds = nFolds === 0 ? [] : groupedFolds(subjects, isGood, nFolds, input.seed);
  const before = input.before ? judgeVersion(project, input.before) : null;
  let trained: TrainedJudge;
  try {
    trained = await kind.train(
      {
        items,
        folds,
        nFolds,
        seed: input.seed,
        checkpoint,
        before: before && { ...before, nLabels: before.metrics.n_labels },
        candidates: () => allCandidates(project),
      },
      { signal, progress, onRestart, onCheckpoint: (next) => saveCheckpoint(project, job.id, next) },
    );
  } catch (error) {
    const cancelled = error instanceof AppError && error.code === "cancelled";
    finishJob(project, job.id, cancelled ? "cancelled" : "failed", error);
    throw error;
  }
  const version = store(options, input.seed, items, trained);
  finishJob(project, job.id, "succeeded");
  const { alpha, delta } = settingsFor(project, options.alpha, options.delta);
  return {
    version: version.version,
    metrics: version.metrics,
    guarantee: guaranteeOf(project, version.version, alpha, delta).guarantee,
  };
}

function begin({ project, kind, seed, resume, withoutLabels }: TrainOptions): {
  job: JobRecord;
  input: TrainInput;
  items: LabelledCandidate[];
  checkpoint: unknown;
} {
  if (resume) {
    const job = resumeJob<unknown>(project, TRAIN_JOB);
    const before = job?.input as TrainInput | undefined;
    const items = before?.kind === kind.name ? itemsAsBefore(project, before) : null;
    if (job && items) return { job, input: job.input as TrainInput, items, checkpoint: job.checkpoint };
    if (job)
      finishJob(
        project,
        job.id,
        "failed",
        new AppError(
          "bad-request",
          "The labelled masks are not the ones it was started with.",
          "A new training was begun.",
        ),
      );
  }
  const items = withoutLabels ? [] : trainingSet(project);
  if (!withoutLabels) requireEnough(items);
  else requireMasks(project, kind);
  const before = judgeRecords(project).find((record) => record.kind === kind.name)?.version ?? null;
  const input: TrainInput = {
    kind: kind.name,
    before,
    seed,
    items: items.map(({ name, isGood, mask, image }) => ({
      name,
      isGood,
      maskSha256: mask.sha256,
      imageSha256: image.sha256,
    })),
  };
  return { job: startJob(project, TRAIN_JOB, input), input, items, checkpoint: null };
}

/** The candidates that an interrupted training was started with, with the labels they had then; null when files changed. */
function itemsAsBefore(project: WritableProject, input: TrainInput): LabelledCandidate[] | null {
  const wanted = new Map(input.items.map((item) => [item.name, item]));
  const found = trainingSet(project).filter((item) => {
    const before = wanted.get(item.name);
    return (
      before?.maskSha256 === item.mask.sha256 &&
      before.imageSha256 === item.image.sha256 &&
      before.isGood === item.isGood
    );
  });
  return found.length === wanted.size ? found : null;
}

/** @throws AppError bad-request, nothing-to-judge */
function requireMasks(project: WritableProject, kind: JudgeKind): void {
  if (!kind.needsNoLabels)
    throw new AppError(
      "bad-request",
      `A judge of the kind ${kind.name} learns from labels alone.`,
      "Label some masks, or leave --kind out.",
    );
  if (allCandidates(project).n === 0)
    throw new AppError(
      "nothing-to-judge",
      "The project has no masks.",
      "Add a folder with images and masks: winnow add FOLDER --project.",
    );
}

function allCandidates(project: WritableProject): { n: number; all: Iterable<CandidateSource> } {
  const { n } = project.get<{ n: number }>("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL")!;
  return { n, all: candidateSources(project) };
}

/** As many folds as leave every network with good and bad labels to learn from, at most five. */
export function usableFolds(subjects: readonly string[], isGood: readonly boolean[], seed: number): number {
  for (let nFolds = Math.min(MAX_FOLDS, new Set(subjects).size); nFolds >= 2; nFolds -= 1) {
    const folds = groupedFolds(subjects, isGood, nFolds, seed);
    const teaches = (fold: number, good: boolean): boolean =>
      isGood.some((value, index) => value === good && folds[index] !== fold);
    if (Array.from({ length: nFolds }, (_, fold) => fold).every((fold) => teaches(fold, true) && teaches(fold, false)))
      return nFolds;
  }
  throw new AppError(
    "too-few-labels",
    "All good labels, or all bad ones, come from one subject: nothing can be checked on another.",
    "Label masks of other subjects.",
  );
}

function store(
  options: TrainOptions,
  seed: number,
  items: readonly LabelledCandidate[],
  trained: TrainedJudge,
): { version: number; metrics: JudgeMetrics } {
  const { project, kind } = options;
  const isGood = items.map((item) => item.isGood);
  // Without labels there is nothing to calibrate by: the logits stand as they are.
  const calibration = isGood.length === 0 ? { slope: 1, intercept: 0 } : fitPlatt(trained.crossFittedLogits, isGood);
  const pGood = Array.from(trained.crossFittedLogits, (logit) => applyPlatt(calibration, logit));
  const metrics = judgeMetrics(pGood, isGood, new Set(items.map((item) => item.subject)).size);
  const version = project.transaction(() => {
    keepGuarantee(project, options, "winnow");
    return insertJudge(
      project,
      {
        kind: kind.name,
        weights: trained.weights,
        weightsSha256: trained.weightsSha256,
        calibration,
        trainingSet: items.map((item): TrainingItem => ({
          candidate: item.name,
          label: item.isGood ? "accept" : "reject",
          subject: item.subject,
          image_sha256: item.image.sha256,
          mask_sha256: item.mask.sha256,
        })),
        seed,
        metrics,
        crossFitted: { pGood, isGood },
        settings: trained.settings,
        versions: trained.versions,
      },
      "winnow",
    );
  });
  return { version, metrics };
}

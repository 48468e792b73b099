import type { Output } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { outliveEngine, StepSize } from "../engine/outlive-engine.ts";
import type { SegmentationCase } from "../engine/segmentation/patches.ts";
import type { Segmenter } from "../engine/segmentation/segment-cases.ts";
import type { SegmenterTraining } from "../engine/segmentation/supervised.ts";
import type { UnetTrainingState } from "../engine/segmentation/train-unet.ts";
import { versionsOf } from "../engine/versions-of.ts";
import { packWeights } from "../engine/weights-file.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import { finishJob, type JobRecord, resumeJob, saveCheckpoint, startJob } from "../jobs/job-store.ts";
import { requireFolders } from "../project/folders.ts";
import { insertSegmenter } from "../project/queries/segmenters.ts";
import { planTraining } from "./plan-training.ts";
import { proposeBySegmenter } from "./propose-by-segmenter.ts";
import type { WorkGrid } from "./read-work-case.ts";
import type { SegmentOptions } from "./segment-options.ts";
import { type TaughtCase, type Teaching, teachingOf, trainingSetOf, workTask } from "./taught-cases.ts";

const JOB = "segment";
const CHECKPOINT_EVERY_MS = 20_000;
/** More are not taught at once: some 1 GB on the way to the engine. */
const MOST_VOXELS = 2 ** 29;
const LEAST_BATCH = 2;

/**
 * Trains a segmenter on the accepted masks and proposes masks with it. The segmenter is in the project before the first
 * of its masks is; what it is taught on is exactly what a release would hold.
 */
export async function segmentProject(options: SegmentOptions): Promise<Output<"segment.run">> {
  const { project, engine, method, seed, signal, progress } = options;
  if (method !== "supervised")
    throw new AppError(
      "not-built-yet",
      `winnow segment --method ${method} is not built yet.`,
      "Use --method supervised.",
    );
  requireFolders(project);
  const teaching = await teachingOf(project);
  const { settings, grid } = planTraining(options, teaching);
  const findings: Finding[] = [];
  const input = { method, settings, trainingSet: trainingSetOf(teaching) };
  const { job, checkpoint } = begin(options, input);
  let loss: number | null = null;
  try {
    progress.phase("Reading accepted masks", "cases", teaching.cases.length);
    const cases = await readCases(options, teaching, grid, findings);
    progress.phase("Training the segmenter", "steps", settings.steps);
    let state = checkpoint;
    const steps = new StepSize();
    const { weights } = await outliveEngine(options, steps, () =>
      engine.ask(
        "trainSegmenter",
        {
          cases,
          settings: { ...settings, batchSize: steps.of(settings.batchSize, LEAST_BATCH) },
          start: state,
          checkpointEveryMs: CHECKPOINT_EVERY_MS,
        },
        {
          signal,
          onEpoch: (report) => {
            loss = report.loss;
            progress.done(report.epoch, { loss: report.loss });
          },
          onCheckpoint: (next) => {
            state = next as UnetTrainingState;
            saveCheckpoint(project, job.id, state);
          },
        },
      ),
    );
    const packed = packWeights(weights);
    const versions = await versionsOf(engine);
    const classes = teaching.classes.map(({ name }) => name);
    const version = project.transaction(() =>
      insertSegmenter(project, {
        method,
        weights: packed.bytes,
        weightsSha256: packed.sha256,
        classes,
        trainingSet: input.trainingSet,
        settings: { ...settings, grid },
        seed,
        versions,
      }),
    );
    finishJob(project, job.id, "succeeded");
    const segmenter: Segmenter = { weights, shape: settings.shape, dimensions: settings.dimensions };
    const source = `segment-${method}-${version}`;
    const made = await proposeBySegmenter(options, { segmenter, grid, source, weightsSha256: packed.sha256 }, teaching);
    findings.push(...made.findings);
    return { version, source, classes, nTaught: input.trainingSet.length, loss, ...made, findings };
  } catch (error) {
    const cancelled = error instanceof AppError && error.code === "cancelled";
    // A job that has made its segmenter has ended well, whatever became of its masks.
    if (project.get("SELECT 1 FROM job WHERE id = ? AND state = 'running'", job.id))
      finishJob(project, job.id, cancelled ? "cancelled" : "failed", error);
    throw error;
  }
}

interface JobInput {
  readonly method: string;
  readonly settings: SegmenterTraining;
  readonly trainingSet: unknown;
}

/** Takes up a training that was cut off where it had the same masks and settings. */
function begin(
  { project, resume }: SegmentOptions,
  input: JobInput,
): { job: JobRecord; checkpoint: UnetTrainingState | null } {
  if (resume) {
    const job = resumeJob<UnetTrainingState>(project, JOB);
    if (job && JSON.stringify(job.input) === JSON.stringify(input)) return { job, checkpoint: job.checkpoint };
    if (job) finishJob(project, job.id, "failed", new Error("it was begun with other masks or settings"));
  }
  return { job: startJob(project, JOB, input), checkpoint: null };
}

async function readCases(
  { pool, limits, seed, signal, progress }: SegmentOptions,
  teaching: Teaching,
  grid: WorkGrid,
  findings: Finding[],
): Promise<SegmentationCase[]> {
  const found: { index: number; one: SegmentationCase }[] = [];
  let [nDone, voxels] = [0, 0];
  const order = shuffled([...teaching.cases.entries()], createRng(seed, "taught cases"));
  await forEachBounded(order, pool.size + 1, async ([index, taught]: [number, TaughtCase]) => {
    if (signal.aborted) throw cancelledError();
    if (voxels > MOST_VOXELS) return;
    const task = workTask(taught, teaching, { grid, limits });
    try {
      const one = await pool.run<SegmentationCase>("segment.readCase", task, task.image.path, {
        deadlineMs: limits.deadlineMs * (1 + task.masks.length),
      });
      voxels += one.image.length;
      found.push({ index, one });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const { code, message, remedy } = error.problem;
      findings.push({ severity: "error", code, file: taught.masks[0]!.name, message, remedy });
    }
    nDone += 1;
    progress.done(nDone);
  });
  // In an order that does not depend on which was read first.
  return found.toSorted((a, b) => a.index - b.index).map(({ one }) => one);
}

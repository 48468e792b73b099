import { AppError } from "#contract/errors.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { TrainingSettings, TrainingState } from "../engine/judge-training.ts";
import { packWeights, unpackWeights } from "../engine/weights-file.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { WINNOW_VERSION } from "../version.ts";
import type { JudgeKind, LabelledCandidate, TrainedJudge, TrainRequest, WorkContext } from "./judge-kind.ts";
import { type BagShape, pictureBag, VIEW_BYTES, VIEW_SIDE, volumeBag } from "./views.ts";
import { streamViews } from "./stream-views.ts";

/** Settings that a version is stored with. */
interface QualityCnnSettings {
  readonly bag: BagShape;
  readonly viewSide: number;
  readonly training: Omit<TrainingSettings, "seed">;
}

/** Where a training stands: which network of the cross-fitting, and how far it is. */
interface Checkpoint {
  readonly stage: number;
  readonly crossFittedLogits: Float32Array;
  readonly state: TrainingState | null;
}

const CHECKPOINT_EVERY_MS = 2000;

/**
 * The judge of the ADAGSS abstract: a convolutional network over image and mask, trained from scratch on a person's
 * labels. Trains one network a fold for cross-fitting, then the one that is kept, on all labels.
 */
export function qualityCnnJudge({
  engine,
  pool,
  limits,
}: {
  engine: EngineClient;
  pool: ReaderPool;
  limits: ReadLimits;
}): JudgeKind {
  return {
    name: "quality-cnn/1",
    train: async (request, context) => {
      const bag = request.items.some((item) => (item.size[2] ?? 1) > 1) ? volumeBag : pictureBag;
      const settings: QualityCnnSettings = {
        bag,
        viewSide: VIEW_SIDE,
        training: trainingSettings(request.items.length),
      };
      const views = await labelledViews(request.items, bag, { pool, limits }, context);
      const info = await engine.ask("info", {});
      const { weights, crossFittedLogits } = await trainStages(request, views, settings, engine, context);
      return {
        weights: weights.bytes,
        weightsSha256: weights.sha256,
        settings,
        crossFittedLogits,
        versions: {
          winnow: WINNOW_VERSION,
          tensorflow: info.tensorflow,
          tfjs: info.tfjs,
          node: info.node,
          device: info.device,
        },
      } satisfies TrainedJudge;
    },
    score: async (judge, candidates, context, onBatch) => {
      const { bag, viewSide } = judge.settings as QualityCnnSettings;
      const key = judge.weightsSha256;
      await engine.ask("loadJudge", { key, weights: unpackWeights(judge.weights, key) });
      await streamViews(candidates, bag, { pool, limits }, context.signal, async ({ views, candidateIds, unread }) => {
        const n = candidateIds.length;
        const { logits } =
          n === 0
            ? { logits: new Float32Array(0) }
            : await engine.ask("score", { key, bag, viewSide, views, n }, { signal: context.signal });
        onBatch(
          candidateIds.map((candidateId, index) => ({ candidateId, logit: logits[index]! })),
          unread,
        );
      });
    },
  };
}

/** Few labels need more rounds over them: about 4,000 bags shown in all, at least 40 rounds, at most 80. */
function trainingSettings(n: number): Omit<TrainingSettings, "seed"> {
  return {
    epochs: Math.max(40, Math.min(80, Math.round(4000 / n))),
    batchSize: 32,
    learningRate: 2e-3,
    weightDecay: 0.01,
    cropsPerStep: 3,
  };
}

/** The views of all training items in one array, in their order. */
async function labelledViews(
  items: readonly LabelledCandidate[],
  bag: BagShape,
  readers: { pool: ReaderPool; limits: ReadLimits },
  context: WorkContext,
): Promise<Uint8Array> {
  const perBag = (bag.nCrops + bag.nWholes) * VIEW_BYTES;
  const views = new Uint8Array(items.length * perBag);
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  context.progress.phase("Reading labelled masks", "masks", items.length);
  let nRead = 0;
  await streamViews(items, bag, readers, context.signal, async ({ views: part, candidateIds, unread }) => {
    const [first] = unread;
    if (first)
      throw new AppError(
        "file-unreadable",
        `A labelled mask or its image cannot be read: ${first.message}`,
        first.remedy,
      );
    for (const [index, id] of candidateIds.entries())
      views.set(part.subarray(index * perBag, (index + 1) * perBag), placeOf.get(id)! * perBag);
    nRead += candidateIds.length;
    context.progress.done(nRead);
  });
  return views;
}

async function trainStages(
  request: TrainRequest,
  views: Uint8Array,
  settings: QualityCnnSettings,
  engine: EngineClient,
  context: WorkContext & { onCheckpoint(checkpoint: unknown): void },
): Promise<{ weights: ReturnType<typeof packWeights>; crossFittedLogits: Float32Array }> {
  const { items, folds, nFolds, seed } = request;
  const { bag, viewSide, training } = settings;
  const perBag = (bag.nCrops + bag.nWholes) * VIEW_BYTES;
  const start = request.checkpoint as Checkpoint | null;
  const crossFittedLogits = start?.crossFittedLogits ?? new Float32Array(items.length);
  let state = start?.state ?? null;
  const total = (nFolds + 1) * training.epochs;
  context.progress.phase("Training", "rounds", total);
  for (let stage = start?.stage ?? 0; stage <= nFolds; stage += 1) {
    const isFinal = stage === nFolds;
    const taught = items.flatMap((_, index) => (isFinal || folds[index] !== stage ? [index] : []));
    const data = {
      bag,
      viewSide,
      views: gather(views, taught, perBag),
      labels: Float32Array.from(taught, (index) => (items[index]!.isGood ? 1 : 0)),
    };
    const task = {
      data,
      settings: { ...training, seed: seed + stage * 7919 },
      start: state,
      checkpointEveryMs: CHECKPOINT_EVERY_MS,
    };
    const { weights } = await askSurvivor(
      engine,
      task,
      context,
      (next) => context.onCheckpoint({ stage, crossFittedLogits, state: next } satisfies Checkpoint),
      (epoch, loss) => {
        context.progress.done(stage * training.epochs + epoch, { loss });
      },
    );
    state = null;
    if (isFinal) return { weights: packWeights(weights), crossFittedLogits };
    const heldOut = items.flatMap((_, index) => (folds[index] === stage ? [index] : []));
    await scoreHeldOut(
      engine,
      weights,
      { bag, viewSide, views: gather(views, heldOut, perBag) },
      heldOut,
      crossFittedLogits,
      stage,
    );
    context.onCheckpoint({ stage: stage + 1, crossFittedLogits, state: null } satisfies Checkpoint);
  }
  throw new Error("unreachable: the last stage returns");
}

type TrainTask = Parameters<typeof EngineClient.prototype.ask<"trainJudge">>[1];

/** Trains, and goes on once from the last checkpoint when the engine dies; a second death is the caller's. */
async function askSurvivor(
  engine: EngineClient,
  task: TrainTask,
  context: WorkContext,
  onCheckpoint: (state: TrainingState) => void,
  onEpoch: (epoch: number, loss: number) => void,
): Promise<{ weights: TrainingState["weights"] }> {
  let last = task.start;
  const events = {
    signal: context.signal,
    onEpoch: (report: { epoch: number; loss: number }) => onEpoch(report.epoch, report.loss),
    onCheckpoint: (state: TrainingState) => {
      last = state;
      onCheckpoint(state);
    },
  };
  try {
    return await engine.ask("trainJudge", task, events);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "engine-died" || context.signal.aborted) throw error;
    return engine.ask("trainJudge", { ...task, start: last }, events);
  }
}

async function scoreHeldOut(
  engine: EngineClient,
  weights: TrainingState["weights"],
  data: { bag: BagShape; viewSide: number; views: Uint8Array },
  heldOut: readonly number[],
  crossFittedLogits: Float32Array,
  stage: number,
): Promise<void> {
  if (heldOut.length === 0) return;
  const key = `fold-${stage}`;
  await engine.ask("loadJudge", { key, weights });
  const { logits } = await engine.ask("score", { key, ...data, n: heldOut.length });
  for (const [row, index] of heldOut.entries()) crossFittedLogits[index] = logits[row]!;
}

function gather(views: Uint8Array, indices: readonly number[], length: number): Uint8Array {
  const result = new Uint8Array(indices.length * length);
  for (const [row, index] of indices.entries())
    result.set(views.subarray(index * length, (index + 1) * length), row * length);
  return result;
}

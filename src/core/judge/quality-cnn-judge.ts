import { AppError } from "#contract/errors.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import {
  type EpochReport,
  type TrainingBags,
  type TrainingSettings,
  type TrainingState,
} from "../engine/judge-training.ts";
import { packWeights, unpackWeights } from "../engine/weights-file.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { JudgeKind, LabelledCandidate, TrainedJudge, TrainRequest, WorkContext } from "./judge-kind.ts";
import { LoadedJudge } from "./loaded-judge.ts";
import { outliveEngine, StepSize } from "../engine/outlive-engine.ts";
import { TrainingHistory, type TrainingRound } from "./training-history.ts";
import { versionsOf } from "../engine/versions-of.ts";
import { type BagShape, pictureBag, VIEW_BYTES, VIEW_SIDE, volumeBag } from "./views.ts";
import { streamViews } from "./stream-views.ts";

/** Settings that a version is stored with. */
interface QualityCnnSettings {
  readonly bag: BagShape;
  readonly viewSide: number;
  readonly training: Omit<TrainingSettings, "seed">;
  /** How the training went, round by round. */
  readonly history?: readonly TrainingRound[];
  /** Where the engine died and the training went on with smaller batches; they are part of how the weights came about. */
  readonly restarts?: readonly Restart[];
}

interface Restart {
  readonly network: number;
  readonly afterRound: number;
  readonly batchSize: number;
}

/** Where a training stands: which network of the cross-fitting, and how far it is. */
interface Checkpoint {
  readonly stage: number;
  readonly crossFittedLogits: Float32Array;
  readonly state: TrainingState | null;
  readonly history: readonly TrainingRound[];
  readonly restarts: readonly Restart[];
}

/** A batch is not halved below this: its statistics would not be worth normalising by. */
const LEAST_BATCH = 8;

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
    needsNoLabels: false,
    train: async (request, context) => {
      const bag = request.items.some((item) => (item.size[2] ?? 1) > 1) ? volumeBag : pictureBag;
      const settings: QualityCnnSettings = {
        bag,
        viewSide: VIEW_SIDE,
        training: trainingSettings(request.items.length),
      };
      const views = await labelledViews(request.items, bag, { pool, limits }, context);
      const { weights, crossFittedLogits, history, restarts } = await trainStages(
        request,
        views,
        settings,
        engine,
        context,
      );
      return {
        weights: weights.bytes,
        weightsSha256: weights.sha256,
        settings: { ...settings, history, ...(restarts.length > 0 && { restarts }) } satisfies QualityCnnSettings,
        crossFittedLogits,
        versions: await versionsOf(engine),
      } satisfies TrainedJudge;
    },
    score: async (judge, candidates, context, onBatch) => {
      const { bag, viewSide } = judge.settings as QualityCnnSettings;
      const key = judge.weightsSha256;
      const loaded = new LoadedJudge(
        engine,
        { key, weights: unpackWeights(judge.weights, key) },
        new StepSize(),
        context,
      );
      await streamViews(candidates, bag, { pool, limits }, context.signal, async ({ views, candidateIds, unread }) => {
        const logits = await loaded.score({ bag, viewSide, views }, candidateIds.length);
        onBatch(
          candidateIds.map((candidateId, index) => ({
            candidateId,
            logit: logits[index]!,
            predictedDice: null,
            strangeness: null,
          })),
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
        `The labelled mask ${items[placeOf.get(first.candidateId)!]!.name} or its image cannot be read. ${first.message}`,
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
): Promise<{
  weights: ReturnType<typeof packWeights>;
  crossFittedLogits: Float32Array;
  history: readonly TrainingRound[];
  restarts: readonly Restart[];
}> {
  const { items, folds, nFolds, seed } = request;
  const { bag, viewSide, training } = settings;
  const perBag = (bag.nCrops + bag.nWholes) * VIEW_BYTES;
  const start = request.checkpoint as Checkpoint | null;
  const crossFittedLogits = start?.crossFittedLogits ?? new Float32Array(items.length);
  const history = new TrainingHistory(start?.history);
  const restarts = [...(start?.restarts ?? [])];
  const steps = new StepSize();
  let state = start?.state ?? null;
  const bagsOf = (indices: readonly number[]): TrainingBags => ({
    bag,
    viewSide,
    views: gather(views, indices, perBag),
    labels: Float32Array.from(indices, (index) => (items[index]!.isGood ? 1 : 0)),
  });
  const checkpoint = (stage: number): void =>
    context.onCheckpoint({ stage, crossFittedLogits, state, history: history.rounds, restarts } satisfies Checkpoint);
  context.progress.phase("Training", "rounds", (nFolds + 1) * training.epochs);
  for (let stage = start?.stage ?? 0; stage <= nFolds; stage += 1) {
    const isFinal = stage === nFolds;
    const taught = bagsOf(items.flatMap((_, index) => (isFinal || folds[index] !== stage ? [index] : [])));
    const held = items.flatMap((_, index) => (folds[index] === stage ? [index] : []));
    const heldOut = held.length > 0 ? bagsOf(held) : null;
    let heldOutLoss: number | null = null;
    const onEpoch = (report: EpochReport): void => {
      history.add({ network: stage + 1, round: report.epoch, loss: report.loss, heldOut: report.heldOutLoss });
      heldOutLoss = report.heldOutLoss ?? heldOutLoss;
      context.progress.done(stage * training.epochs + report.epoch, {
        loss: report.loss,
        network: stage + 1,
        networks: nFolds + 1,
        round: report.epoch,
        rounds: training.epochs,
        // On the masks that this network is not taught, when it was last measured.
        ...(heldOutLoss !== null && { heldOut: heldOutLoss }),
      });
    };
    const onCheckpoint = (next: unknown): void => {
      state = next as TrainingState;
      checkpoint(stage);
    };
    const { weights } = await outliveEngine(context, steps, (attempt) => {
      const batchSize = steps.of(training.batchSize, LEAST_BATCH);
      if (attempt > 0) restarts.push({ network: stage + 1, afterRound: state?.epoch ?? 0, batchSize });
      const task = {
        data: taught,
        heldOut,
        settings: { ...training, batchSize, seed: seed + stage * 7919 },
        start: state,
        checkpointEveryMs: CHECKPOINT_EVERY_MS,
      };
      return engine.ask("trainJudge", task, { signal: context.signal, onEpoch, onCheckpoint });
    });
    state = null;
    if (isFinal) return { weights: packWeights(weights), crossFittedLogits, history: history.rounds, restarts };
    if (heldOut) {
      const judge = new LoadedJudge(engine, { key: `fold-${stage}`, weights }, steps, context);
      const logits = await judge.score(heldOut, held.length);
      for (const [row, index] of held.entries()) crossFittedLogits[index] = logits[row]!;
    }
    checkpoint(stage + 1);
  }
  throw new Error("unreachable: the last stage returns");
}

function gather(views: Uint8Array, indices: readonly number[], length: number): Uint8Array {
  const result = new Uint8Array(indices.length * length);
  for (const [row, index] of indices.entries())
    result.set(views.subarray(index * length, (index + 1) * length), row * length);
  return result;
}

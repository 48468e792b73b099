import { AppError } from "#contract/errors.ts";
import { fitPlatt, sigmoid } from "#domain/calibration/platt.ts";
import type { Classifier, Table } from "#domain/learning/classifier.ts";
import { rowOf, selectRows } from "#domain/learning/classifier.ts";
import { combinerClassifier, fitCombiner } from "#domain/learning/combiner.ts";
import { agreementNames } from "#domain/signals/agreement.ts";
import { featureNames } from "#domain/signals/mask-features.ts";
import { LEADING_SELF, selfNames } from "#domain/signals/self-agreement.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";
import { WINNOW_VERSION } from "../version.ts";
import type { JudgeKind, TrainedJudge, TrainRequest, WorkContext } from "./judge-kind.ts";
import { outliveEngine, StepSize } from "./outlive-engine.ts";
import { SegmenterBench } from "./signals/segmenter-bench.ts";
import type { CaseSignals, SignalSource } from "./signals/signal-source.ts";
import { packModel, type SignalsModel, unpackModel } from "./signals/signals-model.ts";
import { PseudoMasks } from "./signals/pseudo-masks.ts";
import { TrainingHistory, type TrainingRound } from "./training-history.ts";

const plainColumns: readonly string[] = [...featureNames, ...agreementNames];
const allColumns: readonly string[] = [...plainColumns, ...selfNames];
const LEADING = plainColumns.length + LEADING_SELF;

/** Cases of a class below which there is nothing for a segmenter to learn from. */
const LEAST_CASES = 12;
/** Of each segmenter; more taught it nothing on `bench/judge` (120: .926, 200: .930, 350: .928 alone on nuclei). */
const STEPS = 200;
/** How much better (in mean log loss, relative) the judge has to be without self-training before it is left out. */
const CLEARLY_BETTER = 0.02;

/**
 * The judge of many signals: what can be measured of a mask in its image, how it agrees with the other masks of its
 * case, and how it agrees with segmenters taught on the project's own best masks (self-training); combined by boosted
 * trees and a linear model. It learns from few labels because most of what it knows comes from masks without any.
 */
export function signalsJudge({ engine, signals }: { engine: EngineClient; signals: SignalSource }): JudgeKind {
  return {
    name: "signals/1",
    train: (request, context) => train(request, context, engine, signals),
    score: async (judge, candidates, context, onBatch) => {
      const model = unpackModel(judge.weights, judge.weightsSha256);
      const rank = combinerClassifier(model.combiner);
      const bench = new SegmenterBench(engine, model.segmenters, context);
      await signals.forEach(candidates, context.signal, async (cases) => {
        const self = await bench.agreementOf(cases);
        const scored: { candidateId: number; logit: number }[] = [];
        const unscored: Parameters<typeof onBatch>[1][number][] = [];
        for (const [at, { candidates: group, signals: measured }] of cases.entries()) {
          for (const [index, { id: candidateId }] of group.entries()) {
            const mask = measured.masks[index]!;
            if ("problem" in mask) unscored.push({ candidateId, ...mask.problem });
            else scored.push({ candidateId, logit: rank.logit(rowFor(mask.values, self[at]![index], model)) });
          }
        }
        onBatch(scored, unscored);
      });
    },
  };
}

/** Where a training stands: the segmenters that are taught, the longest part of it. What was measured is cached. */
interface Checkpoint {
  readonly segmenters: SignalsModel["segmenters"];
  readonly history: readonly TrainingRound[];
}

type TrainContext = WorkContext & { onCheckpoint(checkpoint: unknown): void };

async function train(
  request: TrainRequest,
  context: TrainContext,
  engine: EngineClient,
  signals: SignalSource,
): Promise<TrainedJudge> {
  const { items, folds, nFolds, seed } = request;
  const isGood = items.map((item) => item.isGood);
  const plain = await measureItems(request, context, signals);
  const base = combinerClassifier(fitCombiner(plain, isGood, seed, null));
  const { segmenters, history } = await selfTraining(request, base, context, engine, signals);
  const withSelf =
    segmenters.length > 0 ? await addSelfAgreement(request, plain, segmenters, context, engine, signals) : null;
  context.progress.phase("Training", "rounds", nFolds * 2 + 1);
  const crossFit = (table: Table, leading: number | null): Float32Array => {
    const logits = new Float32Array(items.length);
    for (let fold = 0; fold < nFolds; fold += 1) {
      const taught = items.flatMap((_, index) => (folds[index] === fold ? [] : [index]));
      const rank = combinerClassifier(
        fitCombiner(
          selectRows(table, taught),
          taught.map((index) => isGood[index]!),
          seed + fold,
          leading,
        ),
      );
      for (let index = 0; index < items.length; index += 1)
        if (folds[index] === fold) logits[index] = rank.logit(rowOf(table, index));
    }
    return logits;
  };
  const plainLogits = crossFit(plain, null);
  const selfLogits = withSelf ? crossFit(withSelf, LEADING) : null;
  const usesSelf =
    selfLogits !== null && logLoss(selfLogits, isGood) <= logLoss(plainLogits, isGood) * (1 + CLEARLY_BETTER);
  const table = usesSelf ? withSelf! : plain;
  const packed = packModel({
    columns: usesSelf ? allColumns : plainColumns,
    combiner: fitCombiner(table, isGood, seed, usesSelf ? LEADING : null),
    segmenters: usesSelf ? segmenters : [],
  });
  const info = await engine.ask("info", {});
  return {
    weights: packed.bytes,
    weightsSha256: packed.sha256,
    settings: { usesSelfTraining: usesSelf, nSegmenters: segmenters.length, history },
    crossFittedLogits: usesSelf ? selfLogits : plainLogits,
    versions: {
      winnow: WINNOW_VERSION,
      tensorflow: info.tensorflow,
      tfjs: info.tfjs,
      node: info.node,
      device: info.device,
    },
  };
}

/** The signals of all labelled masks that need no network, in their order. All masks of the project are measured. */
async function measureItems(
  { items, candidates }: TrainRequest,
  context: WorkContext,
  signals: SignalSource,
): Promise<Table> {
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  const nColumns = plainColumns.length;
  const values = new Float64Array(items.length * nColumns);
  const { n, all } = candidates();
  context.progress.phase("Measuring masks", "masks", n);
  let nDone = 0;
  await eachCase(signals, all, context, ({ candidates: group, signals: measured }) => {
    for (const [index, candidate] of group.entries()) {
      const place = placeOf.get(candidate.id);
      const mask = measured.masks[index]!;
      if (place === undefined) continue;
      if ("problem" in mask)
        throw new AppError(
          "file-unreadable",
          `A labelled mask or its image cannot be read: ${mask.problem.message}`,
          mask.problem.remedy,
        );
      values.set(mask.values, place * nColumns);
    }
    nDone += group.length;
    context.progress.done(nDone);
  });
  return { nRows: items.length, nColumns, values };
}

/** Teaches segmenters on the best masks of the cases, class by class. */
async function selfTraining(
  { items, candidates, seed, checkpoint }: TrainRequest,
  rank: Classifier,
  context: TrainContext,
  engine: EngineClient,
  signals: SignalSource,
): Promise<{ segmenters: SignalsModel["segmenters"]; history: readonly TrainingRound[] }> {
  const labels = new Map(items.map((item) => [item.id, item.isGood]));
  const classes = new Map<number, PseudoMasks>();
  await eachCase(signals, candidates().all, context, (measured) => {
    for (const { classId } of measured.signals.images) {
      const own = classes.get(classId) ?? new PseudoMasks();
      classes.set(classId, own);
      own.add(measured, classId, rank, (id) => labels.get(id));
    }
  });
  const taught = [...classes].filter(([, own]) => own.nCases >= LEAST_CASES).toSorted(([a], [b]) => a - b);
  const before = checkpoint as Checkpoint | null;
  const segmenters: SignalsModel["segmenters"][number][] = [...(before?.segmenters ?? [])];
  const history = new TrainingHistory(before?.history);
  context.progress.phase("Learning from the masks themselves", "rounds", taught.length * 2 * STEPS);
  for (const [index, [classId, own]] of taught.entries()) {
    if (segmenters.some((segmenter) => segmenter.classId === classId)) continue;
    const { weights } = await outliveEngine(context, new StepSize(), () =>
      engine.ask("selfTrain", own.task(seed, STEPS), {
        signal: context.signal,
        onEpoch: ({ epoch, loss }) => {
          const network = 2 * index + (epoch > STEPS ? 2 : 1);
          history.add({ network, round: epoch > STEPS ? epoch - STEPS : epoch, loss, heldOut: null });
          context.progress.done(index * 2 * STEPS + epoch, { loss, network, networks: 2 * taught.length });
        },
      }),
    );
    segmenters.push({ classId, turnsPolarity: own.turnsPolarity, weights });
    context.onCheckpoint({ segmenters, history: history.rounds } satisfies Checkpoint);
  }
  return { segmenters, history: history.rounds };
}

async function addSelfAgreement(
  { items, candidates }: TrainRequest,
  plain: Table,
  segmenters: SignalsModel["segmenters"],
  context: WorkContext,
  engine: EngineClient,
  signals: SignalSource,
): Promise<Table> {
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  const labelledCases = new Set(items.map((item) => item.caseId));
  const nColumns = allColumns.length;
  const values = new Float64Array(items.length * nColumns);
  for (let row = 0; row < items.length; row += 1) values.set(rowOf(plain, row), row * nColumns);
  const bench = new SegmenterBench(engine, segmenters, context);
  const wanted = (function* () {
    for (const candidate of candidates().all) if (labelledCases.has(candidate.caseId)) yield candidate;
  })();
  await signals.forEach(wanted, context.signal, async (cases) => {
    const self = await bench.agreementOf(cases);
    for (const [at, { candidates: group }] of cases.entries()) {
      for (const [index, candidate] of group.entries()) {
        const place = placeOf.get(candidate.id);
        const own = self[at]![index];
        if (place !== undefined && own) values.set(own, place * nColumns + plainColumns.length);
      }
    }
  });
  return { nRows: items.length, nColumns, values };
}

function eachCase(
  signals: SignalSource,
  candidates: Iterable<CandidateSource>,
  { signal }: WorkContext,
  onCase: (measured: CaseSignals) => void,
): Promise<void> {
  return signals.forEach(candidates, signal, (cases) => {
    for (const one of cases) onCase(one);
  });
}

function rowFor(plain: Float64Array, self: Float64Array | null | undefined, { columns }: SignalsModel): Float64Array {
  const row = new Float64Array(columns.length);
  row.set(plain);
  if (self && columns.length > plainColumns.length) row.set(self, plainColumns.length);
  return row;
}

/** Mean log loss of logits after calibration. */
function logLoss(logits: Float32Array, isGood: readonly boolean[]): number {
  const { slope, intercept } = fitPlatt(logits, isGood);
  let sum = 0;
  for (const [index, good] of isGood.entries()) {
    const p = sigmoid(slope * logits[index]! + intercept);
    sum -= Math.log(Math.max(1e-9, good ? p : 1 - p));
  }
  return sum / isGood.length;
}

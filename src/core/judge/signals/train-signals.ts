import { fitPlatt, sigmoid } from "#domain/calibration/platt.ts";
import { rowOf, selectRows, type Table } from "#domain/learning/classifier.ts";
import { combinerClassifier, fitCombiner } from "#domain/learning/combiner.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { TrainedJudge, TrainRequest, WorkContext } from "../judge-kind.ts";
import { versionsOf } from "../versions-of.ts";
import { allColumns, LEADING, plainColumns } from "./columns.ts";
import type { SignalSource } from "./signal-source.ts";
import { packModel } from "./signals-model.ts";
import { teachSegmenters } from "./teach-segmenters.ts";
import { addSelfAgreement, measureItems } from "./training-tables.ts";

/** A training under way: what is asked for, and what it is done with. */
export interface SignalsTraining {
  readonly request: TrainRequest;
  readonly context: WorkContext & { onCheckpoint(checkpoint: unknown): void };
  readonly engine: EngineClient;
  readonly signals: SignalSource;
}

/** How much better (in mean log loss, relative) the judge has to be without self-training before it is left out. */
const CLEARLY_BETTER = 0.02;

/**
 * Measures all masks, teaches segmenters on the best of each case, and fits the combiner to the labelled ones; what the
 * segmenters say is used where cross-fitting over subjects shows that it does no harm.
 */
export async function trainSignals(training: SignalsTraining): Promise<TrainedJudge> {
  const { request, context, engine } = training;
  const isGood = request.items.map((item) => item.isGood);
  const plain = await measureItems(training);
  const base = combinerClassifier(fitCombiner(plain, isGood, request.seed, null));
  const { segmenters, history } = await teachSegmenters(training, base);
  const withSelf = segmenters.length > 0 ? await addSelfAgreement(training, plain, segmenters) : null;
  context.progress.phase("Combining signals", "rounds", null);
  const plainLogits = crossFit(request, plain, isGood, null);
  const selfLogits = withSelf ? crossFit(request, withSelf, isGood, LEADING) : null;
  const usesSelf =
    selfLogits !== null && logLoss(selfLogits, isGood) <= logLoss(plainLogits, isGood) * (1 + CLEARLY_BETTER);
  const table = usesSelf ? withSelf! : plain;
  const packed = packModel({
    columns: usesSelf ? allColumns : plainColumns,
    combiner: fitCombiner(table, isGood, request.seed, usesSelf ? LEADING : null),
    segmenters: usesSelf ? segmenters : [],
  });
  return {
    weights: packed.bytes,
    weightsSha256: packed.sha256,
    settings: { usesSelfTraining: usesSelf, nSegmenters: segmenters.length, history },
    crossFittedLogits: usesSelf ? selfLogits : plainLogits,
    versions: await versionsOf(engine),
  };
}

/** Logit of every labelled mask by a combiner that has not seen its subject. */
function crossFit(
  { folds, nFolds, seed }: TrainRequest,
  table: Table,
  isGood: readonly boolean[],
  leading: number | null,
): Float32Array {
  const logits = new Float32Array(isGood.length);
  for (let fold = 0; fold < nFolds; fold += 1) {
    const taught = isGood.flatMap((_, index) => (folds[index] === fold ? [] : [index]));
    const labels = taught.map((index) => isGood[index]!);
    const rank = combinerClassifier(fitCombiner(selectRows(table, taught), labels, seed + fold, leading));
    for (let index = 0; index < isGood.length; index += 1)
      if (folds[index] === fold) logits[index] = rank.logit(rowOf(table, index));
  }
  return logits;
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

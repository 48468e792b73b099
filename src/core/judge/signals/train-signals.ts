import { fitPlatt, sigmoid } from "#domain/calibration/platt.ts";
import { rowOf, selectRows, type Table } from "#domain/learning/classifier.ts";
import { combinerClassifier, type CombinerColumns, fitCombiner } from "#domain/learning/combiner.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { TrainedJudge, TrainRequest, WorkContext } from "../judge-kind.ts";
import { versionsOf } from "../versions-of.ts";
import { allColumns, fullCombination, plainColumns, plainCombination } from "./columns.ts";
import { measureAll, tableOfItems } from "./measure-items.ts";
import type { ShippedOpinions } from "./shipped-network.ts";
import type { SignalSource } from "./signal-source.ts";
import { type ClassNetworks, packModel, type SignalsModel, unpackModel } from "./signals-model.ts";
import { FULL, teachNetworks, TOUCH_UP } from "./teach-networks.ts";
import { unlabelledLogit } from "./unlabelled-logit.ts";

/** A training under way: what is asked for, and what it is done with. */
export interface SignalsTraining {
  readonly request: TrainRequest;
  readonly context: WorkContext & { onCheckpoint(checkpoint: unknown): void };
  readonly engine: EngineClient;
  readonly signals: SignalSource;
  readonly shipped: ShippedOpinions;
  /** Whether the masks of a source may speak for others. */
  readonly speaks: (source: string) => boolean;
}

/** How much better (in mean log loss, relative) the judge has to be without taught networks before they are left out. */
const CLEARLY_BETTER = 0.02;
/** With this many times the labels that the networks were last taught from the beginning with, they are so again. */
const GROWN = 1.5;
/**
 * Without labels a mask that is thought a little better is taken for much better when networks are taught: many masks of a
 * case may be wrong in the same way, and together they would outvote the right ones.
 */
const SHARPER = 3;
/** Labelled masks that a version keeps to tell strangers by. */
const MOST_KNOWN = 500;

/** What a version's settings say of how it came about; the next training reads it. */
interface SignalsSettings {
  readonly usesNetworks: boolean;
  /** Labels when its networks were last taught from the beginning. */
  readonly nLabelsFromBeginning: number;
  readonly history: unknown;
}

/**
 * Measures all masks, teaches networks on what the masks of each case say together, and fits the combiner to the
 * labelled ones; what the networks say is used where cross-fitting over subjects shows that it does no harm. With a few
 * more labels than last time, the networks of the version before are only touched up.
 */
export async function trainSignals(training: SignalsTraining): Promise<TrainedJudge> {
  const { request, context, engine, shipped } = training;
  const { items, seed } = request;
  const isGood = items.map((item) => item.isGood);
  const trust = await measureAll(training);
  if (items.length === 0) return opinionWithoutLabels(training, trust);
  const earlier = modelBefore(training);
  const known = earlier && items.length < GROWN * earlier.nLabels ? earlier : null;
  const plain = await tableOfItems(training, trust, []);
  const knownTable = known ? await tableOfItems(training, trust, known.networks) : plain;
  const rank = combinerClassifier(fitCombiner(knownTable, isGood, seed, known ? fullCombination : plainCombination));
  const { networks, history } = await teachNetworks(training, {
    round: 1,
    logitOf: (row) => rank.logit(row),
    trust,
    before: known?.networks ?? [],
    steps: known ? TOUCH_UP : FULL,
  });
  const full = networks.length > 0 ? await tableOfItems(training, trust, networks) : null;
  context.progress.phase("Combining signals", "rounds", null);
  const plainLogits = crossFit(request, plain, isGood, plainCombination);
  const fullLogits = full ? crossFit(request, full, isGood, fullCombination) : null;
  const usesNetworks =
    fullLogits !== null && logLoss(fullLogits, isGood) <= logLoss(plainLogits, isGood) * (1 + CLEARLY_BETTER);
  const table = usesNetworks ? full! : plain;
  const packed = packModel({
    columns: usesNetworks ? allColumns : plainColumns,
    combiner: fitCombiner(table, isGood, seed, usesNetworks ? fullCombination : plainCombination),
    trust,
    shippedSha256: shipped.sha256,
    known: knownMasks(table, isGood),
    networks: usesNetworks ? networks : [],
  });
  return {
    weights: packed.bytes,
    weightsSha256: packed.sha256,
    settings: {
      usesNetworks,
      nLabelsFromBeginning: known?.nLabels ?? items.length,
      history,
    } satisfies SignalsSettings,
    crossFittedLogits: usesNetworks ? fullLogits : plainLogits,
    versions: await versionsOf(engine),
  };
}

/** Two rounds of teaching: what the networks say after the first chooses better masks for the second. */
async function opinionWithoutLabels(training: SignalsTraining, trust: SignalsModel["trust"]): Promise<TrainedJudge> {
  const logitOf = (row: ArrayLike<number>): number => SHARPER * unlabelledLogit(row);
  const first = await teachNetworks(training, { round: 1, logitOf, trust, before: [], steps: FULL });
  const steps = { segmenter: FULL.segmenter / 2, quality: FULL.quality / 2 };
  const { networks, history } =
    first.networks.length > 0
      ? await teachNetworks(training, { round: 2, logitOf, trust, before: first.networks, steps })
      : first;
  const packed = packModel({
    columns: networks.length > 0 ? allColumns : plainColumns,
    combiner: null,
    trust,
    shippedSha256: training.shipped.sha256,
    known: { rows: [], isGood: [] },
    networks,
  });
  return {
    weights: packed.bytes,
    weightsSha256: packed.sha256,
    settings: { usesNetworks: networks.length > 0, nLabelsFromBeginning: 0, history } satisfies SignalsSettings,
    crossFittedLogits: new Float32Array(0),
    versions: await versionsOf(training.engine),
  };
}

/** The networks of the version before, where they speak the same language. */
function modelBefore({ request: { before }, shipped }: SignalsTraining): {
  networks: readonly ClassNetworks[];
  nLabels: number;
} | null {
  if (!before) return null;
  const { usesNetworks, nLabelsFromBeginning } = before.settings as SignalsSettings;
  if (!usesNetworks) return null;
  const { networks, shippedSha256, columns } = unpackModel(before.weights, before.weightsSha256);
  if (shippedSha256 !== shipped.sha256 || columns.join() !== allColumns.join()) return null;
  return { networks, nLabels: nLabelsFromBeginning };
}

function knownMasks(table: Table, isGood: readonly boolean[]): SignalsModel["known"] {
  const step = Math.max(1, Math.ceil(isGood.length / MOST_KNOWN));
  const kept = isGood.flatMap((_, index) => (index % step === 0 ? [index] : []));
  return {
    rows: kept.map((index) => Array.from(rowOf(table, index), (value) => Math.fround(value))),
    isGood: kept.map((index) => isGood[index]!),
  };
}

/** Logit of every labelled mask by a combiner that has not seen its subject. */
function crossFit(
  { folds, nFolds, seed }: TrainRequest,
  table: Table,
  isGood: readonly boolean[],
  columns: CombinerColumns,
): Float32Array {
  const logits = new Float32Array(isGood.length);
  for (let fold = 0; fold < nFolds; fold += 1) {
    const taught = isGood.flatMap((_, index) => (folds[index] === fold ? [] : [index]));
    const labels = taught.map((index) => isGood[index]!);
    const rank = combinerClassifier(fitCombiner(selectRows(table, taught), labels, seed + fold, columns));
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

import { fitPlatt } from "#domain/calibration/platt.ts";
import { sigmoid } from "#domain/calibration/sigmoid.ts";
import { type Classifier, rowOf, selectRows, type Table } from "#domain/learning/classifier.ts";
import { combinerClassifier, type CombinerColumns, fitCombiner } from "#domain/learning/combiner.ts";
import { nPlanesOf } from "#domain/signals/case-planes.ts";
import type { TrainedJudge, TrainRequest } from "../judge-kind.ts";
import { versionsOf } from "../../engine/versions-of.ts";
import { allColumns, fullCombination, OTHERS, plainColumns, plainCombination } from "./columns.ts";
import { measureAll, tableOfItems } from "./measure-items.ts";
import { type ClassNetworks, packModel, type SignalsModel, unpackModel } from "./signals-model.ts";
import type { SignalsTraining } from "./signals-training.ts";
import { FULL, ONCE_MORE, teachNetworks, TOUCH_UP } from "./teach-networks.ts";
import { unlabelledLogit } from "./unlabelled-logit.ts";

/** By so many standard errors the log loss has to be better without taught networks before they are left out. */
const CLEARLY_BETTER = 2;
/** With this many times the labels that the networks were last taught from the beginning with, they are so again. */
const GROWN = 1.5;
/**
 * Without labels a mask that is thought a little better is taken for much better when networks are taught: many masks of a
 * case may be wrong in the same way, and together they would outvote the right ones.
 */
const SHARPER = 3;
/**
 * Planes of masks up to which segmenters see fine planes where those show more. They take four times the room in the cache
 * beside the project: 180 MB for so many.
 */
const MOST_FINE = 20_000;
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
export async function trainSignals(given: SignalsTraining): Promise<TrainedJudge> {
  const training = { ...given, signals: given.signals.seenFine(maySeeFine(given.request)) };
  const { request, context, engine, shipped } = training;
  const { items, seed } = request;
  const isGood = items.map((item) => item.isGood);
  const trust = await measureAll(training);
  if (items.length === 0) return opinionWithoutLabels(training, trust);
  const plain = await tableOfItems(training, trust, []);
  const { networks, history, nLabelsFromBeginning } = await teachWithLabels(training, trust, plain);
  const full = networks.length > 0 ? await tableOfItems(training, trust, networks) : null;
  context.progress.phase("Combining signals", "rounds", null);
  const plainLogits = crossFit(request, plain, isGood, plainCombination);
  const fullLogits = full && crossFit(request, full, isGood, fullCombination);
  const usesNetworks = fullLogits !== null && !isClearlyWorse(fullLogits, plainLogits, isGood);
  const used = usesNetworks
    ? { table: full!, columns: allColumns, combination: fullCombination, networks, logits: fullLogits }
    : { table: plain, columns: plainColumns, combination: plainCombination, networks: [], logits: plainLogits };
  const packed = packModel({
    columns: used.columns,
    combiner: fitCombiner(used.table, isGood, seed, used.combination),
    trust,
    shippedSha256: shipped.sha256,
    known: knownMasks(used.table, isGood),
    networks: used.networks,
    isFine: training.signals.isFine,
  });
  return {
    weights: packed.bytes,
    weightsSha256: packed.sha256,
    settings: { usesNetworks, nLabelsFromBeginning, history } satisfies SignalsSettings,
    crossFittedLogits: used.logits,
    versions: await versionsOf(engine),
  };
}

/** Whether the masks of the project are few enough for fine planes. */
function maySeeFine({ candidates }: TrainRequest): boolean {
  const { n, all } = candidates();
  if (n > MOST_FINE) return false;
  let nPlanes = 0;
  for (const { size } of all) nPlanes += nPlanesOf(size);
  return nPlanes <= MOST_FINE;
}

/** From the beginning, or, with a few more labels than last time, on from the networks of the version before. */
async function teachWithLabels(
  training: SignalsTraining,
  trust: SignalsModel["trust"],
  plain: Table,
): Promise<{ networks: readonly ClassNetworks[]; history: unknown; nLabelsFromBeginning: number }> {
  const { items, seed } = training.request;
  const isGood = items.map((item) => item.isGood);
  const earlier = modelBefore(training);
  // The same labels again: from the beginning, so that the same seed gives the same judge.
  const isMore = earlier !== null && items.length > earlier.nTaught && items.length < GROWN * earlier.nLabels;
  const known = isMore ? earlier : null;
  const table = known ? await tableOfItems(training, trust, known.networks) : plain;
  const rank = combinerClassifier(fitCombiner(table, isGood, seed, known ? fullCombination : plainCombination));
  const first = await teachNetworks(training, {
    round: 1,
    logitOf: (row) => teachingLogit(row, rank),
    trust,
    before: known?.networks ?? [],
    steps: known ? TOUCH_UP : FULL,
  });
  if (known) return { ...first, nLabelsFromBeginning: known.nLabels };
  const last = first.networks.length === 0 ? first : await teachOnceMore(training, trust, first.networks);
  return { ...last, nLabelsFromBeginning: items.length };
}

/** What networks say after a first round chooses better masks for a second. */
async function teachOnceMore(
  training: SignalsTraining,
  trust: SignalsModel["trust"],
  before: readonly ClassNetworks[],
): ReturnType<typeof teachNetworks> {
  const { items, seed } = training.request;
  const table = await tableOfItems(training, trust, before);
  const isGood = items.map((item) => item.isGood);
  const rank = combinerClassifier(fitCombiner(table, isGood, seed, fullCombination));
  const logitOf = (row: ArrayLike<number>): number => teachingLogit(row, rank);
  return teachNetworks(training, { round: 2, logitOf, trust, before, steps: ONCE_MORE });
}

/**
 * How much a mask counts in what networks are taught, once there are labels: by what these say of it. A mask that is alone
 * in its case stands for its image, and what few labels say against it would take images of its kind out of the teaching
 * altogether: it counts by what is known without labels.
 */
function teachingLogit(row: ArrayLike<number>, byLabels: Classifier): number {
  return row[OTHERS] === 0 ? SHARPER * unlabelledLogit(row) : byLabels.logit(row);
}

/** Two rounds of teaching: what the networks say after the first chooses better masks for the second. */
async function opinionWithoutLabels(training: SignalsTraining, trust: SignalsModel["trust"]): Promise<TrainedJudge> {
  const logitOf = (row: ArrayLike<number>): number => SHARPER * unlabelledLogit(row);
  const first = await teachNetworks(training, { round: 1, logitOf, trust, before: [], steps: FULL });
  const { networks, history } =
    first.networks.length > 0
      ? await teachNetworks(training, { round: 2, logitOf, trust, before: first.networks, steps: ONCE_MORE })
      : first;
  const packed = packModel({
    columns: networks.length > 0 ? allColumns : plainColumns,
    combiner: null,
    trust,
    shippedSha256: training.shipped.sha256,
    known: { rows: [], isGood: [] },
    networks,
    isFine: training.signals.isFine,
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
function modelBefore({ request: { before }, shipped, signals }: SignalsTraining): {
  networks: readonly ClassNetworks[];
  /** Labels when they were last taught from the beginning, and labels of that version. */
  nLabels: number;
  nTaught: number;
} | null {
  if (!before) return null;
  const { usesNetworks, nLabelsFromBeginning } = before.settings as SignalsSettings;
  if (!usesNetworks) return null;
  const { networks, shippedSha256, columns, isFine } = unpackModel(before.weights, before.weightsSha256);
  if (shippedSha256 !== shipped.sha256 || isFine !== signals.isFine || columns.join() !== allColumns.join())
    return null;
  return { networks, nLabels: nLabelsFromBeginning, nTaught: before.nLabels };
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

/** Whether log losses, label by label, are larger than others beyond what chance makes of so few labels. */
function isClearlyWorse(logits: Float32Array, others: Float32Array, isGood: readonly boolean[]): boolean {
  const [own, theirs] = [logLosses(logits, isGood), logLosses(others, isGood)];
  const excess = own.map((loss, index) => loss - theirs[index]!);
  const mean = excess.reduce((sum, value) => sum + value, 0) / excess.length;
  const squares = excess.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean > CLEARLY_BETTER * (Math.sqrt(squares) / excess.length);
}

/** Log loss of every label, after calibration. */
function logLosses(logits: Float32Array, isGood: readonly boolean[]): number[] {
  const { slope, intercept } = fitPlatt(logits, isGood);
  return isGood.map((good, index) => {
    const p = sigmoid(slope * logits[index]! + intercept);
    return -Math.log(Math.max(1e-9, good ? p : 1 - p));
  });
}

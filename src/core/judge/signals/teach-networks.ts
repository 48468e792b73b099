import { outliveEngine, StepSize } from "../../engine/outlive-engine.ts";
import type { TeachingSteps } from "../../engine/self-training.ts";
import { TrainingHistory, type TrainingRound } from "../training-history.ts";
import { rowsOf } from "./case-rows.ts";
import { PseudoMasks } from "./pseudo-masks.ts";
import type { CaseSignals } from "./signal-source.ts";
import type { ClassNetworks, SignalsModel } from "./signals-model.ts";
import type { SignalsTraining } from "./signals-training.ts";

/** Cases of a class below which there is nothing for a network to learn from. */
const LEAST_CASES = 12;
/** From the beginning, and to go on from networks that know the project. */
export const FULL: TeachingSteps = { segmenter: 130, quality: 60 };
export const ONCE_MORE: TeachingSteps = { segmenter: 70, quality: 30 };
export const TOUCH_UP: TeachingSteps = { segmenter: 40, quality: 20 };
/** Cases from which on all steps are taken; with fewer they would only be learned by heart. */
const MANY_CASES = 200;
const LEAST_SHARE = 0.4;

/** Where a training stands: the networks that are taught, the longest part of it. What was measured is cached. */
interface Checkpoint {
  readonly round: number;
  /** What this round goes on from: the outcome of the round before. */
  readonly before: readonly ClassNetworks[];
  readonly networks: readonly ClassNetworks[];
  readonly history: readonly TrainingRound[];
}

/** One round of teaching. */
export interface TeachingRound {
  /** Counted from 1. */
  readonly round: number;
  /** Logit of a mask by its row; decides how much it counts in what the networks are taught. */
  readonly logitOf: (row: ArrayLike<number>) => number;
  readonly trust: SignalsModel["trust"];
  /** The networks that `logitOf` reads, and that are gone on from. */
  readonly before: readonly ClassNetworks[];
  readonly steps: TeachingSteps;
}

/** Teaches networks on the masks of the cases, class by class. */
export async function teachNetworks(
  training: SignalsTraining,
  { round, logitOf, trust, before, steps }: TeachingRound,
): Promise<{ networks: readonly ClassNetworks[]; history: readonly TrainingRound[] }> {
  const { request, context, engine } = training;
  const checkpoint = request.checkpoint as Checkpoint | null;
  if (checkpoint && checkpoint.round > round) return { networks: checkpoint.before, history: [] };
  const reached = checkpoint?.round === round ? checkpoint : null;
  const taught = await pseudoMasks(training, { logitOf, trust, before });
  const networks: ClassNetworks[] = [...(reached?.networks ?? [])];
  const history = new TrainingHistory(reached?.history);
  const plans = taught.map(([, own]) => scaled(steps, own.nCases));
  const total = plans.reduce((sum, plan) => sum + 2 * perNetworkOf(plan), 0);
  let nBefore = 0;
  context.progress.phase("Learning from the masks themselves", "rounds", total);
  for (const [index, [classId, own]] of taught.entries()) {
    const plan = plans[index]!;
    const perNetwork = perNetworkOf(plan);
    const nDone = nBefore;
    nBefore += 2 * perNetwork;
    if (networks.some((one) => one.classId === classId)) continue;
    const { segmenterSide, turnsPolarity } = own;
    const known = before.find(
      (one) => one.classId === classId && one.turnsPolarity === turnsPolarity && one.segmenterSide === segmenterSide,
    );
    const start = known ?? { segmenters: null, quality: [training.shipped.weights, training.shipped.weights] };
    const task = own.task(request.seed + round - 1, plan, start);
    const done = [0, 0];
    const losses: TrainingRound[][] = [[], []];
    const [first, second] = await bothGroups(context.signal, (group, signal) =>
      outliveEngine({ ...context, signal }, new StepSize(), () =>
        engine.ask(
          "selfTrain",
          { ...task, only: group },
          {
            signal,
            onEpoch: ({ epoch, loss }) => {
              const network = 2 * index + 1 + group;
              done[group] = epoch;
              losses[group]!.push({ network, round: epoch, loss, heldOut: null });
              const nDoneNow = nDone + done[0]! + done[1]!;
              context.progress.done(nDoneNow, { loss, ...curveOf(epoch, plan, group, index, taught.length) });
            },
          },
        ),
      ),
    );
    // In this order, whichever was quicker: the same seed gives the same version.
    for (const one of losses.flat()) history.add(one);
    networks.push({
      classId,
      turnsPolarity,
      segmenterSide,
      segmenters: [first.segmenters[0]!, second.segmenters[0]!],
      quality: [first.quality[0]!, second.quality[0]!],
    });
    context.onCheckpoint({ round, before, networks, history: history.rounds } satisfies Checkpoint);
  }
  return { networks, history: history.rounds };
}

/** Does something for both groups at once; where one fails, the other is not gone on with. */
async function bothGroups<T>(
  signal: AbortSignal,
  work: (group: 0 | 1, signal: AbortSignal) => Promise<T>,
): Promise<[T, T]> {
  const other = new AbortController();
  const either = AbortSignal.any([signal, other.signal]);
  const both = [work(0, either), work(1, either)] as const;
  try {
    return await Promise.all(both);
  } catch (error) {
    other.abort();
    await Promise.allSettled(both);
    throw error;
  }
}

/** Which curve a step's loss belongs to: a group's segmenter and its quality network learn one after the other. */
export function curveOf(
  step: number,
  { segmenter, quality }: TeachingSteps,
  group: 0 | 1,
  index: number,
  nClasses: number,
): Record<"network" | "networks" | "round" | "rounds", number> {
  const isQuality = step > segmenter;
  return {
    network: 4 * index + 2 * group + (isQuality ? 2 : 1),
    networks: 4 * nClasses,
    round: isQuality ? step - segmenter : step,
    rounds: Math.max(segmenter, quality),
  };
}

function perNetworkOf({ segmenter, quality }: TeachingSteps): number {
  return segmenter + quality;
}

function scaled({ segmenter, quality }: TeachingSteps, nCases: number): TeachingSteps {
  const share = Math.max(LEAST_SHARE, Math.min(1, nCases / MANY_CASES));
  return { segmenter: Math.round(segmenter * share), quality: Math.round(quality * share) };
}

/** The pseudo-masks of every class that has cases enough. */
async function pseudoMasks(
  { request: { items, candidates }, context, signals, engine, shipped, store, speaks }: SignalsTraining,
  { logitOf, trust, before }: Pick<TeachingRound, "logitOf" | "trust" | "before">,
): Promise<[number, PseudoMasks][]> {
  const labels = new Map(items.map((item) => [item.id, item.isGood]));
  const classes = new Map<number, PseudoMasks>();
  const { n, all } = candidates();
  context.progress.phase("Choosing what to learn from", "masks", n);
  let nDone = 0;
  const ask = (cases: readonly CaseSignals[]) =>
    rowsOf(cases, { engine, shipped, store, trust, networks: before }, context);
  await signals.forEach(all, context.signal, ask, (cases, rows) => {
    for (const [at, measured] of cases.entries()) {
      const logits = rows[at]!.map((row) => (row ? logitOf(row) : Number.NaN));
      for (const { classId } of measured.signals.images) {
        const own = classes.get(classId) ?? new PseudoMasks();
        classes.set(classId, own);
        own.add(measured, classId, logits, (id) => labels.get(id), speaks);
      }
      nDone += logits.length;
    }
    context.progress.done(nDone);
  });
  return [...classes].filter(([, own]) => own.nCases >= LEAST_CASES).toSorted(([a], [b]) => a - b);
}

import type { Classifier } from "#domain/learning/classifier.ts";
import { outliveEngine, StepSize } from "../outlive-engine.ts";
import { TrainingHistory, type TrainingRound } from "../training-history.ts";
import { PseudoMasks } from "./pseudo-masks.ts";
import type { SignalsModel } from "./signals-model.ts";
import type { SignalsTraining } from "./train-signals.ts";

/** Cases of a class below which there is nothing for a segmenter to learn from. */
const LEAST_CASES = 12;
/** Of each segmenter. */
const STEPS = 200;

/** Where a training stands: the segmenters that are taught, the longest part of it. What was measured is cached. */
interface Checkpoint {
  readonly segmenters: SignalsModel["segmenters"];
  readonly history: readonly TrainingRound[];
}

/** Teaches segmenters on the best masks of the cases, class by class. */
export async function teachSegmenters(
  training: SignalsTraining,
  rank: Classifier,
): Promise<{ segmenters: SignalsModel["segmenters"]; history: readonly TrainingRound[] }> {
  const { request, context, engine } = training;
  const taught = await pseudoMasks(training, rank);
  const before = request.checkpoint as Checkpoint | null;
  const segmenters: SignalsModel["segmenters"][number][] = [...(before?.segmenters ?? [])];
  const history = new TrainingHistory(before?.history);
  context.progress.phase("Learning from the masks themselves", "rounds", taught.length * 2 * STEPS);
  for (const [index, [classId, own]] of taught.entries()) {
    if (segmenters.some((segmenter) => segmenter.classId === classId)) continue;
    const { weights } = await outliveEngine(context, new StepSize(), () =>
      engine.ask("selfTrain", own.task(request.seed, STEPS), {
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

/** The pseudo-masks of every class that has cases enough. */
async function pseudoMasks(
  { request: { items, candidates }, context, signals }: SignalsTraining,
  rank: Classifier,
): Promise<[number, PseudoMasks][]> {
  const labels = new Map(items.map((item) => [item.id, item.isGood]));
  const classes = new Map<number, PseudoMasks>();
  await signals.forEach(candidates().all, context.signal, (cases) => {
    for (const measured of cases) {
      for (const { classId } of measured.signals.images) {
        const own = classes.get(classId) ?? new PseudoMasks();
        classes.set(classId, own);
        own.add(measured, classId, rank, (id) => labels.get(id));
      }
    }
  });
  return [...classes].filter(([, own]) => own.nCases >= LEAST_CASES).toSorted(([a], [b]) => a - b);
}

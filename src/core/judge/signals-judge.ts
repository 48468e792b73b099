import { combinerClassifier } from "#domain/learning/combiner.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { JudgeKind } from "./judge-kind.ts";
import { plainColumns } from "./signals/columns.ts";
import { SegmenterBench } from "./signals/segmenter-bench.ts";
import type { SignalSource } from "./signals/signal-source.ts";
import { type SignalsModel, unpackModel } from "./signals/signals-model.ts";
import { trainSignals } from "./signals/train-signals.ts";

/**
 * The judge of many signals: what can be measured of a mask in its image, how it agrees with the other masks of its
 * case, and how it agrees with segmenters taught on the project's own best masks (self-training); combined by boosted
 * trees and a linear model. It learns from few labels because most of what it knows comes from masks without any.
 */
export function signalsJudge({ engine, signals }: { engine: EngineClient; signals: SignalSource }): JudgeKind {
  return {
    name: "signals/1",
    train: (request, context) => trainSignals({ request, context, engine, signals }),
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

function rowFor(plain: Float64Array, self: Float64Array | null | undefined, { columns }: SignalsModel): Float64Array {
  const row = new Float64Array(columns.length);
  row.set(plain);
  if (self && columns.length > plainColumns.length) row.set(self, plainColumns.length);
  return row;
}

import { combinerClassifier } from "#domain/learning/combiner.ts";
import { familiar, STRANGE_FROM, strangeness } from "#domain/signals/strangeness.ts";
import type { Engine } from "../engine/engine-client.ts";
import type { JudgeKind } from "./judge-kind.ts";
import { rowsOf } from "./signals/case-rows.ts";
import { NETWORKS_OVERLAP, SHIPPED_DICE } from "./signals/columns.ts";
import { explainRow } from "./signals/groups.ts";
import type { ShippedOpinions } from "./signals/shipped-network.ts";
import type { CaseSignals, SignalSource, SignalStore } from "./signals/signal-source.ts";
import { unpackModel } from "./signals/signals-model.ts";
import { trainSignals } from "./signals/train-signals.ts";
import { unlabelledLogit } from "./signals/unlabelled-logit.ts";

/** What the judge of many signals is made with. */
export interface SignalsJudgeParts {
  readonly engine: Engine;
  readonly signals: SignalSource;
  readonly shipped: ShippedOpinions;
  /** Remembers what taught networks say. */
  readonly store: SignalStore;
  /** Whether the masks of a source may speak for others. */
  readonly speaks: (source: string) => boolean;
}

/**
 * The judge of many signals: what can be measured of a mask in its image, how it agrees with the other masks of its
 * case, what the quality network says of it, and how it agrees with segmenters taught on the project's own masks
 * (self-training); combined by boosted trees and a linear model. It learns from few labels because most of what it knows
 * comes from masks without any, and it has an opinion before the first.
 */
export function signalsJudge({ engine, signals, shipped, store, speaks }: SignalsJudgeParts): JudgeKind {
  return {
    name: "signals/2",
    needsNoLabels: true,
    train: (request, context) => trainSignals({ request, context, engine, signals, shipped, store, speaks }),
    explain: async (judge, group, candidateId, context) => {
      const model = unpackModel(judge.weights, judge.weightsSha256);
      const { trust, networks, known, isFine } = model;
      let row: Float64Array | null = null;
      const ask = (cases: readonly CaseSignals[]) =>
        rowsOf(cases, { engine, shipped, store, trust, networks }, context);
      await signals.seenFine(isFine).forEach(group, context.signal, ask, (_, rows) => {
        row = rows[0]![group.findIndex((candidate) => candidate.id === candidateId)] ?? null;
      });
      if (!row) return NOTHING_KNOWN;
      const usual = familiar(known.rows);
      return {
        predictedDice: predictedDice(row, networks.length > 0),
        isStranger: usual !== null && strangeness(row, usual) >= STRANGE_FROM,
        signals: model.combiner ? explainRow(row, model, combinerClassifier(model.combiner)) : [],
      };
    },
    score: async (judge, candidates, context, onBatch) => {
      const { combiner, trust, networks, known, isFine } = unpackModel(judge.weights, judge.weightsSha256);
      const classifier = combiner ? combinerClassifier(combiner) : { logit: unlabelledLogit };
      const usual = familiar(known.rows);
      if (networks.length > 0) engine.start();
      const ask = (cases: readonly CaseSignals[]) =>
        rowsOf(cases, { engine, shipped, store, trust, networks }, context);
      await signals.seenFine(isFine).forEach(candidates, context.signal, ask, (cases, rows) => {
        const scored: Parameters<typeof onBatch>[0][number][] = [];
        const unscored: Parameters<typeof onBatch>[1][number][] = [];
        for (const [at, { candidates: group, signals: measured }] of cases.entries()) {
          for (const [index, { id: candidateId }] of group.entries()) {
            const mask = measured.masks[index]!;
            const row = rows[at]![index];
            if ("problem" in mask || !row) {
              if ("problem" in mask) unscored.push({ candidateId, ...mask.problem });
              continue;
            }
            scored.push({
              candidateId,
              logit: classifier.logit(row),
              predictedDice: predictedDice(row, networks.length > 0),
              strangeness: usual ? strangeness(row, usual) : null,
            });
          }
        }
        onBatch(scored, unscored);
      });
    },
  };
}

const NOTHING_KNOWN = { predictedDice: null, isStranger: false, signals: [] };

function predictedDice(row: Float64Array, hasNetworks: boolean): number {
  return Math.max(0, Math.min(1, row[hasNetworks ? NETWORKS_OVERLAP : SHIPPED_DICE]!));
}

import type { Engine } from "../../engine/engine-client.ts";
import type { WorkContext } from "../judge-kind.ts";
import {
  allColumns,
  FIRST_OPINION,
  measuredColumns,
  NETWORKS_OVERLAP,
  OTHERS,
  plainColumns,
  QUALITY_DICE,
  SELF_OVERLAP,
} from "./columns.ts";
import { firstOpinion } from "./first-opinion.ts";
import { NetworkBench } from "./network-bench.ts";
import type { ShippedOpinions } from "./shipped-network.ts";
import type { CaseSignals, SignalStore } from "./signal-source.ts";
import type { ClassNetworks, ClassTrust, SignalsModel } from "./signals-model.ts";
import { wordOfOthers } from "./word-of-others.ts";

/** What rows are made with. */
export interface RowMaker {
  readonly engine: Engine;
  readonly shipped: ShippedOpinions;
  /** Remembers what taught networks say. */
  readonly store: SignalStore;
  readonly trust: SignalsModel["trust"];
  /** Empty: rows end before the columns of taught networks. */
  readonly networks: readonly ClassNetworks[];
}

/**
 * What the quality network's predicted Dice weighs beside the overlap with the segmenter's object, where it began as a
 * shipped network that knows the project: on hippocampus, heart and lungs it orders masks better than the segmenter does.
 */
export const QUALITY_WEIGHT = 2;
/** Of a class of which nothing has been measured. */
const UNKNOWN = { share: 0, qualityWeight: 0, consensusShare: 0 };

/** All signals of all masks of some cases, in the order of the columns; null where a mask could not be read. */
export async function rowsOf(
  cases: readonly CaseSignals[],
  { engine, shipped, store, trust, networks }: RowMaker,
  context: WorkContext,
): Promise<(Float64Array | null)[][]> {
  const [shippedFigures, taught] = await Promise.all([
    shipped.of(cases, context),
    networks.length > 0 ? new NetworkBench(engine, networks, store, context).of(cases) : null,
  ]);
  const trustOf = new Map(trust.map((own) => [own.classId, own]));
  return cases.map(({ candidates, signals }, at) =>
    candidates.map(({ classId }, index) => {
      const mask = signals.masks[index]!;
      if ("problem" in mask) return null;
      const row = new Float64Array(networks.length > 0 ? allColumns.length : plainColumns.length);
      row.set(mask.values);
      const figures = shippedFigures[at]![index];
      if (figures) row.set(figures, measuredColumns.length);
      const own = trustOf.get(classId) ?? UNKNOWN;
      row[FIRST_OPINION] = firstOpinion(mask.values, figures?.[0] ?? 0, own.share);
      const opinion = taught?.[at]![index];
      if (opinion) {
        row.set(opinion.self, plainColumns.length);
        row.set(opinion.quality, QUALITY_DICE);
        row[NETWORKS_OVERLAP] = networksOverlap(row, own);
      }
      return row;
    }),
  );
}

/**
 * The segmenter's word, beside the quality network's as far as the shipped one that it began as knows the project (else it
 * learns slowly), and the agreement with the other masks for the rest, where there are others.
 */
function networksOverlap(row: Float64Array, trust: Omit<ClassTrust, "classId">): number {
  const agreement = row[OTHERS] === 0 ? 0 : 1 - trust.share;
  const quality = trust.share * trust.qualityWeight;
  const others = wordOfOthers(row, trust.consensusShare);
  const sum = row[SELF_OVERLAP]! + quality * row[QUALITY_DICE]! + agreement * others;
  return sum / (1 + quality + agreement);
}

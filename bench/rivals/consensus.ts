import { CONSENSUS, OTHERS } from "#core/judge/signals/columns.ts";
import { rowOf } from "#domain/learning/classifier.ts";
import type { Rival } from "./rival.ts";

/** Dice with what most of the others of the case hold, spoiled truths silent: asks for no label. */
export const consensusRival: Rival = {
  name: "consensus Dice",
  leastLabels: 0,
  score: async ({ measured: { consensus }, tested }) => {
    const values = tested.map((index) => consensus[index]!);
    return values.every((value) => value !== null) ? values : null;
  },
};

/** The same, the others weighed by how they agree (in the spirit of STAPLE). */
export const weighedConsensusRival: Rival = {
  name: "weighed consensus Dice",
  leastLabels: 0,
  score: async ({ measured: { table }, tested }) => {
    const rows = tested.map((index) => rowOf(table, index));
    return rows.every((row) => row[OTHERS]! > 0) ? rows.map((row) => row[CONSENSUS]!) : null;
  },
};

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

import { type Method, numberOf } from "../method.ts";
import { evolveLevelSet } from "./chan-vese-evolve.ts";

/** The brighter of two phases of even grey value with a short contour between them. */
export const chanVese: Method = {
  name: "chan-vese",
  parameters: [
    { kind: "number", name: "mu", default: 0.25, min: 0, max: 1, step: 0.01 },
    { kind: "number", name: "iterations", default: 100, min: 1, max: 1000, step: 1 },
    { kind: "number", name: "tolerance", default: 0.001, min: 0, max: 0.1, step: 0.001 },
  ],
  isIterative: true,
  run({ data, size, spacing }, values, { tick }) {
    const { phi, rounds, nAbove, meanAbove, meanBelow } = evolveLevelSet(data, size, spacing, {
      mu: numberOf(values, "mu"),
      maxRounds: numberOf(values, "iterations"),
      tolerance: numberOf(values, "tolerance"),
      tick,
    });
    const mask = new Uint8Array(data.length);
    const isAbove = meanAbove > meanBelow;
    // Where one phase has taken everything, or both are alike, no contour was found.
    if (nAbove > 0 && nAbove < phi.length && meanAbove !== meanBelow)
      for (let i = 0; i < mask.length; i += 1) mask[i] = phi[i]! > 0 === isAbove ? 1 : 0;
    return { mask, told: { rounds } };
  },
};

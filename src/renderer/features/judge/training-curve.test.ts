import { describe, expect, it } from "vitest";
import { type TrainingCurve, withReport } from "./training-curve.ts";

const nothing: TrainingCurve = { networks: [], nNetworks: 0, rounds: 0, isChecked: false };

function after(...reports: Record<string, number>[]): TrainingCurve {
  return reports.reduce((curve, metrics) => withReport(curve, { metrics }), nothing);
}

describe("the curve of a training", () => {
  it("keeps one line a network, with what was held out where it was measured anew", () => {
    const curve = after(
      { loss: 0.7, network: 1, networks: 3, round: 1, rounds: 40 },
      { loss: 0.4, network: 1, networks: 3, round: 40, rounds: 40, heldOut: 0.31 },
      { loss: 0.39, network: 1, networks: 3, round: 41, rounds: 40, heldOut: 0.31 },
      { loss: 0.6, network: 2, networks: 3, round: 1, rounds: 40 },
    );
    expect(curve).toEqual({
      isChecked: true,
      nNetworks: 3,
      rounds: 40,
      networks: [
        [
          { round: 1, loss: 0.7, heldOut: null },
          { round: 40, loss: 0.4, heldOut: 0.31 },
          { round: 41, loss: 0.39, heldOut: null },
        ],
        [{ round: 1, loss: 0.6, heldOut: null }],
      ],
    });
  });

  it("keeps the lines of networks that are taught at the same time", () => {
    const at = (network: number, round: number): Record<string, number> => ({
      loss: 1 / round,
      network,
      networks: 4,
      round,
    });
    const curve = after(at(3, 1), at(1, 1), at(3, 2), at(1, 2));
    expect(curve.networks.map((points) => points.map(({ round }) => round))).toEqual([[1, 2], [], [1, 2]]);
    expect(curve.isChecked).toBe(false);
    expect(after(at(1, 1), { ...at(1, 2), heldOut: 0.3 }, at(2, 1)).isChecked).toBe(true);
  });

  it("goes back with a training that goes on from its checkpoint", () => {
    const at = (round: number, loss: number): Record<string, number> => ({ loss, network: 1, networks: 2, round });
    const curve = after(at(1, 0.7), at(2, 0.6), at(3, 0.5), at(2, 0.58));
    expect(curve.networks[0]!.map(({ loss }) => loss)).toEqual([0.7, 0.58]);
  });

  it("takes reports without a loss as none, and begins in the middle of a training", () => {
    expect(after({ done: 3 })).toBe(nothing);
    expect(after({ loss: 0.5, network: 3, networks: 6, round: 9 }).networks).toHaveLength(3);
  });
});

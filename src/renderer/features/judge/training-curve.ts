import { create } from "zustand";
import type { JobProgressed } from "#contract/events.ts";
import { core } from "../../client/core-link.ts";

export interface CurvePoint {
  readonly round: number;
  readonly loss: number;
  /** Loss on masks that the network is not taught; null where it was not measured. */
  readonly heldOut: number | null;
}

export interface TrainingCurve {
  /** What a version is made of. */
  readonly networks: readonly (readonly CurvePoint[])[];
  readonly nNetworks: number;
  readonly rounds: number;
  /** All but the last are there to check the judge; else all are kept. */
  readonly isChecked: boolean;
}

const nothing: TrainingCurve = { networks: [], nNetworks: 0, rounds: 0, isChecked: false };

/** The losses of the training that runs, kept while the person looks at other screens. */
export const trainingCurve = create<TrainingCurve>(() => nothing);

export function forgetCurve(): void {
  trainingCurve.setState(nothing);
}

/**
 * One report of a training added to its curves. A report of an earlier round than the last means that it went on from a
 * checkpoint: what lay after it is dropped.
 */
export function withReport(curve: TrainingCurve, { metrics }: Pick<JobProgressed, "metrics">): TrainingCurve {
  const { loss, network, networks, round, rounds, heldOut } = metrics ?? {};
  if (loss === undefined || network === undefined || round === undefined || !Number.isFinite(loss)) return curve;
  // Some networks are taught at the same time: a later one may have reported already.
  const all = Array.from({ length: Math.max(network, curve.networks.length) }, (_, i) => curve.networks[i] ?? []);
  const earlier = (curve.networks[network - 1] ?? []).filter((point) => point.round < round);
  // Measured now and then only, and reported until it is measured again.
  const before = earlier.findLast((point) => point.heldOut !== null)?.heldOut;
  const isMeasured = heldOut !== undefined && Number.isFinite(heldOut) && heldOut !== before;
  const point = { round, loss, heldOut: isMeasured ? heldOut : null };
  return {
    networks: all.with(network - 1, [...earlier, point]),
    nNetworks: networks ?? network,
    rounds: Math.max(rounds ?? 0, round),
    isChecked: curve.isChecked || heldOut !== undefined,
  };
}

core.on("job.progressed", (progress) => {
  if (progress.job === "train") trainingCurve.setState((curve) => withReport(curve, progress));
});

import { z } from "zod";
import type { Output } from "#contract/commands.ts";

type TrainingPoint = Output<"judge.curves">["training"][number];

/** One round of one of the networks of a training. The last network is taught by all labels, and holds nothing out. */
export interface TrainingRound {
  /** Counted from 1. */
  readonly network: number;
  readonly round: number;
  readonly loss: number;
  /** Loss on masks that this network is not taught; null in rounds where it was not measured. */
  readonly heldOut: number | null;
}

const Rounds = z.array(
  z.object({ network: z.int(), round: z.int(), loss: z.number(), heldOut: z.number().nullable() }),
);

/** Rounds of a training that was broken off and gone on with: what was done again replaces what was done before. */
export class TrainingHistory {
  readonly #rounds = new Map<string, TrainingRound>();

  constructor(before: readonly TrainingRound[] = []) {
    for (const round of before) this.add(round);
  }

  add(round: TrainingRound): void {
    this.#rounds.set(`${round.network}/${round.round}`, round);
  }

  get rounds(): TrainingRound[] {
    return [...this.#rounds.values()];
  }
}

/**
 * The curves of a version, from the settings that it was stored with: a round's mean over the networks that held masks
 * out, so that both curves speak of the same networks, or over all where none did. Empty for versions that were stored
 * without.
 */
export function trainingCurve(settings: unknown): TrainingPoint[] {
  const parsed = Rounds.safeParse((settings as { history?: unknown } | null)?.history);
  if (!parsed.success) return [];
  const holding = new Set(parsed.data.flatMap((round) => (round.heldOut === null ? [] : [round.network])));
  const shown = holding.size === 0 ? parsed.data : parsed.data.filter((round) => holding.has(round.network));
  const byRound = Map.groupBy(shown, (round) => round.round);
  return [...byRound]
    .toSorted(([a], [b]) => a - b)
    .map(([round, rounds]) => ({
      round,
      loss: mean(rounds.map((one) => one.loss))!,
      heldOut: mean(rounds.flatMap((one) => one.heldOut ?? [])),
    }));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

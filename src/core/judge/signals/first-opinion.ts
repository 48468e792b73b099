import { OTHERS, VOTE } from "./columns.ts";

/**
 * The shipped quality network knows structures of its own kind; where it recognises hardly any mask of a project it has
 * nothing to say. It is trusted not at all where its best predicted Dice of a case is, in the middle of all cases, at
 * most this, …
 */
const NO_TRUST = 0.55;
/** … and fully from here on. */
const FULL_TRUST = 0.75;
/** Cases that are asked. */
const MOST_CASES = 2000;

/** How far the shipped network's word counts in a project: from the best predicted Dice of every case. */
export class Trust {
  readonly #best: number[] = [];

  /** @param predicted Dice of every mask of one case and class, by the shipped network */
  add(predicted: readonly number[]): void {
    if (predicted.length > 0 && this.#best.length < MOST_CASES) this.#best.push(Math.max(...predicted));
  }

  /** 0 … 1. */
  get share(): number {
    if (this.#best.length === 0) return 0;
    const sorted = this.#best.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)]!;
    return Math.max(0, Math.min(1, (middle - NO_TRUST) / (FULL_TRUST - NO_TRUST)));
  }
}

/** A mask of which nothing is known: as likely good as bad. */
export const EVEN = 0.7;

/**
 * What can be thought of a mask before anybody has said a word, 0 … 1: its Dice with what most other masks of its case
 * hold, and beside it the predicted Dice of the shipped network as far as it is trusted. A mask that is alone has only
 * the latter; where that knows nothing of the project, all such masks are alike.
 */
export function firstOpinion(measured: ArrayLike<number>, shippedDice: number, trust: number): number {
  if (measured[OTHERS] === 0) return trust * shippedDice + (1 - trust) * EVEN;
  return (measured[VOTE]! + trust * shippedDice) / (1 + trust);
}

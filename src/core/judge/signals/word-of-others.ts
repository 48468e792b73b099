import { CONSENSUS, OTHERS, VOTE } from "./columns.ts";

/**
 * What the other masks of a case say together can be asked in two ways. The consensus weighs them by how they agree: where
 * they err independently it is nearer to the truth, but masks that fail in the same way outweigh the rest. The vote gives
 * each the same say: less sharp, and safe. Where both say the same of the project's masks, nothing fails in one way often,
 * and the consensus is gone by; where their correlation is below this, the vote alone, … (The masks that networks
 * are first taught on are chosen by vote either way: what they make of images is then another opinion, not the same again.)
 */
const NO_CONSENSUS = 0.9;
/** … and the consensus alone from here on. */
const FULL_CONSENSUS = 0.97;
/** Masks below which a correlation says nothing. */
const LEAST_MASKS = 30;

/** How far the consensus takes the place of the vote in a class: from all masks that have others beside them. */
export class ConsensusTrust {
  #n = 0;
  readonly #means = [0, 0];
  readonly #squares = [0, 0];
  #product = 0;

  /** @param row signals of a mask */
  add(row: ArrayLike<number>): void {
    if (row[OTHERS] === 0) return;
    this.#n += 1;
    // Welford's update: sums of squares would lose digits where all masks are alike.
    const [consensus, vote] = [row[CONSENSUS]! - this.#means[0]!, row[VOTE]! - this.#means[1]!];
    this.#means[0]! += consensus / this.#n;
    this.#means[1]! += vote / this.#n;
    const restOfVote = row[VOTE]! - this.#means[1]!;
    this.#squares[0]! += consensus * (row[CONSENSUS]! - this.#means[0]!);
    this.#squares[1]! += vote * restOfVote;
    this.#product += consensus * restOfVote;
  }

  /** 0 … 1. */
  get share(): number {
    const spread = Math.sqrt(this.#squares[0]! * this.#squares[1]!);
    if (this.#n < LEAST_MASKS || spread === 0) return 0;
    const correlation = this.#product / spread;
    return Math.max(0, Math.min(1, (correlation - NO_CONSENSUS) / (FULL_CONSENSUS - NO_CONSENSUS)));
  }
}

/** Dice with what the other masks of the case say together, 0 … 1. @param consensusShare how far by the consensus */
export function wordOfOthers(measured: ArrayLike<number>, consensusShare: number): number {
  return (1 - consensusShare) * measured[VOTE]! + consensusShare * measured[CONSENSUS]!;
}

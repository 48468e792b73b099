/**
 * How a mask agrees with the other masks of its case and class (consensus; weights by mutual agreement, in the spirit of
 * STAPLE, Warfield 2004). Masks come as coverage 0…255 on one common grid, coarse enough to be held for all of a case.
 */

export const agreementNames = [
  "others",
  "overlap-mean",
  "overlap-most",
  "overlap-median",
  "consensus-dice",
  "consensus-surplus",
  "consensus-missed",
  "consensus-rank",
  "consensus-firmness",
  "vote-dice",
] as const;

export interface Voter {
  /** Coverage, 0…255. */
  readonly mask: Uint8Array;
  /** Whether it may speak for other masks: one that was made from another of the case must not vote twice. */
  readonly votes: boolean;
}

/** Share of the other voters that have to hold a pixel; at one half, ways that fail alike could decide alone. */
const VOTE_SHARE = 0.6;
/** Rounds of weighing the voters by their agreement with the consensus of the others. */
const ROUNDS = 3;

/**
 * Agreement of every mask of a case with the others, in the order of {@link agreementNames}; zeros where there is no
 * other mask.
 */
export function agreementFeatures(masks: readonly Voter[]): Float64Array[] {
  const n = masks.length;
  const sums = masks.map(({ mask }) => total(mask));
  const overlap = pairwiseDice(masks, sums);
  const voters = masks.flatMap(({ votes }, index) => (votes && sums[index]! > 0 ? [index] : []));
  const weights = voterWeights(masks, voters, overlap);
  const votes = new Votes(masks, voters);
  const rows = masks.map(({ mask }, index) => {
    const others = voters.filter((voter) => voter !== index);
    if (others.length === 0) return new Float64Array(agreementNames.length);
    const dices = others.map((other) => overlap[index * n + other]!).toSorted((a, b) => a - b);
    const { dice, surplus, missed, firmness } = againstConsensus(mask, masks, others, weights);
    return Float64Array.of(
      Math.log1p(others.length),
      dices.reduce((sum, value) => sum + value, 0) / dices.length,
      dices.at(-1)!,
      dices[Math.floor(dices.length / 2)]!,
      dice,
      surplus,
      missed,
      0,
      firmness,
      votes.diceOf(index),
    );
  });
  const order = rows.map((row) => row[4]!);
  for (const row of rows) if (n > 1) row[7] = order.filter((value) => value < row[4]!).length / (n - 1);
  return rows;
}

/**
 * What the voters of a case say together, weighed by how they agree: coverage 0…1 of the object.
 * @returns null where nobody votes
 */
export function consensusOf(masks: readonly Voter[]): Float32Array | null {
  const sums = masks.map(({ mask }) => total(mask));
  const voters = masks.flatMap(({ votes }, index) => (votes && sums[index]! > 0 ? [index] : []));
  if (voters.length === 0) return null;
  const weights = voterWeights(masks, voters, pairwiseDice(masks, sums));
  return blend(masks, voters, weights);
}

/** What most of the voters hold, whoever they agree with: each has one vote. */
class Votes {
  readonly #masks: readonly Voter[];
  readonly #isVoter: readonly boolean[];
  readonly #nVoters: number;
  /** Votes for every place, in 255ths. */
  readonly #sum: Float64Array;

  constructor(masks: readonly Voter[], voters: readonly number[]) {
    this.#masks = masks;
    this.#isVoter = masks.map((_, index) => voters.includes(index));
    this.#nVoters = voters.length;
    this.#sum = new Float64Array(masks[0]?.mask.length ?? 0);
    for (const voter of voters) {
      const { mask } = masks[voter]!;
      for (let i = 0; i < mask.length; i += 1) this.#sum[i]! += mask[i]!;
    }
  }

  /** Dice of a mask with what at least so many of the others hold. */
  diceOf(index: number): number {
    const { mask } = this.#masks[index]!;
    const own = this.#isVoter[index] ? 1 : 0;
    const needed = VOTE_SHARE * (this.#nVoters - own) * 255 - 1e-6;
    let [both, sumMask, sumVote] = [0, 0, 0];
    for (let i = 0; i < mask.length; i += 1) {
      const isHeld = this.#sum[i]! - own * mask[i]! >= needed;
      sumMask += mask[i]!;
      if (!isHeld) continue;
      sumVote += 255;
      both += mask[i]!;
    }
    return sumMask + sumVote > 0 ? (2 * both) / (sumMask + sumVote) : 0;
  }
}

function pairwiseDice(masks: readonly Voter[], sums: readonly number[]): Float64Array {
  const n = masks.length;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    const a = masks[i]!.mask;
    for (let j = i + 1; j < n; j += 1) {
      const b = masks[j]!.mask;
      let both = 0;
      for (let k = 0; k < a.length; k += 1) {
        const [p, q] = [a[k]!, b[k]!];
        both += p < q ? p : q;
      }
      const sum = sums[i]! + sums[j]!;
      result[i * n + j] = result[j * n + i] = sum > 0 ? (2 * both) / sum : 0;
    }
  }
  return result;
}

/** Mean overlap with the other voters, cubed, then refined against the consensus of the others. */
function voterWeights(masks: readonly Voter[], voters: readonly number[], overlap: Float64Array): Float64Array {
  const n = masks.length;
  const weights = new Float64Array(n);
  for (const i of voters) {
    let sum = 0;
    for (const j of voters) if (j !== i) sum += overlap[i * n + j]!;
    weights[i] = voters.length > 1 ? (sum / (voters.length - 1)) ** 3 + 1e-6 : 1;
  }
  if (voters.length < 3) return weights;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(n);
    for (const i of voters) {
      const others = voters.filter((voter) => voter !== i);
      next[i] = againstConsensus(masks[i]!.mask, masks, others, weights).dice ** 4 + 1e-6;
    }
    weights.set(next);
  }
  return weights;
}

function blend(masks: readonly Voter[], voters: readonly number[], weights: Float64Array): Float32Array {
  const result = new Float32Array(masks[0]!.mask.length);
  let sum = 0;
  for (const voter of voters) {
    const weight = weights[voter]!;
    sum += 255 * weight;
    const { mask } = masks[voter]!;
    for (let i = 0; i < result.length; i += 1) result[i]! += weight * mask[i]!;
  }
  for (let i = 0; i < result.length; i += 1) result[i]! /= sum;
  return result;
}

function againstConsensus(
  mask: Uint8Array,
  masks: readonly Voter[],
  others: readonly number[],
  weights: Float64Array,
): { dice: number; surplus: number; missed: number; firmness: number } {
  const consensus = blend(masks, others, weights);
  let [both, sumMask, sumConsensus, firm] = [0, 0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const p = mask[i]! / 255;
    const q = consensus[i]! >= 0.5 ? 1 : 0;
    both += p * q;
    sumMask += p;
    sumConsensus += q;
    firm += Math.abs(consensus[i]! - 0.5) * (consensus[i]! > 0.05 ? 1 : 0);
  }
  let wide = 0;
  for (let i = 0; i < mask.length; i += 1) if (consensus[i]! > 0.05) wide += 1;
  const sum = sumMask + sumConsensus;
  return {
    dice: sum > 0 ? (2 * both) / sum : 0,
    surplus: sumMask > 0 ? (sumMask - both) / sumMask : 0,
    missed: sumConsensus > 0 ? (sumConsensus - both) / sumConsensus : 0,
    firmness: wide > 0 ? (2 * firm) / wide : 0,
  };
}

function total(mask: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < mask.length; i += 1) sum += mask[i]!;
  return sum;
}

import { eachPlace, type Places, placesByKind } from "./places.ts";

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
 * other mask. Masks that are 0 or 255 everywhere are compared kind by kind of places: all sums of theirs are exact (whole
 * numbers, or multiples of 2⁻²⁸ far below 2²⁵), so that the order of the places does not matter.
 */
export function agreementFeatures(masks: readonly Voter[]): Float64Array[] {
  return agreementAt(
    placesByKind(masks.map(({ mask }) => mask)),
    masks.map(({ votes }) => votes),
  );
}

/**
 * The same, however the places are counted.
 * @param votes per mask whether it may speak for others
 */
export function agreementAt(places: Places, votes: readonly boolean[]): Float64Array[] {
  const n = votes.length;
  const sums = totals(places);
  const overlap = pairwiseDice(places, sums);
  const voters = votersOf(votes, sums);
  const weights = voterWeights(places, voters, overlap);
  const rows = votes.map((_, index) => {
    const others = voters.filter((voter) => voter !== index);
    if (others.length === 0) return new Float64Array(agreementNames.length);
    const dices = others.map((other) => overlap[index * n + other]!).toSorted((a, b) => a - b);
    const { dice, surplus, missed, firmness } = againstConsensus(places, index, others, weights);
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
      diceWithVotes(places, index, others),
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
  const places = eachPlace(masks.map(({ mask }) => mask));
  const sums = totals(places);
  const voters = votersOf(
    masks.map(({ votes }) => votes),
    sums,
  );
  if (voters.length === 0) return null;
  return blend(places, voters, voterWeights(places, voters, pairwiseDice(places, sums)));
}

/** The masks that may speak and have something to say. */
function votersOf(votes: readonly boolean[], sums: readonly number[]): number[] {
  return votes.flatMap((speaks, index) => (speaks && sums[index]! > 0 ? [index] : []));
}

/** Dice of a mask with what at least so many of the others hold, whoever they agree with: each has one vote. */
function diceWithVotes({ coverage, counts }: Places, index: number, others: readonly number[]): number {
  const mask = coverage[index]!;
  const needed = VOTE_SHARE * others.length * 255 - 1e-6;
  let both = 0;
  let sumMask = 0;
  let sumVote = 0;
  for (let i = 0; i < counts.length; i += 1) {
    let votes = 0;
    for (const other of others) votes += coverage[other]![i]!;
    sumMask += counts[i]! * mask[i]!;
    if (votes < needed) continue;
    sumVote += counts[i]! * 255;
    both += counts[i]! * mask[i]!;
  }
  return sumMask + sumVote > 0 ? (2 * both) / (sumMask + sumVote) : 0;
}

function pairwiseDice({ coverage, counts }: Places, sums: readonly number[]): Float64Array {
  const n = coverage.length;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    const a = coverage[i]!;
    for (let j = i + 1; j < n; j += 1) {
      const b = coverage[j]!;
      let both = 0;
      for (let k = 0; k < counts.length; k += 1) both += counts[k]! * Math.min(a[k]!, b[k]!);
      const sum = sums[i]! + sums[j]!;
      result[i * n + j] = result[j * n + i] = sum > 0 ? (2 * both) / sum : 0;
    }
  }
  return result;
}

/** Mean overlap with the other voters, cubed, then refined against the consensus of the others. */
function voterWeights(places: Places, voters: readonly number[], overlap: Float64Array): Float64Array {
  const n = places.coverage.length;
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
      next[i] = againstConsensus(places, i, others, weights).dice ** 4 + 1e-6;
    }
    weights.set(next);
  }
  return weights;
}

function blend({ coverage, counts }: Places, voters: readonly number[], weights: Float64Array): Float32Array {
  const result = new Float32Array(counts.length);
  let sum = 0;
  for (const voter of voters) {
    const weight = weights[voter]!;
    sum += 255 * weight;
    const mask = coverage[voter]!;
    for (let i = 0; i < result.length; i += 1) result[i]! += weight * mask[i]!;
  }
  for (let i = 0; i < result.length; i += 1) result[i]! /= sum;
  return result;
}

function againstConsensus(
  places: Places,
  index: number,
  others: readonly number[],
  weights: Float64Array,
): { dice: number; surplus: number; missed: number; firmness: number } {
  const { counts } = places;
  const mask = places.coverage[index]!;
  const consensus = blend(places, others, weights);
  let both = 0;
  let sumMask = 0;
  let sumConsensus = 0;
  let firm = 0;
  let wide = 0;
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i]!;
    const p = mask[i]! / 255;
    const share = consensus[i]!;
    sumMask += count * p;
    if (share >= 0.5) {
      both += count * p;
      sumConsensus += count;
    }
    if (share > 0.05) {
      firm += count * Math.abs(share - 0.5);
      wide += count;
    }
  }
  const sum = sumMask + sumConsensus;
  return {
    dice: sum > 0 ? (2 * both) / sum : 0,
    surplus: sumMask > 0 ? (sumMask - both) / sumMask : 0,
    missed: sumConsensus > 0 ? (sumConsensus - both) / sumConsensus : 0,
    firmness: wide > 0 ? (2 * firm) / wide : 0,
  };
}

/** The sum of the coverage of each mask. */
function totals({ coverage, counts }: Places): number[] {
  return coverage.map((mask) => {
    let sum = 0;
    for (let i = 0; i < counts.length; i += 1) sum += counts[i]! * mask[i]!;
    return sum;
  });
}

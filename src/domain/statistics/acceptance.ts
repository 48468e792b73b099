/**
 * What accepting every mask with a score at or above a threshold would mean, where it is known which masks are bad.
 * Two shares with two names (design, *Words*): `falseAcceptRate` is bad ÷ accepted, `badAcceptedShare` is accepted
 * bad ÷ all bad. Both are null where their denominator is 0.
 */
export interface Acceptance {
  readonly coverage: number;
  readonly falseAcceptRate: number | null;
  readonly badAcceptedShare: number | null;
}

export function acceptanceAt(threshold: number, scores: ArrayLike<number>, isGood: readonly boolean[]): Acceptance {
  let nAccepted = 0;
  let nBadAccepted = 0;
  let nBad = 0;
  for (const [index, good] of isGood.entries()) {
    const accepted = scores[index]! >= threshold;
    if (!good) nBad += 1;
    if (accepted) nAccepted += 1;
    if (accepted && !good) nBadAccepted += 1;
  }
  return {
    coverage: isGood.length === 0 ? 0 : nAccepted / isGood.length,
    falseAcceptRate: nAccepted === 0 ? null : nBadAccepted / nAccepted,
    badAcceptedShare: nBad === 0 ? null : nBadAccepted / nBad,
  };
}

/**
 * The lowest score at which at most a share alpha of what is accepted is bad, chosen with full knowledge: the most that
 * any rule on this score could accept. Infinity where there is none.
 */
export function oracleThreshold(scores: ArrayLike<number>, isGood: readonly boolean[], alpha: number): number {
  const order = isGood.map((_, index) => index).toSorted((a, b) => scores[b]! - scores[a]!);
  let nBad = 0;
  let best = Infinity;
  for (const [position, index] of order.entries()) {
    if (!isGood[index]) nBad += 1;
    const next = order[position + 1];
    const endsTie = next === undefined || scores[next] !== scores[index];
    if (endsTie && nBad <= alpha * (position + 1)) best = scores[index]!;
  }
  return best;
}

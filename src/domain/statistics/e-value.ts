import { logChoose } from "./binomial.ts";

/** A list of which some masks are drawn, one after the other, and what is claimed of it. */
export interface BoundedList {
  readonly size: number;
  /** The claim: at most so many of them are bad. */
  readonly mostBad: number;
}

/** Evidence beyond this says no more. */
export const LARGEST_E_VALUE = 1_000_000;

/** What the list may be instead: its odds of a bad mask against the largest that the claim allows. Equally likely. */
const ODDS = [1.5, 2, 3, 5, 8] as const;

/**
 * How strongly draws speak against "at most `mostBad` of the `size` masks are bad": how much likelier they are in a list
 * with more bad masks (a mixture of five) than in one with exactly `mostBad`. 1 is no evidence, 20 is a lot.
 *
 * It may be looked at after every draw, for as long as there are any: the chance that it ever reaches 1/δ although the
 * claim holds is at most δ. For as draws go on it multiplies, for a bad one, by q/μ, and for a good one by
 * (1 − q)/(1 − μ), where μ = (mostBad − bad so far)/(left in the list) is the chance of a bad draw in the list with
 * exactly `mostBad`, and q ≥ μ that of the mixture. In a list that keeps the claim the chance p of a bad draw is at most
 * μ, and the expected factor, p q/μ + (1 − p)(1 − q)/(1 − μ), grows with p and is 1 at p = μ. So it is a non-negative
 * supermartingale from 1 on, for every list that keeps the claim and without replacement, and Ville's inequality holds.
 * In the words of betting: it is the fortune of one who stakes (q − μ)/(μ(1 − μ)) on "bad" at the odds of the claim.
 *
 * Source: Waudby-Smith and Ramdas, Confidence sequences for sampling without replacement, NeurIPS 2020 (the prior-
 * posterior-ratio martingale), and Estimating means of bounded random variables by betting, JRSS B 86, 2024.
 * @param nBad bad ones among the draws
 * @param n draws so far
 */
export function eValueAgainst({ size, mostBad }: BoundedList, nBad: number, n: number): number {
  if (nBad > mostBad) return LARGEST_E_VALUE;
  const left = size - n;
  /** ln of the chance of these draws, in this order, in a list with so many bad masks. */
  const logChance = (bad: number): number => logChoose(left, bad - nBad) - logChoose(size, bad);
  const claimed = logChance(mostBad);
  // More are good than the claim needs: a worse list is out of the question.
  if (claimed === -Infinity) return 0;
  const sum = ODDS.reduce((total, odds) => total + Math.exp(logChance(worse(size, mostBad, odds)) - claimed), 0);
  return Math.min(LARGEST_E_VALUE, sum / ODDS.length);
}

/** Bad masks in a list whose odds of a bad one are so many times those of the claim, and at least one more. */
function worse(size: number, mostBad: number, odds: number): number {
  const share = (odds * mostBad) / (odds * mostBad + size - mostBad);
  return Math.max(mostBad + 1, Math.min(size, Math.round(share * size)));
}

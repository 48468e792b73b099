import type { Guarantee } from "#contract/guarantee.ts";

/**
 * How far a guarantee is proven:
 * `not-judged` the version has not scored the masks, so there is no list yet;
 * `no-list` no list is good enough to be worth proving;
 * `no-checks` there is a list, and no random check of it is marked;
 * `checking` some are marked, more are needed;
 * `contradicted` more of them were bad than any planned look allows;
 * `alarmed` it was proven, and spot checks since then speak against it;
 * `proven`.
 */
export type ProofStage = "not-judged" | "no-list" | "no-checks" | "checking" | "contradicted" | "alarmed" | "proven";

/** Reads the stage off the numbers; every list that holds a mask has a plan with a first look. */
export function proofStage(
  facts: Pick<Guarantee, "threshold" | "n_automatic" | "n_more_needed" | "n_random_checks" | "spot_checks">,
): ProofStage {
  if (facts.threshold !== null) return "proven";
  if (facts.spot_checks.is_alarmed) return "alarmed";
  if (facts.n_automatic === 0) return facts.n_more_needed > 0 ? "not-judged" : "no-list";
  if (facts.n_more_needed === 0) return "contradicted";
  return facts.n_random_checks === 0 ? "no-checks" : "checking";
}

/** What is needed to state the guarantee in words. */
export interface GuaranteeFacts {
  readonly alpha: number;
  readonly delta: number;
  readonly isProven: boolean;
  readonly reason: string | null;
  readonly nChecks: number;
  readonly nBad: number;
  readonly nMoreNeeded: number;
  readonly upperBound: number | null;
  /** Masks of the list that nobody has looked at, and how many of them can be bad at most. */
  readonly nUnseen: number;
  readonly maxBadUnseen: number | null;
}

/**
 * The guarantee in words (ui.md, *Words*): generated here alone, and shown word for word wherever it appears.
 * Never "safe" or "guaranteed": the bound is said.
 */
export function guaranteeSentence(facts: GuaranteeFacts): string {
  if (!facts.isProven) {
    const more =
      facts.nMoreNeeded > 0
        ? ` Mark ${facts.nMoreNeeded} more random ${facts.nMoreNeeded === 1 ? "check" : "checks"} to prove the bound.`
        : "";
    return `Nothing is accepted without you. ${facts.reason ?? ""}${more}`.trim();
  }
  const promise = `Of the masks accepted by the judge, at most ${outOfHundred(facts.alpha)} are bad. We are ${percent(1 - facts.delta)} sure of this, for masks like the ones in this project.`;
  const bad = facts.nBad === 1 ? "1 was bad" : `${facts.nBad} were bad`;
  const bound = facts.upperBound === null ? "" : `, so the true share is at most ${roundedUp(facts.upperBound)} %`;
  const checks = facts.nChecks === 1 ? "1 random check" : `${facts.nChecks} random checks`;
  return `${promise} Proven on ${checks}: ${bad}${bound}.${unseen(facts)}`;
}

/** The checks take the bad masks that they find out of the list; what is left is said in numbers. */
function unseen({ nUnseen, maxBadUnseen }: GuaranteeFacts): string {
  if (nUnseen === 0 || maxBadUnseen === null) return "";
  const masks = `${nUnseen.toLocaleString("en")} ${nUnseen === 1 ? "mask" : "masks"}`;
  return maxBadUnseen === 0
    ? ` Of the ${masks} that nobody has looked at, none is bad.`
    : ` Of the ${masks} that nobody has looked at, at most ${maxBadUnseen.toLocaleString("en")} ${maxBadUnseen === 1 ? "is" : "are"} bad.`;
}

/** 0.05 → "5 in 100", 0.005 → "5 in 1,000". */
function outOfHundred(share: number): string {
  const inHundred = share * 100;
  if (Math.abs(inHundred - Math.round(inHundred)) < 1e-9) return `${Math.round(inHundred)} in 100`;
  return `${Number((share * 1000).toFixed(2)).toLocaleString("en")} in 1,000`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** A bound is rounded up, never down. */
function roundedUp(share: number): string {
  return (Math.ceil(share * 1000 - 1e-9) / 10).toFixed(1);
}

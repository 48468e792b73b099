/** What the raters say of one candidate, each rater's latest word; `later` is no label. */
export interface RaterWords {
  readonly accepts: number;
  readonly rejects: number;
  readonly laters: number;
}

export type PersonsWord = "accept" | "reject" | "later" | "disagreement" | null;

/** Raters who disagree put the candidate to review (design, rule 8). */
export function personsWord({ accepts, rejects, laters }: RaterWords): PersonsWord {
  if (accepts > 0 && rejects > 0) return "disagreement";
  if (accepts > 0) return "accept";
  if (rejects > 0) return "reject";
  return laters > 0 ? "later" : null;
}

/** What happens to a candidate: a person's label always wins over a score. */
export function decideVerdict(word: PersonsWord, isOnProvenList: boolean): "accepted" | "rejected" | "to-review" {
  if (word === "accept") return "accepted";
  if (word === "reject") return "rejected";
  if (word === "later" || word === "disagreement") return "to-review";
  return isOnProvenList ? "accepted" : "to-review";
}

import { type CheckOutcome, evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { grownLot, nextListSize } from "#domain/guarantee/grow-list.ts";
import type { Rng } from "#domain/random/rng.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";

/** Masks that a list could hold, and how it is to be proven. */
export interface GrowingList {
  /** Of all masks that could be on it, the surest first: whether each is good. */
  readonly isGood: readonly boolean[];
  /** How far it can grow. */
  readonly reach: number;
  /** Places of the first list's masks, in the order of its lot. */
  readonly lot: readonly number[];
  /** Marks that somebody is ready to give. */
  readonly mostChecks: number;
}

export interface GrownList {
  /** Sizes of the lists that were proven, one after the other. */
  readonly provenSizes: readonly number[];
  /** The longest of them, or the first list where none was, in the order of its lot. */
  readonly lot: readonly number[];
  readonly proof: ProofState;
  /** Places of all masks that were looked at. */
  readonly checked: ReadonlySet<number>;
}

/** Proves a list and lets it grow as the product does, for as long as its checks allow it and marks are left. */
export function proveAndGrow(
  { isGood, reach, lot: firstLot, mostChecks }: GrowingList,
  settings: { readonly alpha: number; readonly delta: number; readonly nLooks: number },
  rng: Rng,
): GrownList {
  const checked = new Set<number>();
  const provenSizes: number[] = [];
  let last = prove(firstLot, 0);
  let { lot, proof } = last;
  while (last.proof.certifiedAt !== null) {
    ({ lot, proof } = last);
    provenSizes.push(lot.length);
    const next = Math.min(isGood.length, nextListSize(lot.length, reach, settings.alpha));
    if (next <= lot.length) break;
    const added = Array.from({ length: next - lot.length }, (_, index) => lot.length + index);
    last = prove(grownLot(lot, added, rng), last.looks[last.proof.certifiedAt]!.maxBad);
  }
  return { provenSizes, lot, proof, checked };

  /** Looks after every mark; ends where nothing is asked any more, or nobody marks it. */
  function prove(members: readonly number[], leastAllowed: number) {
    const plan = planLooks({ populationSize: members.length, ...settings });
    const about = { ...plan, populationSize: members.length, delta: settings.delta, leastAllowed };
    const outcomes: CheckOutcome[] = [];
    for (;;) {
      const state = evaluateChecks(outcomes, about);
      const place = members[outcomes.length];
      const isEnough = state.certifiedAt !== null || state.hasFailed || place === undefined;
      if (isEnough || (!checked.has(place) && checked.size >= mostChecks))
        return { lot: members, looks: plan.looks, proof: state };
      checked.add(place);
      outcomes.push(isGood[place] ? "good" : "bad");
    }
  }
}

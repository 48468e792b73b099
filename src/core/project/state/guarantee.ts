import type { Guarantee } from "#contract/guarantee.ts";
import { type CheckOutcome, evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { evaluateSpotChecks, type SpotCheckState } from "#domain/guarantee/spot-checks.ts";
import { type GuaranteeFacts, guaranteeReason, guaranteeSentence } from "#domain/guarantee/sentence.ts";
import { planLooks, smallestCountAbove } from "#domain/statistics/look-plan.ts";
import type { ReadableProject } from "../project.ts";
import { currentVersion } from "../queries/judges.ts";
import { frozenStates, type LabelState, labelStates } from "../queries/labels.ts";
import { type Lot, type LotChain, lotsFor } from "../queries/lots.ts";
import { getSetting } from "../queries/settings.ts";

/** The guarantee asked for: as given, else the project's setting. */
export function settingsFor(
  project: ReadableProject,
  alpha: number | undefined,
  delta: number | undefined,
): { alpha: number; delta: number } {
  return { alpha: alpha ?? getSetting(project, "alpha"), delta: delta ?? getSetting(project, "delta") };
}

export interface GuaranteeState {
  readonly guarantee: Guarantee;
  /** The longest list that is proven, the first one while none is. */
  readonly lot: Lot | null;
  readonly proof: ProofState | null;
  /** What has been seen of the list since its proof; null while it has none. */
  readonly watch: SpotCheckState | null;
  /** The list may be accepted without a person: it is proven, and no spot checks have withdrawn that. */
  readonly isProven: boolean;
  /** The longer list that waits for its checks; null where the list cannot grow, or has not been asked to. */
  readonly growth: { readonly lot: Lot; readonly proof: ProofState } | null;
}

const UNPROVEN = { proof: null, watch: null, isProven: false, growth: null } as const;

/** How far the version in use is proven for the project's own guarantee; null before the first. */
export function guaranteeInUse(project: ReadableProject): GuaranteeState | null {
  const version = currentVersion(project);
  if (version === null) return null;
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  return guaranteeOf(project, version, alpha, delta);
}

/**
 * How far a version's guarantee is proven. Nothing of it is stored: it follows from the frozen list, the draws and the
 * labels as they are, so that a mark taken back takes the proof back with it.
 */
export function guaranteeOf(
  project: ReadableProject,
  version: number,
  alpha: number,
  delta: number,
  states: ReadonlyMap<number, LabelState> = labelStates(project),
): GuaranteeState {
  return guaranteeOfLots(project, lotsFor(project, version, alpha, delta), { alpha, delta }, states);
}

/** The same, for lists that are at hand; none where the version has not judged for that guarantee. */
export function guaranteeOfLots(
  project: ReadableProject,
  chain: LotChain,
  { alpha, delta }: { readonly alpha: number; readonly delta: number },
  states: ReadonlyMap<number, LabelState>,
): GuaranteeState {
  if (chain.length === 0) return { ...UNPROVEN, lot: null, guarantee: unlisted(project, alpha, delta) };
  const { lot, outcomes, proof, longer } = longestProven(project, chain, states);
  const watch = watchList(lot, proof, outcomes);
  const isProven = watch !== null && !watch.isAlarmed;
  const growth = isProven && longer && canBeProven(longer) ? longer : null;
  const upperBound = isProven ? proof.upperBound : null;
  const unseen = unseenPart(lot, states, upperBound);
  const guarantee = inWords({
    alpha,
    delta,
    threshold: isProven ? lot.threshold : null,
    n_random_checks: proof.nDecided,
    n_bad: proof.nBad,
    n_more_needed: proof.nMoreNeeded,
    n_automatic: lot.members.length,
    upper_bound: upperBound,
    n_unseen: unseen.n,
    max_bad_unseen: unseen.maxBad,
    growth: growth && { n_more_needed: growth.proof.nMoreNeeded, n_automatic: growth.lot.members.length },
    spot_checks: inNumbers(watch),
  });
  return { lot, proof, watch, isProven, growth, guarantee };
}

interface ListWithProof {
  readonly lot: Lot;
  readonly outcomes: readonly CheckOutcome[];
  readonly proof: ProofState;
}

/**
 * The longest list that its checks prove, with the one after it; the first list where none is proven. A list that has
 * grown holds the checks of the lists before it, and allows no bad one: what proves it proves those, too.
 */
function longestProven(
  project: ReadableProject,
  chain: LotChain,
  states: ReadonlyMap<number, LabelState>,
): ListWithProof & { readonly longer: ListWithProof | null } {
  let longer: ListWithProof | null = null;
  for (let index = chain.length - 1; ; index -= 1) {
    const lot = chain.at(index);
    const outcomes = drawnOutcomes(project, lot, states);
    const proof = proofOf(lot, outcomes);
    if (proof.certifiedAt !== null || index === 0) return { lot, outcomes, proof, longer };
    longer = { lot, outcomes, proof };
  }
}

/** Not where a check was bad, or one that is missing was taken out of the project: then the list stays as it is, and is watched. */
function canBeProven({ lot, outcomes, proof }: ListWithProof): boolean {
  const isLost = (candidateId: number, at: number): boolean =>
    lot.gone.has(candidateId) && outcomes[at] === "undecided";
  return !proof.hasFailed && !lot.members.slice(0, lot.nDrawn).some(isLost);
}

/** How far checks prove a list. */
export function proofOf(
  { looks, members, delta, strata }: Pick<Lot, "looks" | "members" | "delta" | "strata">,
  outcomes: readonly CheckOutcome[],
): ProofState {
  return evaluateChecks(outcomes, { looks, populationSize: members.length, delta, strata });
}

/**
 * What the drawn checks prove. One whose image or mask was exchanged says of the list what was said of it before: marks on
 * what came in its place are no checks of it, or mending the checks alone would prove the list. Where nothing was said, it
 * can only speak against the list.
 */
function drawnOutcomes(project: ReadableProject, lot: Lot, states: ReadonlyMap<number, LabelState>): CheckOutcome[] {
  const drawn = lot.members.slice(0, lot.nDrawn);
  const exchanged = drawn.filter((candidateId) => lot.exchanged.has(candidateId) && !lot.gone.has(candidateId));
  const before = frozenStates(project, lot.id, exchanged);
  const outcomes = new Map(
    exchanged.map((candidateId) => {
      const outcome = checkOutcome(before.get(candidateId));
      return [candidateId, outcome === "undecided" ? "bad" : outcome];
    }),
  );
  return drawn.map((candidateId) => outcomes.get(candidateId) ?? checkOutcome(states.get(candidateId)));
}

/**
 * What the checks beyond the look that certified say of the list. They are tested against what that look left of it: if
 * the list keeps its bound, at most so many of the others are bad.
 * @returns with `drawUpTo` counted from the first member of the lot, as for a proof
 */
function watchList(
  lot: Pick<Lot, "members" | "looks" | "alpha" | "gone">,
  proof: ProofState,
  outcomes: readonly CheckOutcome[],
): SpotCheckState | null {
  if (proof.certifiedAt === null) return null;
  const { nChecks } = lot.looks[proof.certifiedAt]!;
  const further = outcomes
    .slice(nChecks)
    .map((outcome, index) => (lot.gone.has(lot.members[nChecks + index]!) ? "gone" : outcome));
  const mostBad = smallestCountAbove(lot.members.length, lot.alpha) - 1 - proof.nBad;
  const state = evaluateSpotChecks(further, { size: lot.members.length - nChecks, mostBad });
  return { ...state, drawUpTo: nChecks + state.drawUpTo };
}

function inNumbers(watch: SpotCheckState | null): Guarantee["spot_checks"] {
  if (!watch) return { n: 0, n_bad: 0, observed_share: null, e_value: 1, is_alarmed: false, n_to_next_look: 0 };
  return {
    n: watch.n,
    n_bad: watch.nBad,
    observed_share: watch.n === 0 ? null : watch.nBad / watch.n,
    e_value: watch.eValue,
    is_alarmed: watch.isAlarmed,
    n_to_next_look: watch.nToNextLook,
  };
}

/** Contract's form of it: numbers, the reason and the sentence made from them. */
function inWords(facts: GuaranteeFacts): Guarantee {
  return { ...facts, reason: guaranteeReason(facts), sentence: guaranteeSentence(facts) };
}

/** The bound is on the whole list; the bad masks that were found in it are out, the rest lies among those unseen. */
function unseenPart(
  lot: Lot,
  states: ReadonlyMap<number, LabelState>,
  upperBound: number | null,
): { n: number; maxBad: number | null } {
  const n = lot.members.filter((candidateId) => !states.has(candidateId) && !lot.exchanged.has(candidateId)).length;
  if (upperBound === null) return { n, maxBad: null };
  const nFound = lot.members.filter((candidateId) => checkOutcome(states.get(candidateId)) === "bad").length;
  const most = Math.floor(upperBound * lot.members.length + 1e-9);
  return { n, maxBad: Math.max(0, Math.min(n, most - nFound)) };
}

/**
 * What a check proves. It is good when it is accepted and was accepted by whoever decided without the judge's word in
 * sight. Whatever speaks against it counts as bad: `later` until it is decided, raters who disagree, a blind reject that
 * was changed once the judge's word was seen. An accept that nobody gave blind proves nothing.
 */
export function checkOutcome(state: LabelState | undefined): CheckOutcome {
  if (!state || state.word === null) return "undecided";
  if (state.word !== "accept") return "bad";
  if (state.blindWord === null) return "undecided";
  return state.blindWord === "accept" ? "good" : "bad";
}

/** Before a version has judged: how many checks a long list would need, so that the way ahead is known. */
function unlisted(project: ReadableProject, alpha: number, delta: number): Guarantee {
  const { looks } = planLooks({ populationSize: Infinity, alpha, delta, nLooks: getSetting(project, "nLooks") });
  return inWords({
    alpha,
    delta,
    threshold: null,
    n_random_checks: 0,
    n_bad: 0,
    n_more_needed: looks[0]?.nChecks ?? 0,
    n_automatic: 0,
    upper_bound: null,
    n_unseen: 0,
    max_bad_unseen: null,
    growth: null,
    spot_checks: inNumbers(null),
  });
}

import type { Guarantee } from "#contract/guarantee.ts";
import { type CheckOutcome, countsAsBad, evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { evaluateSpotChecks, type SpotCheckState } from "#domain/guarantee/spot-checks.ts";
import { type GuaranteeFacts, guaranteeReason, guaranteeSentence, guaranteeWords } from "#domain/guarantee/sentence.ts";
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
  /** Where the list may be asked to grow: so many bad checks its proof has allowed. Null where it may not. */
  readonly growsWith: number | null;
}

const UNPROVEN = { proof: null, watch: null, isProven: false, growth: null, growsWith: null } as const;

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
  const { inForce, longer, isLongest, alarm } = standingOf(project, chain, states);
  const { lot, proof } = inForce;
  const watch = alarm ?? watchList(inForce);
  const isProven = watch !== null && !watch.isAlarmed;
  const mayGrow = isProven && !hasBadSpotCheck(inForce);
  const growth = mayGrow && longer && canBeProven(longer, states) ? longer : null;
  // What grew by strata is no lot of the whole list.
  const growsWith = mayGrow && isLongest && lot.strata === null ? allowedBy(inForce) : null;
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
    growth: growth && { n_more_needed: growth.proof.nMoreNeeded, n_automatic: growth.lot.size },
    // While a list grows, it is not watched yet.
    spot_checks: growth ? { ...inNumbers(watch), n_to_next_look: 0 } : inNumbers(watch),
  });
  return { lot, proof, watch, isProven, growth, growsWith, guarantee };
}

interface ListWithProof {
  readonly lot: Lot;
  readonly outcomes: readonly CheckOutcome[];
  readonly proof: ProofState;
}

interface Standing {
  /** The longest list that its checks prove; the first one where none is proven. */
  readonly inForce: ListWithProof;
  readonly longer: ListWithProof | null;
  /** No longer list was ever frozen. */
  readonly isLongest: boolean;
  /** Spot checks of another list of the chain speak against the version. */
  readonly alarm: SpotCheckState | null;
}

/**
 * Lists are proven one after the other: the one in force is the last before the first that is not. What is seen of any of
 * them counts, whichever is in force: a list takes the place of another only where no further draw of that one was bad,
 * and an alarm that one of them has raised stays.
 */
function standingOf(project: ReadableProject, chain: LotChain, states: ReadonlyMap<number, LabelState>): Standing {
  const lists: ListWithProof[] = [];
  const at = (index: number): ListWithProof => {
    while (lists.length <= index) {
      const before = lists.at(-1);
      lists.push(listWithProof(project, chain.at(lists.length), states, before ? allowedBy(before) : 0));
    }
    return lists[index]!;
  };
  const isCertified = (index: number): boolean => at(index).proof.certifiedAt !== null;
  let index = 0;
  while (isCertified(index) && index + 1 < chain.length && !hasBadSpotCheck(at(index)) && isCertified(index + 1))
    index += 1;
  const others = Array.from({ length: isCertified(index) ? chain.length : 0 }, (_, other) => at(other)).filter(
    ({ lot }, other) => other !== index && lot.spotChecksFrom !== null,
  );
  return {
    inForce: at(index),
    longer: index + 1 < chain.length ? at(index + 1) : null,
    isLongest: index === chain.length - 1,
    alarm: others.map((other) => watchList(other)).find((watch) => watch?.isAlarmed) ?? null,
  };
}

function listWithProof(
  project: ReadableProject,
  lot: Lot,
  states: ReadonlyMap<number, LabelState>,
  leastAllowed: number,
): ListWithProof {
  const outcomes = outcomesOf(project, lot, states);
  return { lot, outcomes, proof: proofOf(lot, outcomes, leastAllowed) };
}

/** Bad checks that the proof of a list has allowed; 0 where it has none. */
function allowedBy({ lot, proof }: Pick<ListWithProof, "lot" | "proof">): number {
  return proof.certifiedAt === null ? 0 : lot.looks[proof.certifiedAt]!.maxBad;
}

/** Whether spot checks of a list were bad. (Bad checks of a proof count where the lists after it are proven.) */
function hasBadSpotCheck({ lot: { looks, spotChecksFrom }, outcomes, proof }: ListWithProof): boolean {
  if (spotChecksFrom === null) return false;
  const from = Math.max(spotChecksFrom, looks[proof.certifiedAt ?? 0]?.nChecks ?? 0);
  return outcomes.slice(from).some(countsAsBad);
}

/**
 * Not where more checks were bad than any look allows, nor where one can no longer be marked blind (taken out of the
 * project, or accepted with the judge's word in sight): then the list stays as it is, and is watched.
 */
function canBeProven({ lot, outcomes, proof }: ListWithProof, states: ReadonlyMap<number, LabelState>): boolean {
  const isLost = (candidateId: number, at: number): boolean =>
    outcomes[at] === "undecided" && (lot.gone.has(candidateId) || (states.get(candidateId)?.word ?? null) !== null);
  return !proof.hasFailed && !lot.checks.some(isLost);
}

/** How far checks prove a list. @param leastAllowed bad checks that the list before it was proven with */
export function proofOf(
  { looks, size, delta, strata }: Pick<Lot, "looks" | "size" | "delta" | "strata">,
  outcomes: readonly CheckOutcome[],
  leastAllowed = 0,
): ProofState {
  return evaluateChecks(outcomes, { looks, populationSize: size, delta, strata, leastAllowed });
}

/**
 * What checks prove. One whose image or mask was exchanged says of the list what was said of it before: marks on what came
 * in its place are no checks of it, or mending the checks alone would prove the list. Where nothing was said, it can only
 * speak against the list. So does one that was put off and is gone: nobody can decide it any more.
 */
function outcomesOf(project: ReadableProject, lot: Lot, states: ReadonlyMap<number, LabelState>): CheckOutcome[] {
  const exchanged = lot.checks.filter((id) => lot.exchangedChecks.has(id) && !lot.gone.has(id));
  const before = frozenStates(project, lot.id, exchanged);
  const outcomes = new Map(
    exchanged.map((candidateId): [number, CheckOutcome] => {
      const outcome = checkOutcome(before.get(candidateId));
      return [candidateId, outcome === "good" ? outcome : "bad"];
    }),
  );
  return lot.checks.map((candidateId) => {
    const outcome = outcomes.get(candidateId) ?? checkOutcome(states.get(candidateId));
    return outcome === "put-off" && lot.gone.has(candidateId) ? "bad" : outcome;
  });
}

/**
 * What the checks beyond the look that certified say of the list, in the order of its lot, whichever list of the chain drew
 * them first. They are tested against what that look left of it: if the list keeps its bound, at most so many of the others
 * are bad. What was seen of a list that has grown is not forgotten when one of its checks is taken back.
 * @returns with `drawUpTo` counted from the first member of the lot, as for a proof
 */
function watchList({ lot, proof, outcomes }: ListWithProof): SpotCheckState | null {
  const from = proof.certifiedAt === null ? lot.continues && lot.spotChecksFrom : lot.looks[proof.certifiedAt]!.nChecks;
  if (from === null) return null;
  const nBad = outcomes.slice(0, from).filter(countsAsBad).length;
  const further = outcomes.slice(from).map((outcome, index) => {
    if (lot.gone.has(lot.checks[from + index]!)) return "gone";
    return outcome === "put-off" ? "bad" : outcome;
  });
  const mostBad = Math.max(0, smallestCountAbove(lot.size, lot.alpha) - 1 - nBad);
  const state = evaluateSpotChecks(further, { size: lot.size - from, mostBad });
  return { ...state, drawUpTo: from + state.drawUpTo };
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
  const { further } = guaranteeWords(facts, "en");
  return { ...facts, reason: guaranteeReason(facts), further, sentence: guaranteeSentence(facts) };
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
 * sight. Whatever speaks against it counts as bad: raters who disagree, a blind reject that was changed once the judge's
 * word was seen; `later`, too, until it is decided. An accept that nobody gave blind proves nothing.
 */
export function checkOutcome(state: LabelState | undefined): CheckOutcome {
  if (!state || state.word === null) return "undecided";
  if (state.word === "later") return "put-off";
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

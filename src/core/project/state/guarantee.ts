import type { Guarantee } from "#contract/guarantee.ts";
import { type CheckOutcome, evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
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
  /** Where the list may be asked to grow: how many of its drawn checks count for that. Null where it may not. */
  readonly nCarried: number | null;
}

const UNPROVEN = { proof: null, watch: null, isProven: false, growth: null, nCarried: null } as const;

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
  const watch = alarm ?? inForce.watch;
  const isProven = watch !== null && !watch.isAlarmed;
  const isSpotless = isProven && proof.nBad === 0 && !hasBadFurther(inForce);
  const growth = isSpotless && longer && canBeProven(longer, states) ? longer : null;
  const nCarried = isSpotless && isLongest ? carriedOf(inForce) : null;
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
    // While a list grows, it is not watched yet.
    spot_checks: growth ? { ...inNumbers(watch), n_to_next_look: 0 } : inNumbers(watch),
  });
  return { lot, proof, watch, isProven, growth, nCarried, guarantee };
}

interface ListWithProof {
  readonly lot: Lot;
  readonly outcomes: readonly CheckOutcome[];
  readonly proof: ProofState;
  /** Of the draws beyond the look that certified it; where it is not certified, beyond its first. */
  readonly watch: SpotCheckState | null;
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
 * A list that has grown holds the checks of the lists before it, and allows no bad one: what proves it proves those, too.
 * What is seen of any of the lists counts, whichever is in force: a list takes the place of another only where no further
 * draw of that one was bad, and an alarm that one of them has raised stays.
 */
function standingOf(project: ReadableProject, chain: LotChain, states: ReadonlyMap<number, LabelState>): Standing {
  const lists = new Map<number, ListWithProof>();
  const at = (index: number): ListWithProof => {
    const list = lists.get(index) ?? listWithProof(project, chain.at(index), states);
    lists.set(index, list);
    return list;
  };
  let index = chain.length - 1;
  while (index > 0 && at(index).proof.certifiedAt === null) index -= 1;
  const isCertified = at(index).proof.certifiedAt !== null;
  for (let before = 0; before < index; before += 1)
    if (chain.isDrawnOn(before) && hasBadFurther(at(before))) index = before;
  const others = Array.from({ length: chain.length }, (_, other) => other).filter(
    (other) => other !== index && isCertified && chain.isDrawnOn(other),
  );
  return {
    inForce: at(index),
    longer: index + 1 < chain.length ? at(index + 1) : null,
    isLongest: index === chain.length - 1,
    alarm: others.map((other) => at(other).watch).find((watch) => watch?.isAlarmed) ?? null,
  };
}

function listWithProof(project: ReadableProject, lot: Lot, states: ReadonlyMap<number, LabelState>): ListWithProof {
  const outcomes = drawnOutcomes(project, lot, states);
  const proof = proofOf(lot, outcomes);
  return { lot, outcomes, proof, watch: watchList(lot, proof, outcomes) };
}

/** The draws of a list beyond those that prove it. */
function furtherOutcomes({ lot, outcomes, proof }: Pick<ListWithProof, "lot" | "outcomes" | "proof">): CheckOutcome[] {
  return outcomes.slice(lot.looks[proof.certifiedAt ?? 0]?.nChecks ?? 0);
}

function hasBadFurther(list: ListWithProof): boolean {
  return furtherOutcomes(list).includes("bad");
}

/** The checks that count for a longer list, too: all that were drawn from a first list if they are decided, else those of its proof. */
function carriedOf(list: ListWithProof): number {
  const isWhole = list.lot.strata === null && !furtherOutcomes(list).includes("undecided");
  return isWhole ? list.lot.nDrawn : list.proof.nDecided;
}

/**
 * Not where a check was bad, nor where one can no longer be marked blind (taken out of the project, or accepted with the
 * judge's word in sight): then the list stays as it is, and is watched.
 */
function canBeProven({ lot, outcomes, proof }: ListWithProof, states: ReadonlyMap<number, LabelState>): boolean {
  const isLost = (candidateId: number, at: number): boolean =>
    outcomes[at] === "undecided" && (lot.gone.has(candidateId) || (states.get(candidateId)?.word ?? null) !== null);
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
 * the list keeps its bound, at most so many of the others are bad. What was seen of a list that has grown is not forgotten
 * when one of its checks is taken back.
 * @returns with `drawUpTo` counted from the first member of the lot, as for a proof
 */
function watchList(lot: Lot, proof: ProofState, outcomes: readonly CheckOutcome[]): SpotCheckState | null {
  const isGrown = lot.continues !== null;
  if (proof.certifiedAt === null && !isGrown) return null;
  const { nChecks } = lot.looks[proof.certifiedAt ?? 0]!;
  const nBad = outcomes.slice(0, nChecks).filter((outcome) => outcome === "bad").length;
  const further = outcomes
    .slice(nChecks)
    .map((outcome, index) => (lot.gone.has(lot.members[nChecks + index]!) ? "gone" : outcome));
  const mostBad = Math.max(0, smallestCountAbove(lot.members.length, lot.alpha) - 1 - nBad);
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

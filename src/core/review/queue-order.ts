import { isAskedFor, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { PersonsWord } from "#domain/verdict/decide.ts";
import { drawnUnchanged, type Lot } from "../project/queries/lots.ts";
import type { Catalogue } from "../project/state/catalogue.ts";
import { checkOutcome } from "../project/state/guarantee.ts";
import { sortByKey } from "./sort-by-key.ts";

/** What is open, by why it is: places in the catalogue, each part in the order in which it should be asked. */
export interface QueueParts {
  /** Raters disagree. */
  readonly disagreement: readonly number[];
  /**
   * Random checks of the version in use that wait for a mark that counts, in the order of their lot: they prove its list, or
   * the longer one that a proven list may grow to.
   */
  readonly checks: readonly number[];
  /** Spot checks of a proven list that wait for a mark that counts, in the order of their lot. */
  readonly spotChecks: readonly number[];
  /** What teaches the judge most; before the first judge, a seeded choice. */
  readonly teaching: readonly number[];
  /** Put off by a person. */
  readonly later: readonly number[];
  /** Open, but their case has an accepted mask of that class already. */
  readonly settled: readonly number[];
}

/**
 * Sorts all open masks. Random checks come by lot alone: teaching with them would spend them.
 * @param seed of the choice before there is a judge
 */
export function queueParts(catalogue: Catalogue, seed: number): QueueParts {
  const { columns, isProven } = catalogue;
  const slotOf = slotsOf(catalogue);
  const settledSlots = settledIn(catalogue);
  const known = knownWords(catalogue);
  const [disagreement, teaching, later, settled]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let place = 0; place < columns.n; place += 1) {
    const word = known[place] ?? null;
    if (word === "disagreement") disagreement.push(place);
    else if (word === "later") later.push(place);
    else if (word !== null) continue;
    else if (isProven && catalogue.isOnProvenList(columns.ids[place]!)) continue;
    else if (settledSlots.size > 0 && settledSlots.has(slotOf(place))) settled.push(place);
    else teaching.push(place);
  }
  const ordered = catalogue.version === null ? firstChoice(catalogue, teaching, seed) : byDoubt(catalogue, teaching);
  const { lot, proof, growth } = catalogue.guarantee ?? { lot: null, proof: null, growth: null };
  const checksOf = (list: CheckedList | null): number[] => (list ? undecidedChecks(catalogue, list) : []);
  const own = lot && proof ? checksOf({ lot, proof, isWatched: isProven }) : [];
  const further = checksOf(growth && { ...growth, isWatched: false });
  const spotChecks = isProven ? own.filter((place) => !further.includes(place)) : [];
  const checks = isProven ? further : own;
  return { disagreement, checks, spotChecks, teaching: ordered, later, settled };
}

/** One number for a case and a class; class ids are small. */
function slotsOf({ columns }: Catalogue): (place: number) => number {
  return (place) => columns.cases[place]! * 65_536 + columns.classes[place]!;
}

/** Cases and classes that have an accepted mask. */
function settledIn(catalogue: Catalogue): ReadonlySet<number> {
  const { columns, states, isProven, lot } = catalogue;
  const slotOf = slotsOf(catalogue);
  const settled = new Set<number>();
  for (const [id, { word }] of states) if (word === "accept") settled.add(slotOf(columns.placeOf(id)));
  for (const id of isProven ? lot!.members : []) {
    const place = columns.placeOf(id);
    if (place >= 0 && catalogue.verdictOf(id) === "accepted") settled.add(slotOf(place));
  }
  return settled;
}

/** A list whose checks prove it, or only watch it. */
interface CheckedList {
  readonly lot: Lot;
  readonly proof: ProofState;
  readonly isWatched: boolean;
}

/**
 * What is known of the few masks that something is known of, by place: looking up each of 100,000 would cost more. A
 * check that was put off is asked again as a check, unless what it proves is proven without it.
 */
function knownWords(catalogue: Catalogue): readonly (PersonsWord | "check" | undefined)[] {
  const { columns, states, guarantee, isProven } = catalogue;
  const known: (PersonsWord | "check")[] = [];
  const own = guarantee?.lot ? drawnUnchanged(guarantee.lot) : [];
  const further = guarantee?.growth ? drawnUnchanged(guarantee.growth.lot) : [];
  const proving = new Set(isProven ? further : own);
  for (const id of [...own, ...further]) known[columns.placeOf(id)] = "check";
  for (const [id, { word }] of states) if (word !== "later" || !proving.has(id)) known[columns.placeOf(id)] = word;
  return known;
}

function undecidedChecks(catalogue: Catalogue, { lot, proof, isWatched }: CheckedList): number[] {
  const { states, columns } = catalogue;
  return lot.members.slice(0, lot.nDrawn).flatMap((id, position) => {
    const state = states.get(id);
    // An accept that nobody gave blind proves nothing, and `later` is no decision: both are asked again.
    if (lot.exchanged.has(id)) return [];
    const isOpen = isAskedFor(checkOutcome(state), isWatched);
    // Drawn to watch a list whose proof was taken back: they wait for it.
    const isEarly = proof.nMoreNeeded > 0 && position >= proof.drawUpTo && catalogue.drawnFor(id) === "spot-check";
    const place = columns.placeOf(id);
    return isOpen && !isEarly && place >= 0 ? [place] : [];
  });
}

/** Checks on the proven list that nobody has marked: no list may tell of them what the judge says. */
export function hiddenSpotChecks(catalogue: Catalogue): Set<number> {
  const { columns, states, isProven, checks } = catalogue;
  const hidden = new Set<number>();
  for (const id of isProven ? checks : [])
    if (!states.has(id) && catalogue.isOnProvenList(id) && columns.placeOf(id) >= 0) hidden.add(columns.placeOf(id));
  return hidden;
}

/** Goes round the cases; within a case, the sources that have been chosen least so far come first. */
function firstChoice({ columns }: Catalogue, places: readonly number[], seed: number): number[] {
  const used = new Uint32Array(columns.sourceNames.length);
  const groups = new Map<number, number[]>();
  for (const place of shuffled(places, createRng(seed, "queue"))) {
    const group = groups.get(columns.cases[place]!);
    if (group) group.push(place);
    else groups.set(columns.cases[place]!, [place]);
  }
  const chosen: number[] = [];
  let round = [...groups.values()];
  while (round.length > 0) {
    for (const group of round) {
      const fewest = Math.min(...group.map((place) => used[columns.sources[place]!]!));
      const at = group.findIndex((place) => used[columns.sources[place]!] === fewest);
      const [place] = group.splice(at, 1) as [number];
      used[columns.sources[place]!]! += 1;
      chosen.push(place);
    }
    round = round.filter((group) => group.length > 0);
  }
  return chosen;
}

/** Nearest to one half first, one of each case before the second of any. Masks without a score come last. */
function byDoubt({ columns, pGood }: Catalogue, places: readonly number[]): number[] {
  const sorted = sortByKey(places, (place) => (Number.isNaN(pGood[place]!) ? 1 : Math.abs(pGood[place]! - 0.5)));
  const turns: number[][] = [];
  const nTaken = new Uint16Array(columns.cases.reduce((most, caseId) => Math.max(most, caseId), 0) + 1);
  for (const place of sorted) (turns[nTaken[columns.cases[place]!]!++] ??= []).push(place);
  return turns.flat();
}

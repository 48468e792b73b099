import type { ProofState } from "#domain/guarantee/evaluate-checks.ts";
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
  /** Spot checks of a proven list that does not grow and that wait for a mark that counts, in the order of their lot. */
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
  const waiting = undecidedChecks(catalogue);
  const [checks, spotChecks] = isOnlyWatched(catalogue) ? [[], waiting] : [waiting, []];
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

/** The list whose checks are under way: the longer one that a proven list may grow to, else the list itself. */
function checkedList({ guarantee }: Catalogue): { readonly lot: Lot; readonly proof: ProofState } | null {
  if (!guarantee?.lot || !guarantee.proof) return null;
  return guarantee.growth ?? { lot: guarantee.lot, proof: guarantee.proof };
}

/** Whether what its checks are to prove is proven, and they only watch. */
function isOnlyWatched({ guarantee }: Catalogue): boolean {
  return guarantee !== null && guarantee.isProven && !guarantee.growth;
}

/**
 * What is known of the few masks that something is known of, by place: looking up each of 100,000 would cost more. A
 * check that was put off is asked again as a check, unless what it proves is proven without it.
 */
function knownWords(catalogue: Catalogue): readonly (PersonsWord | "check" | undefined)[] {
  const { columns, states } = catalogue;
  const known: (PersonsWord | "check")[] = [];
  const list = checkedList(catalogue);
  const checks = new Set(list && drawnUnchanged(list.lot));
  const isWatched = isOnlyWatched(catalogue);
  for (const id of checks) known[columns.placeOf(id)] = "check";
  for (const [id, { word }] of states)
    if (word !== "later" || isWatched || !checks.has(id)) known[columns.placeOf(id)] = word;
  return known;
}

function undecidedChecks(catalogue: Catalogue): number[] {
  const { states, columns } = catalogue;
  const list = checkedList(catalogue);
  if (!list) return [];
  const { lot, proof } = list;
  const isWatched = isOnlyWatched(catalogue);
  return lot.members.slice(0, lot.nDrawn).flatMap((id, position) => {
    const state = states.get(id);
    // An accept that nobody gave blind proves nothing, and `later` is no decision: both are asked again.
    if (lot.exchanged.has(id)) return [];
    const isOpen = checkOutcome(state) === "undecided" || (state?.word === "later" && !isWatched);
    // Drawn to watch a list whose proof was taken back: they wait for it.
    const isEarly = proof.nMoreNeeded > 0 && position >= proof.drawUpTo && catalogue.drawnFor(id) === "spot-check";
    const place = columns.placeOf(id);
    return isOpen && !isEarly && place >= 0 ? [place] : [];
  });
}

/** Spot checks of the proven list that nobody has marked: no list may tell of them what the judge says. */
export function hiddenSpotChecks(catalogue: Catalogue): Set<number> {
  const { columns, states, isProven } = catalogue;
  if (!isProven) return new Set();
  const isHidden = (id: number): boolean => !states.has(id) && catalogue.isOnProvenList(id);
  return new Set(undecidedChecks(catalogue).filter((place) => isHidden(columns.ids[place]!)));
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

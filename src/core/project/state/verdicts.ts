import type { Guarantee } from "#contract/guarantee.ts";
import type { Verdict } from "#contract/records.ts";
import { decideVerdict, type PersonsWord } from "#domain/verdict/decide.ts";
import type { ReadableProject } from "../project.ts";
import { currentVersion, type Score, scoresInTurns, scoresOf } from "../queries/judges.ts";
import { type LabelState, labelStates } from "../queries/labels.ts";
import { acceptedUnseen, drawnUnchanged } from "../queries/lots.ts";
import { guaranteeOf, settingsFor } from "./guarantee.ts";

/** What happens to every candidate as things stand: derived from labels, scores and the proven list, never stored. */
export interface VerdictBook {
  /** The judge version in use; null before the first. */
  readonly version: number | null;
  readonly guarantee: Guarantee | null;
  readonly states: ReadonlyMap<number, LabelState>;
  readonly scores: ReadonlyMap<number, Score>;
  /** Candidates that the judge accepts without a person: the proven list, or none. */
  readonly proven: ReadonlySet<number>;
  /** Checks of the version in use that wait for their first mark: nothing may say what the judge says of them. */
  readonly waiting: ReadonlySet<number>;
  wordOf(candidateId: number): PersonsWord;
  verdictOf(candidateId: number): Verdict;
}

export function verdictBook(project: ReadableProject): VerdictBook {
  const version = currentVersion(project);
  return bookWith(project, version, version === null ? new Map() : scoresOf(project, version));
}

/** The same for a window that is at work meanwhile. */
export async function verdictBookInTurns(project: ReadableProject): Promise<VerdictBook> {
  const version = currentVersion(project);
  return bookWith(project, version, version === null ? new Map() : await scoresInTurns(project, version));
}

function bookWith(project: ReadableProject, version: number | null, scores: ReadonlyMap<number, Score>): VerdictBook {
  const states = labelStates(project);
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  const state = version === null ? null : guaranteeOf(project, version, alpha, delta, states);
  const proven = new Set(state?.isProven ? acceptedUnseen(state.lot!) : []);
  const drawn = [state?.lot, state?.growth?.lot].flatMap((lot) => (lot ? drawnUnchanged(lot) : []));
  const wordOf = (candidateId: number): PersonsWord => states.get(candidateId)?.word ?? null;
  return {
    version,
    guarantee: state?.guarantee ?? null,
    states,
    scores,
    proven,
    waiting: new Set(drawn.filter((candidateId) => !states.has(candidateId))),
    wordOf,
    verdictOf: (candidateId) => decideVerdict(wordOf(candidateId), proven.has(candidateId)),
  };
}

export function verdictCounts(project: ReadableProject, book = verdictBook(project)): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { accepted: 0, rejected: 0, "to-review": 0 };
  for (const { id } of project.all<{ id: number }>("SELECT id FROM candidate WHERE retired_at IS NULL"))
    counts[book.verdictOf(id)] += 1;
  return counts;
}

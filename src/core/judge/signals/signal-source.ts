import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { cancelledError } from "#contract/errors.ts";
import { forEachBounded } from "../../jobs/bounded.ts";
import type { CandidateSource } from "../../project/queries/candidates.ts";
import { byCase, readCase, type Readers } from "../read-case.ts";
import type { SignalsAnswer } from "./read-signals.ts";

/** Grows when what is measured changes: what was measured before is then measured again. */
const MEASURED_BY = 4;

const CASES_TOGETHER = 32;
/** How many times as many are on their way: some are measured while networks look at others. */
const AHEAD = 3;

/** What was measured before, by content; may forget everything at any time. */
export interface SignalStore {
  get(key: string): Uint8Array | null;
  put(key: string, bytes: Uint8Array): void;
}

/** The masks of a case and what was measured of them, in the same order. */
export interface CaseSignals {
  /** Names what was measured by its content. */
  readonly key: string;
  readonly candidates: readonly CandidateSource[];
  readonly signals: SignalsAnswer;
}

/** Measures the masks of cases, each once as long as neither it nor a mask beside it changes. */
export class SignalSource {
  readonly #readers: Readers;
  readonly #store: SignalStore;
  readonly #silent: ReadonlySet<string>;
  /** Networks see fine planes of images of which those show more. */
  readonly isFine: boolean;

  /**
   * @param silent sources whose masks are judged, but do not speak for others: copies that were altered
   * @param isFine networks see fine planes of images of which those show more
   */
  constructor(readers: Readers, store: SignalStore, silent: ReadonlySet<string>, isFine = false) {
    this.#readers = readers;
    this.#store = store;
    this.#silent = silent;
    this.isFine = isFine;
  }

  /** The same source with fine planes, or without. */
  seenFine(isFine: boolean): SignalSource {
    return new SignalSource(this.#readers, this.#store, this.#silent, isFine);
  }

  /**
   * Hands on all cases in their order, some at a time, while the next ones are measured and asked about; memory stays that
   * of a few cases. Which cases go together does not depend on how fast anything is: neither do the figures of networks
   * that see them together.
   * @param candidates those of a case one after the other, and all of them
   * @param ask finds out more about some cases, begun while others are still asked about
   */
  async forEach<T>(
    candidates: Iterable<CandidateSource>,
    signal: AbortSignal,
    ask: (cases: readonly CaseSignals[]) => Promise<T>,
    onCases: (cases: readonly CaseSignals[], answer: T) => void,
  ): Promise<void> {
    const groups = byCase(candidates);
    const ahead: Promise<{ cases: readonly CaseSignals[]; answer: T } | null>[] = [];
    const begin = (): void => {
      const next = this.#together(groups, signal).then(async (cases) =>
        cases.length === 0 ? null : { cases, answer: await ask(cases) },
      );
      // Its failure is met where it is awaited; until then it must not count as unheard.
      next.catch(() => undefined);
      ahead.push(next);
    };
    try {
      for (let i = 0; i < AHEAD; i += 1) begin();
      for (;;) {
        const done = await ahead.shift();
        if (!done) return;
        begin();
        onCases(done.cases, done.answer);
      }
    } finally {
      // Whoever is told of a failure may close what the others still use.
      await Promise.allSettled(ahead);
    }
  }

  async #together(groups: Iterator<CandidateSource[]>, signal: AbortSignal): Promise<CaseSignals[]> {
    const taken: CandidateSource[][] = [];
    while (taken.length < CASES_TOGETHER) {
      const { value, done } = groups.next();
      if (done) break;
      taken.push(value);
    }
    const cases = new Array<CaseSignals>(taken.length);
    await forEachBounded(taken.entries(), this.#readers.pool.size + 1, async ([index, group]) => {
      if (signal.aborted) throw cancelledError();
      cases[index] = await this.#measure(group);
    });
    return cases;
  }

  async #measure(group: readonly CandidateSource[]): Promise<CaseSignals> {
    const key = keyOf(group, this.#silent, this.isFine);
    const stored = this.#store.get(key);
    if (stored) return { key, candidates: group, signals: deserialize(stored) as SignalsAnswer };
    const masks = group.map(({ classId, source }) => ({ classId, votes: !this.#silent.has(source) }));
    const answer = await readCase<SignalsAnswer>(
      "judge.readSignals",
      group,
      { about: masks, isFine: this.isFine },
      this.#readers,
    );
    if ("problem" in answer) return { key, candidates: group, signals: { masks: group.map(() => answer), images: [] } };
    // What could not be read today may be there tomorrow.
    if (answer.masks.every((mask) => !("problem" in mask))) this.#store.put(key, serialize(answer));
    return { key, candidates: group, signals: answer };
  }
}

function keyOf(group: readonly CandidateSource[], silent: ReadonlySet<string>, isFine: boolean): string {
  const hash = createHash("sha256");
  const [first] = group as [CandidateSource];
  hash.update(JSON.stringify([MEASURED_BY, isFine, first.image.sha256, first.window, first.spacingMm]));
  for (const { mask, classId, source } of group)
    hash.update(JSON.stringify([mask.sha256, mask.labelValue, classId, silent.has(source)]));
  return `signals:${hash.digest("hex")}`;
}

import type { Verdict } from "#contract/records.ts";
import { decideVerdict, type PersonsWord } from "#domain/verdict/decide.ts";
import type { ReadableProject } from "../project.ts";
import { currentVersion } from "../queries/judges.ts";
import { type LabelState, stateOf } from "../queries/labels.ts";
import {
  acceptedUnseen,
  type DrawPurpose,
  drawnMasks,
  drawnUnchanged,
  type Lot,
  type LotChain,
  lotsFor,
} from "../queries/lots.ts";
import { type Columns, loadCaseNames, loadColumns, loadScores, placesByCaseName } from "./catalogue-columns.ts";
import { type LabelEntry, labelsSince } from "./catalogue-labels.ts";
import { exchangesOf } from "./exchanged-images.ts";
import { type GuaranteeState, guaranteeOfLots, settingsFor } from "./guarantee.ts";

/** What the tables that are only ever added to looked like when they were last read. */
interface Stamp {
  readonly labels: number;
  readonly uses: number;
  readonly lots: number;
  readonly draws: number;
  readonly alpha: number;
  readonly delta: number;
}

/**
 * The masks of an open project in memory, with what people and the judge say of them: what `verdictBook` derives from
 * the whole file, kept up to date row by row, so that a mark among 100,000 masks costs no more than one among ten.
 *
 * Labels, versions in use, lots and draws are only ever added to: `sync` reads what is new of them. Masks, files and
 * scores can change in other ways; whoever changes them says so with `invalidate`. An image that is exchanged is noticed at
 * once, in the midst of a job, too: no label may be shown on an image that it was not given on. What another process has
 * written is noticed by SQLite's own counter.
 */
export class Catalogue {
  readonly #project: ReadableProject;
  #columns: Columns | null = null;
  /** By mask: each rater's latest label that counts. */
  #labels = new Map<number, Map<string, LabelEntry>>();
  #states = new Map<number, LabelState>();
  #version: number | null = null;
  #pGood: Float64Array = new Float64Array();
  #caseNames: ReadonlyMap<number, string> | null = null;
  #placesByCase: Int32Array | null = null;
  readonly #derived = new Map<string, unknown>();
  #lots: LotChain | null = null;
  #lists: Lists = NO_LISTS;
  #everDrawn: ReadonlyMap<number, DrawPurpose> = new Map();
  #guarantee: GuaranteeState | null = null;
  #stamp: Stamp | null = null;
  #theirWrites = -1;
  #ourWrites = -1;
  #exchanges = 0;
  #revision = 0;

  constructor(project: ReadableProject) {
    this.#project = project;
  }

  /** Masks, files or scores have changed in the file: they are read again when next needed. */
  invalidate(): void {
    this.#columns = null;
  }

  /** Brings everything up to date with the file. Costs next to nothing when nothing has changed. */
  sync(): void {
    const { theirs, ours } = this.#project.get<{ theirs: number; ours: number }>(
      "SELECT (SELECT data_version FROM pragma_data_version) AS theirs, total_changes() AS ours",
    )!;
    const exchanges = exchangesOf(this.#project);
    if (theirs !== this.#theirWrites || exchanges !== this.#exchanges) this.#columns = null;
    else if (this.#columns && ours === this.#ourWrites) return;
    [this.#theirWrites, this.#ourWrites, this.#exchanges] = [theirs, ours, exchanges];
    const stamp = this.#readStamp();
    const isNew = this.#columns === null;
    if (isNew) {
      this.#columns = loadColumns(this.#project);
      this.#caseNames = null;
      this.#placesByCase = null;
      this.#derived.clear();
      this.#labels = new Map();
      this.#states = new Map();
    }
    const known = isNew ? null : this.#stamp;
    if (stamp.labels !== known?.labels) this.#readLabels(known?.labels ?? 0);
    if (stamp.uses !== known?.uses) this.#readScores();
    const hasOtherLot =
      stamp.uses !== known?.uses ||
      stamp.lots !== known.lots ||
      stamp.draws !== known.draws ||
      stamp.alpha !== known.alpha ||
      stamp.delta !== known.delta;
    if (hasOtherLot) this.#readLot(stamp);
    this.#guarantee = null;
    this.#stamp = stamp;
    this.#revision += 1;
  }

  /** Changes whenever anything in here does: what is derived from it may be kept until then. */
  get revision(): number {
    return this.#revision;
  }

  get columns(): Columns {
    if (!this.#columns) this.sync();
    return this.#columns!;
  }

  /** Names of cases in lower case. */
  get caseNames(): ReadonlyMap<number, string> {
    return (this.#caseNames ??= loadCaseNames(this.#project));
  }

  /** All places, by case name and letter. */
  get placesByCase(): Int32Array {
    return (this.#placesByCase ??= placesByCaseName(this.#project, this.columns));
  }

  /** What follows from masks and files alone, kept until they change. */
  derived<T>(name: string, derive: () => T): T {
    if (!this.#derived.has(name)) this.#derived.set(name, derive());
    return this.#derived.get(name) as T;
  }

  get states(): ReadonlyMap<number, LabelState> {
    return this.#states;
  }

  /** Each rater's latest label that counts. */
  labelsOf(candidateId: number): ReadonlyMap<string, LabelEntry> {
    return this.#labels.get(candidateId) ?? NO_LABELS;
  }

  get labelled(): ReadonlyMap<number, ReadonlyMap<string, LabelEntry>> {
    return this.#labels;
  }

  /** The version in use; null before the first. */
  get version(): number | null {
    return this.#version;
  }

  /** Probability of being good by the version in use, by place; NaN where there is none. */
  get pGood(): Float64Array {
    return this.#pGood;
  }

  scoreOf(candidateId: number): number | null {
    const p = this.#pGood[this.columns.placeOf(candidateId)];
    return p === undefined || Number.isNaN(p) ? null : p;
  }

  /** The frozen list of the version in use for the project's guarantee: the longest proven one, else the first. */
  get lot(): Lot | null {
    return this.guarantee?.lot ?? null;
  }

  /** The random checks of the version in use that were drawn from its list, or for the longer one. */
  get checks(): ReadonlySet<number> {
    return this.#listsNow().drawn;
  }

  /** Whether a mask is one of them. */
  isCheck(candidateId: number): boolean {
    return this.#listsNow().drawn.has(candidateId);
  }

  /** What a mask was drawn for as a check of any version; null where it never was. */
  drawnFor(candidateId: number): DrawPurpose | null {
    return this.#everDrawn.get(candidateId) ?? null;
  }

  /** Null before the first judge. */
  get guarantee(): GuaranteeState | null {
    if (!this.#lots) return null;
    return (this.#guarantee ??= guaranteeOfLots(
      this.#project,
      this.#lots,
      settingsFor(this.#project, undefined, undefined),
      this.#states,
    ));
  }

  get isProven(): boolean {
    return this.guarantee?.isProven ?? false;
  }

  wordOf(candidateId: number): PersonsWord {
    return this.#states.get(candidateId)?.word ?? null;
  }

  /** Whether the judge would accept it without a person. */
  isOnProvenList(candidateId: number): boolean {
    return this.isProven && this.#listsNow().members.has(candidateId);
  }

  verdictOf(candidateId: number): Verdict {
    return decideVerdict(this.wordOf(candidateId), this.isOnProvenList(candidateId));
  }

  #readStamp(): Stamp {
    const row = this.#project.get<Omit<Stamp, "alpha" | "delta">>(
      `SELECT (SELECT coalesce(max(id), 0) FROM label) AS labels, (SELECT coalesce(max(id), 0) FROM judge_use) AS uses,
         (SELECT coalesce(max(id), 0) FROM lot) AS lots, (SELECT coalesce(max(id), 0) FROM draw) AS draws`,
    )!;
    return { ...row, ...settingsFor(this.#project, undefined, undefined) };
  }

  #readLabels(after: number): void {
    const touched = new Set<number>();
    for (const { rater, ...label } of labelsSince(this.#project, after)) {
      const ofMask = this.#labels.get(label.candidate_id) ?? new Map<string, LabelEntry>();
      if (label.label !== "clear") ofMask.set(rater, label);
      else ofMask.delete(rater);
      this.#labels.set(label.candidate_id, ofMask);
      touched.add(label.candidate_id);
    }
    for (const candidateId of touched) {
      const ofMask = this.#labels.get(candidateId)!;
      if (ofMask.size === 0) {
        this.#labels.delete(candidateId);
        this.#states.delete(candidateId);
      } else this.#states.set(candidateId, stateOf([...ofMask.values()]));
    }
  }

  #readScores(): void {
    this.#version = currentVersion(this.#project);
    this.#pGood = loadScores(this.#project, this.#columns!, this.#version);
  }

  #readLot({ alpha, delta }: Stamp): void {
    this.#lots = this.#version === null ? null : lotsFor(this.#project, this.#version, alpha, delta);
    this.#lists = NO_LISTS;
    this.#everDrawn = drawnMasks(this.#project);
  }

  /** Marks can prove a longer list, or take a proof back. */
  #listsNow(): Lists {
    const { lot, growth } = this.guarantee ?? { lot: null, growth: null };
    const longer = growth?.lot ?? null;
    if (this.#lists.lot !== lot || this.#lists.longer !== longer) {
      const drawn = [lot, longer].flatMap((list) => (list ? drawnUnchanged(list) : []));
      this.#lists = { lot, longer, members: new Set(lot && acceptedUnseen(lot)), drawn: new Set(drawn) };
    }
    return this.#lists;
  }
}

/** The list in force and the one that it may grow to, as sets. */
interface Lists {
  readonly lot: Lot | null;
  readonly longer: Lot | null;
  readonly members: ReadonlySet<number>;
  readonly drawn: ReadonlySet<number>;
}

const NO_LISTS: Lists = { lot: null, longer: null, members: new Set(), drawn: new Set() };

const NO_LABELS: ReadonlyMap<string, LabelEntry> = new Map();

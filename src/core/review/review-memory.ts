import type { LabelValue, QueueItem } from "#contract/records.ts";
import type { ReadableProject, WritableProject } from "../project/project.ts";

export type QueueReason = QueueItem["reason"];

/** First time that a rater had the judge's word on a mask in sight, under one version. */
export interface Sight {
  /** The rater's label at that time, where it had been given without it. */
  readonly label: LabelValue | null;
}

/** Why a mask is in a queue, by number; 0 is none. */
export const queueReasons: readonly (QueueReason | null)[] = [
  null,
  "random",
  "informative",
  "first",
  "disagreement",
  "later",
  "spot-check",
];

/** How a rater's list was laid out, by mask id; ids are whole numbers from 1 on, without large gaps. */
export interface ListLayout {
  /** Index into `queueReasons`: why each mask of the queue is in it. */
  readonly reasons: Uint8Array;
  /** 1 for masks whose place in the list told the judge's score. */
  readonly byScore: Uint8Array;
}

/**
 * What raters have been shown: their queues, and which masks' verdicts or opinions of the judge they had in sight. The
 * core keeps this itself, so that whether a mark was blind does not depend on what a window says. Opinions that were
 * asked for are in the history, and outlast the program.
 */
export class ReviewMemory {
  readonly #lists = new Map<string, ListLayout>();
  readonly #sights = new Map<string, Sight>();

  constructor(project: ReadableProject) {
    const rows = project.all<{ actor: string; after: string }>(
      "SELECT actor, after FROM audit WHERE action = 'opinion.shown' ORDER BY id",
    );
    for (const { actor, after } of rows) {
      const { candidate_id: id, version, label } = JSON.parse(after) as ShownEntry;
      this.#note(actor, id, version, label);
    }
  }

  /** The rater's list as it was last laid out. */
  setList(rater: string, list: ListLayout): void {
    this.#lists.set(rater, list);
  }

  isInQueue(rater: string, candidateId: number): boolean {
    return (this.#lists.get(rater)?.reasons[candidateId] ?? 0) > 0;
  }

  whyInQueue(rater: string, candidateId: number): QueueReason | null {
    return queueReasons[this.#lists.get(rater)?.reasons[candidateId] ?? 0]!;
  }

  isListedByScore(rater: string, candidateId: number): boolean {
    return this.#lists.get(rater)?.byScore[candidateId] === 1;
  }

  sightOf(rater: string, candidateId: number, version: number): Sight | null {
    return this.#sights.get(keyOf(rater, candidateId, version)) ?? null;
  }

  /** A tile that says what the judge decided was drawn. */
  noteVerdictShown(rater: string, candidateId: number, version: number, label: LabelValue | null): void {
    this.#note(rater, candidateId, version, label);
  }

  /** The rater has asked for the judge's opinion. Recorded in the history the first time. */
  noteOpinionShown(
    project: WritableProject,
    rater: string,
    candidate: { readonly id: number; readonly name: string },
    version: number,
    label: LabelValue | null,
  ): void {
    if (this.sightOf(rater, candidate.id, version)) return;
    const after: ShownEntry = { candidate_id: candidate.id, version, label };
    project.transaction(() =>
      project.audit({ actor: rater, action: "opinion.shown", object: `candidate:${candidate.name}`, after }),
    );
    this.#note(rater, candidate.id, version, label);
  }

  #note(rater: string, candidateId: number, version: number, label: LabelValue | null): void {
    const key = keyOf(rater, candidateId, version);
    if (!this.#sights.has(key)) this.#sights.set(key, { label });
  }
}

interface ShownEntry {
  readonly candidate_id: number;
  readonly version: number;
  readonly label: LabelValue | null;
}

function keyOf(rater: string, candidateId: number, version: number): string {
  return `${version}/${candidateId}/${rater}`;
}

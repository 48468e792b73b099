import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { ReadableProject, WritableProject } from "../project/project.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";
import { insertLabels, type NewLabel } from "../project/queries/labels.ts";
import { referenceRater } from "../project/queries/reference-labels.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { guaranteeInUse } from "../project/state/guarantee.ts";
import { compareCase, ReferenceFindings } from "./reference-case.ts";

export interface LabelByReferenceOptions extends ParsedInput<"review.labelByReference"> {
  readonly project: WritableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Masks whose labels are stored in one transaction, at least: some 20 ms of writing. */
const BATCH = 100;

/**
 * Labels masks by their Dice with the masks of one source. Everything is compared each time, since a reference may have
 * changed; only labels that say something new are stored, a batch of cases at a time, so that one that is cut off keeps
 * what it has.
 */
export async function labelByReference(options: LabelByReferenceOptions): Promise<Output<"review.labelByReference">> {
  const { project, pool, source, signal, progress } = options;
  const classes = classesOfSource(project, source);
  const thresholds = thresholdsOf(classes, options);
  requireFolders(project);
  project.transaction(() => keepThresholds(project, source, classes, thresholds));
  const cases = casesWithReference(project, source);
  const counts = { nCases: cases.length, nAccepted: 0, nRejected: 0, taken: 0 };
  const findings = new ReferenceFindings(project);
  let waiting: NewLabel[] = [];
  const store = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) counts.taken += storeNew(project, batch);
  };
  progress.phase("Comparing with the reference", "cases", cases.length);
  let nDone = 0;
  try {
    await forEachBounded(cases, pool.size + 1, async (candidateId) => {
      if (signal.aborted) throw cancelledError();
      for (const { mask, dice } of await compareCase(options, candidateId, findings)) {
        const isGood = dice >= thresholds.get(mask.classId)!;
        counts[isGood ? "nAccepted" : "nRejected"] += 1;
        waiting.push(newLabel(mask, source, dice, isGood));
      }
      if (waiting.length >= BATCH) store();
      nDone += 1;
      progress.done(nDone);
    });
  } finally {
    store();
    drawFurther(project, guaranteeInUse(project));
  }
  return { ...counts, findings: findings.all };
}

interface SourceClass {
  readonly id: number;
  readonly name: string;
}

/**
 * The classes that a source has masks of.
 * @throws AppError bad-request where there is no such source
 */
function classesOfSource(project: ReadableProject, source: string): SourceClass[] {
  const classes = project.all<SourceClass>(
    "SELECT DISTINCT class.id, class.name FROM candidate JOIN class ON class.id = candidate.class_id WHERE candidate.source = ? AND candidate.retired_at IS NULL ORDER BY class.name",
    source,
  );
  if (classes.length > 0) return classes;
  const known = project
    .all<{ source: string }>("SELECT DISTINCT source FROM candidate WHERE retired_at IS NULL ORDER BY source")
    .map((row) => row.source);
  throw new AppError(
    "bad-request",
    `No mask has the source ${source}.`,
    known.length > 0 ? `The sources are: ${known.join(", ")}.` : "The project has no masks: add a folder first.",
  );
}

/**
 * Least Dice by class.
 * @throws AppError bad-request where a class is named that the source has no mask of
 */
function thresholdsOf(
  classes: readonly SourceClass[],
  { source, dice, diceOf }: LabelByReferenceOptions,
): Map<number, number> {
  const names = classes.map(({ name }) => name);
  const unknown = Object.keys(diceOf).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new AppError(
      "bad-request",
      `The source ${source} has no mask of the class ${unknown}.`,
      `Its classes are: ${names.join(", ")}.`,
    );
  return new Map(classes.map(({ id, name }) => [id, diceOf[name] ?? dice]));
}

/** What counts as good is the project's setting, and a release says it. */
function keepThresholds(
  project: WritableProject,
  source: string,
  classes: readonly SourceClass[],
  thresholds: ReadonlyMap<number, number>,
): void {
  const ofClass = Object.fromEntries(classes.map(({ id, name }) => [name, thresholds.get(id)!]));
  const value = { ...getSetting(project, "goodByReference"), [source]: ofClass };
  setSetting(project, "goodByReference", value, "winnow");
}

/** One mask of the source for every case that has any. */
function casesWithReference(project: ReadableProject, source: string): number[] {
  return project
    .all<{ id: number }>(
      "SELECT min(id) AS id FROM candidate WHERE source = ? AND retired_at IS NULL GROUP BY case_id ORDER BY case_id",
      source,
    )
    .map(({ id }) => id);
}

/** Blind: nothing of the judge's is looked at. */
function newLabel(mask: CandidateSource, source: string, dice: number, isGood: boolean): NewLabel {
  return {
    candidateId: mask.id,
    rater: referenceRater(source),
    label: isGood ? "accept" : "reject",
    reasons: [],
    reasonsNo: [],
    note: mask.source === source ? "The reference itself." : `Dice ${dice.toFixed(4)}.`,
    decidedAt: Date.now(),
    seconds: null,
    judgeVersion: null,
    score: null,
    opinionVisible: false,
    assertedRandom: false,
    origin: "reference",
  };
}

/** @returns how many of the labels were not there yet: the rater's last word, on the same files */
function storeNew(project: WritableProject, labels: readonly NewLabel[]): number {
  return project.transaction(() => {
    const fresh = labels.filter(({ candidateId, rater, label }) => {
      const last = project.get<{ isSame: 0 | 1 }>(
        `SELECT (label.label = ? AND label.image_sha256 = cases.image_sha256 AND label.mask_sha256 = candidate.mask_sha256) AS isSame
         FROM label JOIN candidate ON candidate.id = label.candidate_id JOIN cases ON cases.id = candidate.case_id
         WHERE candidate_id = ? AND rater = ? ORDER BY label.id DESC LIMIT 1`,
        label,
        candidateId,
        rater,
      );
      return last?.isSame !== 1;
    });
    insertLabels(project, fresh);
    return fresh.length;
  });
}

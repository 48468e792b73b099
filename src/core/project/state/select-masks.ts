import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadableProject } from "../project.ts";
import { candidateSources, type CandidateSource } from "../queries/candidates.ts";
import { classesInUse } from "../queries/classes.ts";
import { acceptedByReference } from "../queries/reference-labels.ts";
import { type VerdictBook, verdictBookInTurns } from "./verdicts.ts";

/** A mask that goes into a release, and why it was taken. */
export interface SelectedMask extends CandidateSource {
  readonly className: string;
  readonly classValue: number;
  readonly source: string;
  readonly acceptedBy: "person" | "judge";
  /** Accepted by its Dice with a reference, and by nobody who looked at it. */
  readonly isByReference: boolean;
  readonly reason: string;
  readonly pGood: number | null;
}

export interface SelectedCase {
  readonly id: number;
  readonly name: string;
  readonly masks: readonly SelectedMask[];
}

/** A case that stays out of a release, and why. */
export interface LeftOutCase {
  readonly caseId: number;
  readonly case: string;
  readonly kind: "none-accepted" | "not-every-class" | "other-channels" | "no-volume" | "no-dicom";
  readonly reason: string;
}

export interface Selection {
  readonly cases: readonly SelectedCase[];
  readonly leftOut: readonly LeftOutCase[];
  readonly classes: readonly { readonly id: number; readonly name: string; readonly value: number }[];
  readonly book: VerdictBook;
}

/** Some 20 ms of reading. */
const MASKS_A_TURN = 2000;

/**
 * At most one accepted mask for every case and class (design, rule 9): a person's choice before the judge's, the higher
 * score before the lower.
 * @param needsEveryClass leave out cases where some class of the project is neither accepted nor known to be absent,
 * since in a label map what is not drawn reads as background
 */
export async function selectMasks(project: ReadableProject, needsEveryClass: boolean): Promise<Selection> {
  const book = await verdictBookInTurns(project);
  const classes = classesInUse(project);
  const classOf = new Map(classes.map((row) => [row.id, row]));
  const byReference = acceptedByReference(project);
  const best = new Map<string, SelectedMask>();
  let nLooked = 0;
  for (const candidate of candidateSources(project)) {
    nLooked += 1;
    // A mark that is given meanwhile does not wait for all of them.
    if (nLooked % MASKS_A_TURN === 0) await nextTurn();
    if (book.verdictOf(candidate.id) !== "accepted") continue;
    const key = `${candidate.caseId}/${candidate.classId}`;
    const { name: className, value: classValue } = classOf.get(candidate.classId)!;
    const mask = describe({ ...candidate, className, classValue, isByReference: byReference.has(candidate.id) }, book);
    const rival = best.get(key);
    if (!rival || isBetter(mask, rival))
      best.set(key, rival ? { ...mask, reason: `${mask.reason}; chosen before ${rival.name}` } : mask);
  }
  const presence = needsEveryClass ? absentClasses(project) : new Set<string>();
  const leftOut: LeftOutCase[] = [];
  const cases: SelectedCase[] = [];
  for (const row of project.all<{ id: number; name: string }>(
    "SELECT id, name FROM cases WHERE retired_at IS NULL ORDER BY name",
  )) {
    const masks = classes.flatMap(({ id }) => best.get(`${row.id}/${id}`) ?? []);
    const open = needsEveryClass
      ? classes.filter(({ id }) => !best.has(`${row.id}/${id}`) && !presence.has(`${row.id}/${id}`))
      : [];
    const subject = { caseId: row.id, case: row.name };
    if (masks.length === 0) leftOut.push({ ...subject, kind: "none-accepted", reason: "no mask of it is accepted" });
    else if (open.length > 0)
      leftOut.push({
        ...subject,
        kind: "not-every-class",
        reason: `not decided for ${open.map(({ name }) => name).join(", ")}: what is not annotated is not background`,
      });
    else cases.push({ id: row.id, name: row.name, masks });
  }
  return { cases, leftOut, classes, book };
}

function describe(
  candidate: CandidateSource & Pick<SelectedMask, "className" | "classValue" | "isByReference">,
  book: VerdictBook,
): SelectedMask {
  const score = book.scores.get(candidate.id);
  const byPerson = book.wordOf(candidate.id) === "accept";
  return {
    ...candidate,
    acceptedBy: byPerson ? "person" : "judge",
    reason: candidate.isByReference
      ? "accepted by its Dice with a reference"
      : byPerson
        ? "accepted by a person"
        : `on the proven list of judge version ${book.version}`,
    pGood: score?.pGood ?? null,
  };
}

function isBetter(mask: SelectedMask, rival: SelectedMask): boolean {
  if (mask.acceptedBy !== rival.acceptedBy) return mask.acceptedBy === "person";
  return (mask.pGood ?? -1) > (rival.pGood ?? -1);
}

function absentClasses(project: ReadableProject): Set<string> {
  return new Set(
    project
      .all<{ case_id: number; class_id: number }>("SELECT case_id, class_id FROM presence WHERE state = 'absent'")
      .map((row) => `${row.case_id}/${row.class_id}`),
  );
}

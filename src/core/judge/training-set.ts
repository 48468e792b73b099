import { AppError } from "#contract/errors.ts";
import type { ReadableProject } from "../project/project.ts";
import { candidateSources } from "../project/queries/candidates.ts";
import { currentVersion } from "../project/queries/judges.ts";
import { labelStates } from "../project/queries/labels.ts";
import { drawnByVersion } from "../project/queries/lots.ts";
import type { LabelledCandidate } from "./judge-kind.ts";

/** Fewest labels that a judge is trained from, in all and of either kind. */
export const MIN_LABELS = 10;
export const MIN_OF_A_KIND = 3;
/** What the window asks for before it offers to train a first judge: fewer can be trained on, but teach little. */
export const FIRST_JUDGE = { nLabels: 20, nOfAKind: 5 };
const MIN_SUBJECTS = 2;

/**
 * The labels that may train: accept or reject, given on the files as they are, agreed among raters, and no random check
 * that still proves something. Checks of the version in use prove it until another has replaced it; labels that were
 * asserted to be random wait for the first list that they can prove.
 * @returns candidate → whether it is good
 */
export function trainableLabels(project: ReadableProject): Map<number, boolean> {
  const proving = provingCandidates(project);
  const labels = new Map<number, boolean>();
  for (const [candidateId, { word }] of labelStates(project)) {
    if ((word === "accept" || word === "reject") && !proving.has(candidateId))
      labels.set(candidateId, word === "accept");
  }
  return labels;
}

/** The masks of the labels that may train, with all that is needed to read them. */
export function trainingSet(project: ReadableProject): LabelledCandidate[] {
  const labels = trainableLabels(project);
  const items: LabelledCandidate[] = [];
  for (const candidate of candidateSources(project)) {
    const isGood = labels.get(candidate.id);
    if (isGood !== undefined) items.push({ ...candidate, isGood });
  }
  return items;
}

/** Candidates whose label is a random check, and not yet free to train. */
export function provingCandidates(project: ReadableProject): Set<number> {
  const proving = new Set<number>();
  const spent = new Set<number>();
  const version = currentVersion(project);
  for (const drawn of drawnByVersion(project)) (drawn.version === version ? proving : spent).add(drawn.id);
  for (const [candidateId, state] of labelStates(project)) {
    if (state.assertedRandom && !spent.has(candidateId)) proving.add(candidateId);
  }
  return proving;
}

/**
 * Says how much is missing before a judge can be trained.
 * @throws AppError too-few-labels
 */
export function requireEnough(items: readonly Pick<LabelledCandidate, "isGood" | "subject">[]): void {
  const nGood = items.filter((item) => item.isGood).length;
  const nBad = items.length - nGood;
  const nSubjects = new Set(items.map((item) => item.subject)).size;
  const missing: string[] = [];
  if (items.length < MIN_LABELS) missing.push(`${MIN_LABELS - items.length} more labels`);
  if (nGood < MIN_OF_A_KIND) missing.push(`${MIN_OF_A_KIND - nGood} more good ones`);
  if (nBad < MIN_OF_A_KIND) missing.push(`${MIN_OF_A_KIND - nBad} more bad ones`);
  if (items.length > 0 && nSubjects < MIN_SUBJECTS) missing.push("labels from a second subject");
  if (missing.length === 0) return;
  throw new AppError(
    "too-few-labels",
    `Too few labels to train a judge: ${nGood} good and ${nBad} bad ones may train, from ${nSubjects} ${nSubjects === 1 ? "subject" : "subjects"}.`,
    `Needed: ${missing.join(", ")}. winnow queue says which masks to look at next. Random checks never train while they prove.`,
  );
}

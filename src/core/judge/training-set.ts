import { AppError } from "#contract/errors.ts";
import type { ReadableProject } from "../project/project.ts";
import { candidateSources } from "../project/queries/candidates.ts";
import { currentVersion } from "../project/queries/judges.ts";
import { labelStates } from "../project/queries/labels.ts";
import { lotsOf } from "../project/queries/lots.ts";
import type { LabelledCandidate } from "./judge-kind.ts";

/** Fewest labels that a judge is trained from, in all and of either kind. */
export const MIN_LABELS = 10;
export const MIN_OF_A_KIND = 3;
const MIN_SUBJECTS = 2;

/**
 * The labels that may train: accept or reject, given on the files as they are, agreed among raters, and no random check
 * that still proves something. Checks of the version in use prove it until another has replaced it; labels that were
 * asserted to be random wait for the first list that they can prove.
 */
export function trainingSet(project: ReadableProject): LabelledCandidate[] {
  const states = labelStates(project);
  const proving = provingCandidates(project);
  const items: LabelledCandidate[] = [];
  for (const candidate of candidateSources(project)) {
    const state = states.get(candidate.id);
    if (!state || proving.has(candidate.id) || (state.word !== "accept" && state.word !== "reject")) continue;
    items.push({ ...candidate, isGood: state.word === "accept" });
  }
  return items;
}

/** Candidates whose label is a random check, and not yet free to train. */
export function provingCandidates(project: ReadableProject): Set<number> {
  const proving = new Set<number>();
  const spent = new Set<number>();
  const version = currentVersion(project);
  const versions = project.all<{ version: number }>("SELECT DISTINCT judge_version AS version FROM lot");
  for (const row of versions) {
    for (const lot of lotsOf(project, row.version)) {
      for (const candidateId of lot.members.slice(0, lot.nDrawn))
        (row.version === version ? proving : spent).add(candidateId);
    }
  }
  for (const [candidateId, state] of labelStates(project)) {
    if (state.assertedRandom && !spent.has(candidateId)) proving.add(candidateId);
  }
  return proving;
}

/**
 * Says how much is missing before a judge can be trained.
 * @throws AppError too-few-labels
 */
export function requireEnough(items: readonly LabelledCandidate[]): void {
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

import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { canResume } from "../jobs/job-store.ts";
import type { ReadableProject } from "../project/project.ts";
import { judgeRecords } from "../project/queries/judges.ts";
import { TRAIN_JOB, usableFolds } from "./train-version.ts";
import { FIRST_JUDGE, MIN_LABELS, MIN_OF_A_KIND, requireEnough, trainableLabels } from "./training-set.ts";

interface Item {
  readonly name: string;
  readonly subject: string;
  readonly isGood: boolean;
}

/** What may be trained now, or what is missing. */
export function readiness(project: ReadableProject): Output<"judge.readiness"> {
  const items = labelledItems(project);
  // An opinion without labels has taught nobody what to train next.
  const last = judgeRecords(project).find((record) => record.metrics.n_labels > 0);
  const nGood = items.filter((item) => item.isGood).length;
  const nBad = items.length - nGood;
  const minLabels = last ? MIN_LABELS : FIRST_JUDGE.nLabels;
  const minOfEach = last ? MIN_OF_A_KIND : FIRST_JUDGE.nOfAKind;
  const taught = new Map(last?.trainingSet.map((item) => [item.candidate, item.label]));
  return {
    nLabels: items.length,
    nGood,
    nBad,
    minLabels,
    minOfEach,
    isReady: items.length >= minLabels && Math.min(nGood, nBad) >= minOfEach && canTrain(items),
    nNewSinceLast: items.filter((item) => taught.get(item.name) !== (item.isGood ? "accept" : "reject")).length,
    canResume: canResume(project, TRAIN_JOB),
  };
}

function labelledItems(project: ReadableProject): Item[] {
  const labels = trainableLabels(project);
  const rows = project.all<{ id: number; name: string; subject: string }>(
    "SELECT candidate.id, candidate.name, cases.subject FROM json_each(?) JOIN candidate ON candidate.id = value JOIN cases ON cases.id = candidate.case_id",
    JSON.stringify([...labels.keys()]),
  );
  return rows.map(({ id, name, subject }) => ({ name, subject, isGood: labels.get(id)! }));
}

/** Whether training would begin: enough of either kind, from subjects that can be held against each other. */
function canTrain(items: readonly Item[]): boolean {
  try {
    requireEnough(items);
    usableFolds(
      items.map((item) => item.subject),
      items.map((item) => item.isGood),
      1,
    );
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

import { bestPerCaseAndClass, type ListEntry } from "#domain/guarantee/automatic-list.ts";
import { chooseThreshold } from "#domain/guarantee/choose-threshold.ts";
import { firstListSize, reachOf } from "#domain/guarantee/grow-list.ts";
import type { DrawnMask } from "#domain/guarantee/list-belief.ts";
import { STRANGE_FROM } from "#domain/signals/strangeness.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { type Look, planLooks } from "#domain/statistics/look-plan.ts";
import type { ReadableProject } from "../project.ts";
import type { JudgeVersion } from "../queries/judges.ts";
import { inTurns } from "../queries/in-turns.ts";
import { type Score, scoresInTurns, scoresOf } from "../queries/judges.ts";
import { type LabelState, labelStates } from "../queries/labels.ts";
import { drawnBefore } from "../queries/lots.ts";
import { checkOutcome } from "./guarantee.ts";

/** The masks that a version could accept unseen, whatever the bound. */
export interface OpenList {
  /** The best open mask of every case and class, the highest score first. */
  readonly entries: readonly ListEntry[];
  /** Those marked as random draws elsewhere that the version has not learned from: candidate → the label that says so. */
  readonly asserted: ReadonlyMap<number, number>;
  /** Masks that were drawn by lot from the lists of earlier versions. */
  readonly drawn: readonly DrawnMask[];
}

/** An automatic list in the order of its lot, as it would be frozen. */
export interface ListPlan {
  readonly threshold: number;
  readonly looks: readonly Look[];
  /** How many members at the front are checks that were drawn elsewhere. */
  readonly nAsserted: number;
  readonly members: readonly number[];
  /** How many masks it could grow to. */
  readonly reach: number;
}

/** What is needed of a version to plan its list. */
export type ListJudge = Pick<JudgeVersion, "version" | "seed" | "trainingSet" | "crossFitted">;

export function openList(project: ReadableProject, judge: ListJudge): OpenList {
  const masks = project.all<ListMask>(`${MASKS} ORDER BY id`);
  return openListOf(masks, judge, {
    states: labelStates(project),
    scores: scoresOf(project, judge.version),
    draws: drawnBefore(project, judge.version),
  });
}

/** The same for a window that is at work meanwhile. */
export async function openListInTurns(
  project: ReadableProject,
  judge: ListJudge,
  states: ReadonlyMap<number, LabelState>,
): Promise<OpenList> {
  const masks: ListMask[] = [];
  await inTurns(
    (beyond, most) => project.all<ListMask>(`${MASKS} AND id > ? ORDER BY id LIMIT ?`, beyond, most),
    ({ id }) => id,
    (mask) => masks.push(mask),
  );
  return openListOf(masks, judge, {
    states,
    scores: await scoresInTurns(project, judge.version),
    draws: drawnBefore(project, judge.version),
  });
}

interface ListMask {
  readonly id: number;
  readonly name: string;
  readonly case_id: number;
  readonly class_id: number;
}

const MASKS = "SELECT id, name, case_id, class_id FROM candidate WHERE retired_at IS NULL";

function openListOf(
  masks: readonly ListMask[],
  judge: ListJudge,
  {
    states,
    scores,
    draws,
  }: {
    readonly states: ReadonlyMap<number, LabelState>;
    readonly scores: ReadonlyMap<number, Score>;
    /** What earlier versions said of masks that were drawn from their lists. */
    readonly draws: ReadonlyMap<number, number>;
  },
): OpenList {
  const taught = new Set(judge.trainingSet.map((item) => item.candidate));
  const asserted = new Map<number, number>();
  const entries: ListEntry[] = [];
  for (const { id, name, case_id: caseId, class_id: classId } of masks) {
    const state = states.get(id);
    if (state?.assertedRandom && !taught.has(name)) asserted.set(id, state.lastLabelId);
    const score = scores.get(id);
    if (score) entries.push({ candidateId: id, caseId, classId, score: score.pGood });
  }
  // What a random check said must not shape the list that it is to prove.
  const wordOf = (entry: ListEntry): string | null =>
    asserted.has(entry.candidateId) ? null : (states.get(entry.candidateId)?.word ?? null);
  const settled = new Set(
    entries.filter((entry) => wordOf(entry) === "accept").map((entry) => `${entry.caseId}/${entry.classId}`),
  );
  const best = bestPerCaseAndClass(
    entries,
    (entry) => wordOf(entry) === null,
    (entry) => settled.has(`${entry.caseId}/${entry.classId}`),
  );
  // Unlike anything labelled: nothing is known of how often the judge is right on such masks. The next best of the case
  // does not take its place: a person decides on the case.
  const isStrange = ({ candidateId }: ListEntry): boolean =>
    (scores.get(candidateId)?.strangeness ?? 0) >= STRANGE_FROM;
  return {
    entries: best.filter((entry) => !isStrange(entry)),
    asserted,
    drawn: [...draws].flatMap(([id, pGood]): DrawnMask[] => {
      const outcome = checkOutcome(states.get(id));
      return outcome === "undecided" ? [] : [{ pGood, isGood: outcome === "good" }];
    }),
  };
}

/**
 * The first list of a version for one guarantee: the surest of the open masks, down to a threshold chosen from training
 * labels alone, in an order drawn by lot. Checks of earlier versions' lists are among those labels. Asserted checks take
 * the first places as they came.
 */
export function planList(
  { entries, asserted, drawn }: OpenList,
  judge: ListJudge,
  { alpha, delta, nLooks }: { alpha: number; delta: number; nLooks: number },
): ListPlan {
  const settings = { alpha, delta, nLooks };
  const scores = entries.map((entry) => entry.score);
  const { listSize } = chooseThreshold(scores, { labelled: judge.crossFitted.pGood, drawn }, settings);
  const firstSize = firstListSize(scores, listSize, settings);
  const threshold = firstSize === 0 ? Infinity : scores[firstSize - 1]!;
  const members = entries.filter((entry) => entry.score >= threshold).map((entry) => entry.candidateId);
  const front = members.filter((id) => asserted.has(id)).toSorted((a, b) => asserted.get(a)! - asserted.get(b)!);
  const rest = members.filter((id) => !asserted.has(id)).toSorted((a, b) => a - b);
  const { looks } = planLooks({ populationSize: members.length, ...settings });
  return {
    reach: members.length === 0 ? 0 : reachOf(scores, members.length),
    threshold: Number.isFinite(threshold) ? threshold : 1,
    looks,
    nAsserted: front.length,
    members: [...front, ...shuffled(rest, createRng(judge.seed, "lot", judge.version, alpha, delta))],
  };
}

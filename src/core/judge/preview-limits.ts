import { setImmediate as nextTurn } from "node:timers/promises";
import type { LimitPreview } from "#contract/commands/judge.ts";
import { evaluateChecks, type ProofState } from "#domain/guarantee/evaluate-checks.ts";
import type { ReadableProject } from "../project/project.ts";
import { currentVersion, judgeRecord } from "../project/queries/judges.ts";
import { type LabelState, labelStates } from "../project/queries/labels.ts";
import { lotFor } from "../project/queries/lots.ts";
import { getSetting } from "../project/queries/settings.ts";
import { checkOutcome, settingsFor, watchList } from "../project/state/guarantee.ts";
import { type OpenList, openListInTurns, planList } from "./plan-list.ts";

/** The steps of the bound slider. */
export const LIMIT_STEPS = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15] as const;

interface Preview {
  readonly members: readonly number[];
  readonly proof: ProofState;
  /** Its spot checks have withdrawn what was proven. */
  readonly isAlarmed: boolean;
}

/**
 * What each step of the bound slider, and the project's own bound, would mean for the version in use: its frozen list
 * where there is one for that bound, else the list that would be frozen. Nothing is stored. Empty where no version is
 * in use.
 */
export async function previewLimits(project: ReadableProject): Promise<LimitPreview[]> {
  const version = currentVersion(project);
  if (version === null) return [];
  const { alpha: own, delta } = settingsFor(project, undefined, undefined);
  const alphas = [...new Set([...LIMIT_STEPS, own])].toSorted((a, b) => a - b);
  const judge = judgeRecord(project, version);
  const states = labelStates(project);
  const nLooks = getSetting(project, "nLooks");
  const undecided = undecidedMasks(project, states);
  await nextTurn();
  let open: OpenList | null = null;
  const previews: LimitPreview[] = [];
  for (const alpha of alphas) {
    const frozen = lotFor(project, version, alpha, delta);
    if (!frozen && !open) {
      open = await openListInTurns(project, judge, states);
      await nextTurn();
    }
    const plan = frozen ?? planList(open!, judge, { alpha, delta, nLooks });
    await nextTurn();
    const nDrawn = frozen ? frozen.nDrawn : plan.nAsserted;
    const outcomes = plan.members.slice(0, nDrawn).map((candidateId) => checkOutcome(states.get(candidateId)));
    const proof = evaluateChecks(outcomes, { looks: plan.looks, populationSize: plan.members.length, delta });
    const isAlarmed = frozen !== null && (watchList(frozen, proof, outcomes)?.isAlarmed ?? false);
    previews.push(preview(alpha, { members: plan.members, proof, isAlarmed }, undecided));
    // Each step may take some 50 ms with 100,000 masks: a mark that is given meanwhile must not wait for all of them.
    await nextTurn();
  }
  return previews;
}

function preview(alpha: number, { members, proof, isAlarmed }: Preview, undecided: ReadonlySet<number>): LimitPreview {
  const listed = new Set(members);
  let nAccept = 0;
  for (const candidateId of undecided) if (listed.has(candidateId)) nAccept += 1;
  const isProven = proof.certifiedAt !== null && !isAlarmed;
  return {
    alpha,
    nAccept,
    nReject: 0,
    nToYou: undecided.size - nAccept,
    isProven,
    isWithdrawn: isAlarmed,
    nMoreNeeded: members.length === 0 || proof.hasFailed || isAlarmed ? null : proof.nMoreNeeded,
  };
}

/** Masks that no person has accepted or rejected. */
function undecidedMasks(project: ReadableProject, states: ReadonlyMap<number, LabelState>): Set<number> {
  const ids = project.all<{ id: number }>("SELECT id FROM candidate WHERE retired_at IS NULL").map((row) => row.id);
  return new Set(
    ids.filter((id) => {
      const word = states.get(id)?.word;
      return word !== "accept" && word !== "reject";
    }),
  );
}

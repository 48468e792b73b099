import { setImmediate as nextTurn } from "node:timers/promises";
import type { LimitPreview } from "#contract/commands/judge.ts";
import type { ProofState } from "#domain/guarantee/evaluate-checks.ts";
import type { ReadableProject } from "../project/project.ts";
import { currentVersion, judgeRecord } from "../project/queries/judges.ts";
import { type LabelState, labelStates } from "../project/queries/labels.ts";
import { getSetting } from "../project/queries/settings.ts";
import { checkOutcome, guaranteeOf, type GuaranteeState, proofOf, settingsFor } from "../project/state/guarantee.ts";
import { type ListPlan, type OpenList, openListInTurns, planList } from "../project/state/plan-list.ts";

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
    const state = guaranteeOf(project, version, alpha, delta, states);
    if (!state.lot && !open) {
      open = await openListInTurns(project, judge, states);
      await nextTurn();
    }
    const plan = state.lot ? null : planList(open!, judge, { alpha, delta, nLooks });
    previews.push(preview(alpha, plan ? planned(plan, delta, states) : frozen(state), undecided));
    // Each step may take some 50 ms with 100,000 masks: a mark that is given meanwhile must not wait for all of them.
    await nextTurn();
  }
  return previews;
}

function frozen({ lot, proof, watch }: GuaranteeState): Preview {
  return { members: lot!.members, proof: proof!, isAlarmed: watch?.isAlarmed ?? false };
}

/** A list that would be frozen: only checks that were drawn elsewhere can speak of it. */
function planned(
  { members, looks, nAsserted }: ListPlan,
  delta: number,
  states: ReadonlyMap<number, LabelState>,
): Preview {
  const outcomes = members.slice(0, nAsserted).map((candidateId) => checkOutcome(states.get(candidateId)));
  return { members, proof: proofOf({ size: members.length, looks, delta, strata: null }, outcomes), isAlarmed: false };
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

import { setImmediate as nextTurn } from "node:timers/promises";
import type { JudgeVersionRow } from "#contract/commands/judge.ts";
import type { ReadableProject } from "../project/project.ts";
import { countScores, currentVersion, judgeRecords } from "../project/queries/judges.ts";
import { labelStates } from "../project/queries/labels.ts";
import { guaranteeOf, settingsFor } from "../project/state/guarantee.ts";
import { openSlots } from "./open-slots.ts";

/** Every version, the newest first: figures, what is proven of it, and how much of the masks it would take over. */
export async function listVersions(project: ReadableProject): Promise<JudgeVersionRow[]> {
  const inUse = currentVersion(project);
  const states = labelStates(project);
  const { alpha, delta } = settingsFor(project, undefined, undefined);
  const slots = openSlots(project, states);
  const rows: JudgeVersionRow[] = [];
  for (const judge of judgeRecords(project)) {
    const { guarantee, lot } = guaranteeOf(project, judge.version, alpha, delta, states);
    rows.push({
      version: judge.version,
      isInUse: judge.version === inUse,
      hasScores: slots.nMasks > 0 && countScores(project, judge.version) >= slots.nMasks,
      trainedAt: judge.createdAt,
      metrics: judge.metrics,
      guarantee,
      coverage: lot && slots.coverageOf(lot.members),
    });
    // Many versions of a large project take a while: what is asked meanwhile does not wait for all of them.
    await nextTurn();
  }
  return rows;
}

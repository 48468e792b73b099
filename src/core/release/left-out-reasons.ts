import type { Output } from "#contract/commands.ts";
import { leftOutReasons as inOrder } from "#contract/commands/release.ts";
import type { ReadableProject } from "../project/project.ts";
import { inTurns } from "../project/queries/in-turns.ts";
import type { LeftOutCase, Selection } from "../project/state/select-masks.ts";

type LeftOut = Output<"release.preview">["leftOut"];
type Reason = LeftOut[number]["reason"];

const MOST_IDS = 1000;

/** The cases that stay out by reason, with their masks to look at, and the files that never became a case. */
export async function leftOutReasons(project: ReadableProject, { leftOut, book }: Selection): Promise<LeftOut> {
  const masks = new Map<number, number[]>();
  await inTurns(
    (beyond, most) =>
      project.all<{ id: number; case_id: number }>(
        "SELECT id, case_id FROM candidate WHERE retired_at IS NULL AND id > ? ORDER BY id LIMIT ?",
        beyond,
        most,
      ),
    (row) => row.id,
    ({ id, case_id: caseId }) => {
      const ofCase = masks.get(caseId);
      if (ofCase) ofCase.push(id);
      else masks.set(caseId, [id]);
    },
  );
  const byReason = new Map<Reason, { n: number; candidateIds: number[] }>();
  for (const entry of leftOut) {
    const ids = masks.get(entry.caseId) ?? [];
    const reason = reasonOf(entry, ids, (id) => book.wordOf(id));
    const group = byReason.get(reason) ?? { n: 0, candidateIds: [] };
    group.n += 1;
    if (group.candidateIds.length < MOST_IDS) group.candidateIds.push(...worthALook(reason, ids, book));
    byReason.set(reason, group);
  }
  const { n } = project.get<{ n: number }>(
    `SELECT count(*) AS n FROM (
       SELECT DISTINCT finding.folder_id, finding.path FROM finding
       LEFT JOIN file ON file.folder_id = finding.folder_id AND file.path = finding.path
       WHERE severity = 'error' AND (stage <> 'read' OR coalesce(file.is_present, 1) = 1))`,
  )!;
  if (n > 0) byReason.set("left-out-when-added", { n, candidateIds: [] });
  return inOrder.flatMap((reason) => {
    const group = byReason.get(reason);
    return group ? [{ reason, n: group.n, candidateIds: group.candidateIds.slice(0, MOST_IDS) }] : [];
  });
}

function reasonOf(entry: LeftOutCase, ids: readonly number[], wordOf: (id: number) => string | null): Reason {
  if (entry.kind !== "none-accepted") return entry.kind;
  if (ids.length === 0) return "no-mask";
  const words = ids.map(wordOf);
  if (words.every((word) => word === "reject")) return "all-rejected";
  return words.every((word) => word === "reject" || word === "later") ? "later" : "to-review";
}

/** Of a case with open masks, those; of any other, all. */
function worthALook(reason: Reason, ids: readonly number[], book: Selection["book"]): number[] {
  if (reason !== "to-review" && reason !== "later") return [...ids];
  return ids.filter((id) => book.wordOf(id) !== "reject");
}

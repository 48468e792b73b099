import type { Handlers } from "#contract/client.ts";
import { addFolder } from "../intake/add-folder.ts";
import { caseRows } from "../intake/case-rows.ts";
import { countFolder } from "../intake/count-folder.ts";
import { findingGroups, findingsOfCode } from "../intake/finding-groups.ts";
import { inventory } from "../intake/inventory.ts";
import { snapshotCases } from "../intake/snapshot-cases.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { Session } from "../session.ts";

export function intakeHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `intake.${string}`>> {
  const { limits } = session;
  return {
    "intake.add": async ({ folder, subjectPattern, maxDecodedBytes, deadlineS }, { signal, emit }) => {
      const { folderId } = await addFolder({
        project: session.project,
        folder,
        pool: session.pool,
        limits: {
          maxDecodedBytes: maxDecodedBytes ?? limits.maxDecodedBytes,
          deadlineMs: deadlineS === undefined ? limits.deadlineMs : deadlineS * 1000,
        },
        subjectPattern,
        signal,
        progress: progressEvents("add", emit),
      });
      return { folderId, ...countFolder(session.project, folderId) };
    },
    "intake.list": async ({ folderId }) => inventory(session.project, folderId ?? null),
    "intake.snapshot": async (input) => snapshotCases(session.project, input),
    "intake.rows": async ({ ids }) => caseRows(session.project, ids),
    "intake.findings": async () => findingGroups(session.project),
    "intake.findingFiles": async ({ code }) => ({ findings: findingsOfCode(session.project, code) }),
  };
}

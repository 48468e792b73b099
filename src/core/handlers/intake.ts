import type { Handlers } from "#contract/client.ts";
import { addFolder } from "../intake/add-folder.ts";
import { inventory } from "../intake/inventory.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { Session } from "../session.ts";
import { unbuilt } from "./unbuilt.ts";

export function intakeHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `intake.${string}`>> {
  const { limits } = session;
  return {
    "intake.add": async ({ folder, subjectPattern, maxDecodedBytes, deadlineS }, { signal, emit }) => {
      const { folderId, cases, candidates, findings } = await addFolder({
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
      const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
      return {
        folderId,
        nCases: cases.length,
        nCandidates: candidates.length,
        nErrors: count("error"),
        nWarnings: count("warning"),
      };
    },
    "intake.list": async ({ folderId }) => inventory(session.project, folderId ?? null),
    "intake.snapshot": unbuilt("intake.snapshot"),
    "intake.rows": unbuilt("intake.rows"),
    "intake.findings": unbuilt("intake.findings"),
    "intake.findingFiles": unbuilt("intake.findingFiles"),
  };
}

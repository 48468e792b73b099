import type { Handlers } from "#contract/client.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { progressEvents } from "../jobs/progress.ts";
import { freezeListInUse } from "../judge/apply-version.ts";
import { locateFolder } from "../project/locate-folder.ts";
import { Project } from "../project/project.ts";
import { keepGuarantee, setSetting } from "../project/queries/settings.ts";
import { requireWritable } from "../project/require-writable.ts";
import { saveCopy } from "../project/save-copy.ts";
import { summarise } from "../project/state/summary.ts";
import { verifyProject } from "../project/verify-project.ts";
import type { Session } from "../session.ts";

export function projectHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `project.${string}`>> {
  const summary = (): ProjectSummary => summarise(session.project, session.desk.catalogue);
  return {
    "project.open": async (input) => session.open(input),
    "project.close": async () => {
      session.closeProject();
      return {};
    },
    "project.summary": async () => summary(),
    "project.setSettings": async ({ alpha, delta, goodMeans, actor }) => {
      const project = requireWritable(session.project);
      project.transaction(() => {
        keepGuarantee(project, { alpha, delta }, actor);
        if (goodMeans !== undefined) setSetting(project, "goodMeans", goodMeans.trim(), actor);
        freezeListInUse(project);
      });
      return summary();
    },
    "project.locateFolder": async ({ folderId, path }, { signal }) => {
      await locateFolder(requireWritable(session.project), { folderId, path, signal });
      return summary();
    },
    "project.saveCopy": async ({ to }) => saveCopy(session.project, to),
    "project.verify": async ({ path, files }, { signal, emit }) => {
      const project = Project.open(path, "read");
      try {
        return await verifyProject(project, { files, signal, progress: progressEvents("verify", emit) });
      } finally {
        project.close();
      }
    },
  };
}

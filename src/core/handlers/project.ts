import type { Handlers } from "#contract/client.ts";
import { progressEvents } from "../jobs/progress.ts";
import { Project } from "../project/project.ts";
import { verifyProject } from "../project/verify-project.ts";
import type { Session } from "../session.ts";
import { unbuilt } from "./unbuilt.ts";

export function projectHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `project.${string}`>> {
  return {
    "project.open": async (input) => session.open(input),
    "project.close": async () => {
      session.closeProject();
      return {};
    },
    "project.summary": unbuilt("project.summary"),
    "project.setSettings": unbuilt("project.setSettings"),
    "project.locateFolder": unbuilt("project.locateFolder"),
    "project.saveCopy": unbuilt("project.saveCopy"),
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

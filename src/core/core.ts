import type { CallContext, Handlers } from "#contract/client.ts";
import { AppError } from "#contract/errors.ts";
import { addFolder } from "./intake/add-folder.ts";
import { inventory } from "./intake/inventory.ts";
import { defaultLimits } from "./io/limits.ts";
import { ReaderPool } from "./io/workers/pool.ts";
import { progressEvents } from "./jobs/progress.ts";
import { readerEntry } from "./process-entries.ts";
import { Project } from "./project/project.ts";

/** All of Winnow that has no window: every command of the contract bound to its stage, around one open project. */
export interface Core {
  readonly handlers: Pick<Handlers, "project.open" | "project.close" | "intake.add" | "intake.list">;
  close(): Promise<void>;
}

export function createCore(): Core {
  let project: Project | null = null;
  let pool: ReaderPool | null = null;
  const readers = (): ReaderPool => (pool ??= new ReaderPool(readerEntry));
  const opened = (): Project => {
    if (!project) throw new AppError("project-not-open", "No project is open.", "Open a project first.");
    return project;
  };
  const closeProject = (): void => {
    project?.close();
    project = null;
  };

  return {
    handlers: {
      "project.open": async ({ path, access, create }) => {
        closeProject();
        project = Project.open(path, access, { create });
        return summary(project);
      },
      "project.close": async () => {
        closeProject();
        return {};
      },
      "intake.add": async (input, context) => {
        const limits = {
          maxDecodedBytes: input.maxDecodedBytes ?? defaultLimits.maxDecodedBytes,
          deadlineMs: input.deadlineS === undefined ? defaultLimits.deadlineMs : input.deadlineS * 1000,
        };
        const { folder, subjectPattern } = input;
        return addFolder({
          project: opened(),
          folder,
          pool: readers(),
          limits,
          subjectPattern,
          signal: abortSignal(context),
          progress: progressEvents("add", context.emit),
        });
      },
      "intake.list": async () => inventory(opened()),
    },
    close: async () => {
      closeProject();
      await pool?.close();
    },
  };
}

/** The contract knows only the part of AbortSignal that every platform has; here it is Node's own. */
function abortSignal(context: CallContext): AbortSignal {
  return context.signal;
}

function summary(project: Project): {
  path: string;
  created: boolean;
  nCases: number;
  nCandidates: number;
  nLabels: number;
} {
  const count = (sql: string): number => project.get<{ n: number }>(sql)!.n;
  return {
    path: project.path,
    created: false,
    nCases: count("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL"),
    nCandidates: count("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL"),
    nLabels: count("SELECT count(*) AS n FROM label"),
  };
}

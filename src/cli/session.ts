import type { Client } from "#contract/client.ts";
import { AppError } from "#contract/errors.ts";
import { createCore } from "#core/core.ts";
import { connectDirect } from "#transport/direct.ts";
import { showProgress } from "./progress.ts";

/** What a command is given to do its work with. */
export interface Session {
  readonly client: Client;
  /** Aborted by Ctrl-C; handed to every call. */
  readonly signal: AbortSignal;
}

export interface ProjectUse {
  readonly path: string | undefined;
  readonly access: "read" | "write";
  readonly create?: boolean;
}

/**
 * Opens the core, and a project where the command has one, runs the command and closes everything again. Ctrl-C cancels
 * in order: what is finished stays, the last checkpoint too.
 */
export async function withSession<T>(use: ProjectUse | null, work: (session: Session) => Promise<T>): Promise<T> {
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  const controller = new AbortController();
  const cancel = (): void => {
    process.stderr.write("\nCancelling. What is finished is kept.\n");
    controller.abort();
  };
  process.once("SIGINT", cancel);
  process.once("SIGTERM", cancel);
  const endProgress = showProgress(client);
  try {
    if (use) {
      if (!use.path) throw new AppError("bad-request", "No project is named.", "Give it with --project P.winnow.");
      await client.call("project.open", { path: use.path, access: use.access, create: use.create ?? false });
    }
    return await work({ client, signal: controller.signal });
  } finally {
    endProgress();
    process.removeListener("SIGINT", cancel);
    process.removeListener("SIGTERM", cancel);
    await client.close();
  }
}

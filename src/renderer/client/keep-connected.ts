import type { ProjectSummary } from "#contract/commands/project.ts";
import type { EventName } from "#contract/events.ts";
import { connect, type Connection } from "#transport/connect.ts";
import { dispatch } from "./core-link.ts";
import { coreStore } from "./core-store.ts";
import { asAppError, endJobs, noteProgress } from "./jobs.ts";
import { openPort } from "./open-port.ts";

const RETRY_MS = 500;
const pause = (): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, RETRY_MS));

/**
 * Connects the window to the core and keeps it so: when the channel closes it is opened again, and when the core itself
 * was restarted behind the channel the project is asked for again.
 */
export async function keepConnected(): Promise<never> {
  for (;;) {
    try {
      const connection = connect(await openPort());
      const closed = new Promise<void>((resolve) => connection.onClose(resolve));
      connection.onEvent((name, payload) => receive(connection, name, payload));
      void greet(connection);
      await closed;
      lose("reconnecting");
    } catch {
      // The server does not answer now.
    }
    await pause();
  }
}

function receive(connection: Connection, name: EventName, payload: unknown): void {
  switch (name) {
    case "project.changed":
      coreStore.setState(({ revision }) => ({ project: payload as ProjectSummary, revision: revision + 1 }));
      break;
    case "job.progressed":
      noteProgress(payload as never);
      break;
    case "engine.restarted":
      coreStore.setState({ engineRestart: { at: Date.now(), ...(payload as object) } as never });
      break;
    case "core.lost":
      lose((payload as { isRestarting: boolean }).isRestarting ? "reconnecting" : "lost");
      break;
    case "core.back":
      void greet(connection);
      break;
  }
  dispatch(name, payload as never);
}

function lose(connection: "lost" | "reconnecting"): void {
  coreStore.setState({ connection });
  endJobs();
}

let isGreeting = false;

/** Asks for what the window stands on, until the core answers or is given up. */
async function greet(connection: Connection): Promise<void> {
  if (isGreeting) return;
  isGreeting = true;
  try {
    for (;;) {
      const state = await ask(connection).catch(() => null);
      if (state) {
        coreStore.setState(({ generation }) => ({
          ...state,
          client: connection,
          connection: "connected",
          generation: generation + 1,
        }));
        return;
      }
      if (coreStore.getState().connection === "lost") return;
      await pause();
    }
  } finally {
    isGreeting = false;
  }
}

/** Preferences, recents, and the project: one that was open and is not any more is opened again. */
async function ask(client: Connection): Promise<Pick<ReturnType<typeof coreStore.getState>, "app" | "project">> {
  const before = coreStore.getState().project;
  const app = await client.call("app.state", {});
  let project = await summaryOf(client);
  if (!project && before) {
    await client.call("project.open", { path: before.path, access: before.access }).catch(() => undefined);
    project = await summaryOf(client);
  }
  return { app, project };
}

/** Null where no project is open, or the one that is cannot be read: the start screen then leads on. */
async function summaryOf(client: Connection): Promise<ProjectSummary | null> {
  try {
    return await client.call("project.summary", {});
  } catch (thrown) {
    if (asAppError(thrown).code === "core-lost") throw thrown;
    return null;
  }
}

import type { Handlers } from "#contract/client.ts";
import { doctor } from "./engine/doctor.ts";
import { appHandlers } from "./handlers/app.ts";
import { intakeHandlers } from "./handlers/intake.ts";
import { judgeHandlers } from "./handlers/judge.ts";
import { projectHandlers } from "./handlers/project.ts";
import { releaseHandlers } from "./handlers/release.ts";
import { reviewHandlers } from "./handlers/review.ts";
import { type PictureAnswer, pictures } from "./pictures/pictures.ts";
import { Session } from "./session.ts";

export { WINNOW_VERSION } from "./version.ts";

/** All of Winnow that has no window: every command of the contract bound to its stage, around one open project. */
export interface Core {
  readonly handlers: Handlers;
  /** Answers a picture address (contract/pictures.ts). */
  readonly fetchPicture: (address: string, signal: AbortSignal) => Promise<PictureAnswer>;
  /** Process id of the engine, for tests that end it; null while none runs. */
  readonly enginePid: () => number | null;
  close(): Promise<void>;
}

export function createCore(): Core {
  const session = new Session();
  const handlers: Handlers = {
    ...appHandlers(session),
    ...projectHandlers(session),
    ...intakeHandlers(session),
    ...reviewHandlers(session),
    ...judgeHandlers(session),
    ...releaseHandlers(session),
    "engine.doctor": async () => doctor(session.engine),
  };
  return {
    handlers,
    fetchPicture: pictures(session),
    enginePid: () => session.enginePid,
    close: () => session.close(),
  };
}

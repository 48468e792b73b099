import type { Handlers } from "#contract/client.ts";
import { doctor } from "./engine/doctor.ts";
import { announceChanges } from "./announce-changes.ts";
import { appHandlers } from "./handlers/app.ts";
import { doctorHandlers } from "./handlers/doctor.ts";
import { intakeHandlers } from "./handlers/intake.ts";
import { judgeHandlers } from "./handlers/judge.ts";
import { proposeHandlers } from "./handlers/propose.ts";
import { projectHandlers } from "./handlers/project.ts";
import { releaseHandlers } from "./handlers/release.ts";
import { reviewHandlers } from "./handlers/review.ts";
import { segmentHandlers } from "./handlers/segment.ts";
import { volumeHandlers } from "./handlers/volumes.ts";
import { type PictureAnswer, pictures } from "./pictures/pictures.ts";
import { Tiles } from "./pictures/tiles.ts";
import { Explainer, type ExplainerParts } from "./judge/explain/explainer.ts";
import { candidateSource } from "./pictures/picture-sources.ts";
import { MendPreviews } from "./intake/doctor/mend-previews.ts";
import { VolumePreviews } from "./intake/volumes/volume-previews.ts";
import { Previews } from "./propose/previews.ts";
import { Session } from "./session.ts";

export { WINNOW_VERSION } from "./version.ts";

/** All of Winnow that has no window: every command of the contract bound to its stage, around one open project. */
export interface Core {
  readonly handlers: Handlers;
  /** Answers a picture address (contract/pictures.ts). */
  readonly fetchPicture: (address: string, signal: AbortSignal) => Promise<PictureAnswer>;
  /** Process id of the engine, for tests that end it; null while none runs. */
  readonly enginePid: () => number | null;
  /** Whether it owes an answer, for the same tests: one that dies without is started again unnoticed. */
  readonly isEngineAsked: () => boolean;
  close(): Promise<void>;
}

/** @param options for benchmarks: see Session */
export function createCore(options: ConstructorParameters<typeof Session>[0] = {}): Core {
  const session = new Session(options);
  const tiles = new Tiles(session);
  const explainer = new Explainer(() => explainerParts(session), candidateSource);
  const previews = new Previews();
  const mends = new MendPreviews();
  const volumes = new VolumePreviews();
  const intake = intakeHandlers(session);
  const handlers: Handlers = {
    ...appHandlers(session),
    ...projectHandlers(session),
    ...intake,
    "intake.add": async (input, context) => {
      const added = await intake["intake.add"](input, context);
      tiles.prepareSoon(context.emit);
      return added;
    },
    ...doctorHandlers(session, mends),
    ...volumeHandlers(session, volumes),
    ...proposeHandlers(session, previews),
    ...reviewHandlers(session, explainer),
    ...judgeHandlers(session),
    ...segmentHandlers(session),
    ...releaseHandlers(session),
    "engine.doctor": async () => doctor(session.engine),
  };
  return {
    handlers: announceChanges(session, handlers),
    fetchPicture: pictures(session, { explainer, previews, mends, volumes, tiles }),
    enginePid: () => session.enginePid,
    isEngineAsked: () => session.isEngineAsked,
    close: () => session.close(),
  };
}

function explainerParts({ project, judges, engines, pool, limits, shippedNetwork }: Session): ExplainerParts {
  return { project, judges, engine: engines, readers: { pool, limits }, shipped: shippedNetwork };
}

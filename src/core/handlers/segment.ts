import type { Handlers } from "#contract/client.ts";
import { progressEvents } from "../jobs/progress.ts";
import { segmentProject } from "../segment/segment-project.ts";
import type { Session } from "../session.ts";
import { sayRestarted } from "./say-restarted.ts";

export function segmentHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `segment.${string}`>> {
  return {
    "segment.run": async (input, { signal, emit }) =>
      segmentProject({
        ...input,
        project: session.project,
        engine: session.engine,
        pool: session.pool,
        limits: session.limits,
        signal,
        progress: progressEvents("segment", emit),
        onRestart: (reason) => sayRestarted(session, reason, emit),
      }),
  };
}

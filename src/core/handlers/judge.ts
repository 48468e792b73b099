import type { Handlers } from "#contract/client.ts";
import { progressEvents } from "../jobs/progress.ts";
import { applyVersion } from "../judge/apply-version.ts";
import { trainVersion } from "../judge/train-version.ts";
import type { Session } from "../session.ts";
import { unbuilt } from "./unbuilt.ts";

export function judgeHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `judge.${string}`>> {
  return {
    "judge.train": async (input, { signal, emit }) =>
      trainVersion({
        ...input,
        alpha: input.alpha,
        delta: input.delta,
        project: session.project,
        kind: session.judge(),
        signal,
        progress: progressEvents("train", emit),
      }),
    "judge.apply": async ({ version, alpha, delta }, { signal, emit }) =>
      applyVersion({
        version,
        alpha,
        delta,
        project: session.project,
        kind: session.judge(),
        signal,
        progress: progressEvents("judge", emit),
      }),
    "judge.versions": unbuilt("judge.versions"),
    "judge.readiness": unbuilt("judge.readiness"),
    "judge.limits": unbuilt("judge.limits"),
    "judge.curves": unbuilt("judge.curves"),
    "judge.compare": unbuilt("judge.compare"),
    "judge.next": unbuilt("judge.next"),
  };
}

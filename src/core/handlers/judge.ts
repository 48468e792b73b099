import type { Handlers } from "#contract/client.ts";
import { AppError } from "#contract/errors.ts";
import { progressEvents } from "../jobs/progress.ts";
import { applyVersion } from "../judge/apply-version.ts";
import type { JudgeKind } from "../judge/judge-kind.ts";
import { compareVersions } from "../judge/compare-versions.ts";
import { judgeCurves } from "../judge/judge-curves.ts";
import { listVersions } from "../judge/list-versions.ts";
import { previewLimits } from "../judge/preview-limits.ts";
import { readiness } from "../judge/readiness.ts";
import { trainVersion } from "../judge/train-version.ts";
import type { WritableProject } from "../project/project.ts";
import { setSetting } from "../project/queries/settings.ts";
import { nextLabels } from "../review/next-labels.ts";
import type { Session } from "../session.ts";
import { sayRestarted } from "./say-restarted.ts";

function judgeKind(session: Session, name: string | undefined): JudgeKind {
  const [usual] = session.judges;
  const kind = name === undefined ? usual : session.judges.find((one) => one.name === name);
  if (kind) return kind;
  throw new AppError(
    "bad-request",
    `There is no kind of judge named ${name}.`,
    `Known: ${session.judges.map((one) => one.name).join(", ")}.`,
  );
}

export function judgeHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `judge.${string}`>> {
  return {
    "judge.train": async (input, { signal, emit }) => {
      if (input.silentSources) setSilentSources(session.project, input.silentSources);
      return trainVersion({
        ...input,
        alpha: input.alpha,
        delta: input.delta,
        project: session.project,
        kind: judgeKind(session, input.kind),
        signal,
        progress: progressEvents("train", emit),
        onRestart: (reason) => sayRestarted(session, reason, emit),
      });
    },
    "judge.apply": async ({ version, alpha, delta, isTrial }, { signal, emit }) =>
      applyVersion({
        version,
        alpha,
        delta,
        isTrial,
        project: session.project,
        kinds: session.judges,
        signal,
        progress: progressEvents("judge", emit),
        onRestart: (reason) => sayRestarted(session, reason, emit),
      }),
    "judge.versions": async () => listVersions(session.project),
    "judge.readiness": async () => readiness(session.project),
    "judge.limits": async () => previewLimits(session.project),
    "judge.curves": async ({ version }) => judgeCurves(session.project, version),
    "judge.compare": async ({ a, b }) => compareVersions(session.project, a, b),
    "judge.next": async (input) => nextLabels(session.desk, input),
  };
}

function setSilentSources(project: WritableProject, sources: readonly string[]): void {
  project.transaction(() => setSetting(project, "silentSources", sources, "winnow"));
}

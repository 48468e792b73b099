import { useEffect } from "react";
import type { Output } from "#contract/commands.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { type RunningJob, useJob, useProject, useQuery } from "../../client/core.tsx";
import { type JudgeStep, nextStep, type Readiness } from "./next-step.ts";

export interface JudgeData {
  readonly project: ProjectSummary;
  readonly readiness: Readiness;
  readonly versions: Output<"judge.versions">;
  readonly limits: Output<"judge.limits">;
  readonly step: JudgeStep;
  /** Running, or failed and not yet started again. */
  readonly training: RunningJob | null;
  readonly judging: RunningJob | null;
  /** Nothing may be changed: the project is open to look at only. */
  readonly isReadOnly: boolean;
  readonly isBusy: boolean;
}

/** All that the screen shows of the judge; null until the core has answered once. */
export function useJudge(): { data: JudgeData | null; error: string | null } {
  const project = useProject();
  const input = project ? {} : null;
  const readiness = useQuery("judge.readiness", input, { keepPrevious: true });
  const versions = useQuery("judge.versions", input, { keepPrevious: true });
  const limits = useQuery("judge.limits", input, { keepPrevious: true });
  const training = useJob("train");
  const judging = useJob("judge");
  const isTraining = training?.isRunning ?? false;
  const isJudging = judging?.isRunning ?? false;
  const { reload: reloadVersions } = versions;
  const { reload: reloadReadiness } = readiness;
  useEffect(() => {
    // What a job leaves behind is known when it ends, also where it changed nothing that `project.changed` tells of.
    if (isTraining || isJudging) return;
    reloadVersions();
    reloadReadiness();
  }, [isTraining, isJudging, reloadVersions, reloadReadiness]);
  const failed = [readiness, versions, limits].find(({ error, data }) => error && !data)?.error;
  if (!project || !readiness.data || !versions.data || !limits.data)
    return { data: null, error: failed ? `${failed.message} ${failed.remedy}` : null };
  const newestFirst = versions.data.toSorted((a, b) => b.version - a.version);
  return {
    error: null,
    data: {
      project,
      readiness: readiness.data,
      versions: newestFirst,
      limits: limits.data,
      training,
      judging,
      isReadOnly: project.access === "read",
      isBusy: isTraining || isJudging,
      step: nextStep({ project, readiness: readiness.data, versions: newestFirst, isTraining, isJudging }),
    },
  };
}

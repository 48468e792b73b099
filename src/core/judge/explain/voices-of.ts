import type { ReadableProject } from "../../project/project.ts";
import type { CandidateSource } from "../../project/queries/candidates.ts";
import { chancesOf } from "../../project/queries/judges.ts";
import { getSetting } from "../../project/queries/settings.ts";

/**
 * How likely the masks of a case are good by a version: of those that may speak for others, and that it has scored.
 * @param group all masks of the case
 */
export function voicesOf(
  project: ReadableProject,
  version: number,
  group: readonly CandidateSource[],
): Map<number, number> {
  const silent = new Set(getSetting(project, "silentSources"));
  const speaking = group.filter(({ source }) => !silent.has(source));
  return chancesOf(
    project,
    version,
    speaking.map(({ id }) => id),
  );
}

import type { ProjectSummary } from "#contract/commands/project.ts";
import { core } from "./core-link.ts";
import { coreStore } from "./core-store.ts";

const LOOK_MS = 3000;

/**
 * Beside another window that writes, nothing tells of its changes: a project that is open to look at is asked for again
 * from time to time, while it is seen.
 */
export function followWriter(): void {
  let isAsking = false;
  window.setInterval(() => {
    const { project } = coreStore.getState();
    if (project?.access !== "read" || document.hidden || isAsking) return;
    isAsking = true;
    core
      .call("project.summary", {})
      .then((summary) => takeOver(project, summary))
      // The core is away, or the project was closed meanwhile: both are seen elsewhere.
      .catch(() => undefined)
      .finally(() => (isAsking = false));
  }, LOOK_MS);
}

function takeOver(before: ProjectSummary, summary: ProjectSummary): void {
  if (coreStore.getState().project !== before || JSON.stringify(summary) === JSON.stringify(before)) return;
  coreStore.setState(({ revision }) => ({ project: summary, revision: revision + 1 }));
}

import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { RecentProject } from "#contract/commands/app.ts";
import type { ReadableProject } from "../project/project.ts";
import { verdictCounts } from "../project/state/verdicts.ts";
import type { PersonalFile, RememberedProject } from "./personal-file.ts";

/**
 * Puts a project that was just opened on top of the recent ones. Its counts stay those of the last time: they are
 * brought up to date when it is closed, so that opening a large project does not wait for them.
 */
export function rememberOpened(file: PersonalFile, project: ReadableProject): void {
  const nCandidates = project.get<{ n: number }>("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL")!.n;
  remember(file, project.path, (known) => ({
    nAccepted: 0,
    nRejected: 0,
    nToReview: nCandidates,
    ...known,
    nCandidates,
  }));
}

/** Notes how far a project has come when it is closed. */
export function rememberClosed(file: PersonalFile, project: ReadableProject): void {
  const counts = verdictCounts(project);
  const [nAccepted, nRejected, nToReview] = [counts.accepted, counts.rejected, counts["to-review"]];
  remember(file, project.path, () => ({
    nCandidates: nAccepted + nRejected + nToReview,
    nAccepted,
    nRejected,
    nToReview,
  }));
}

type Counts = Pick<RecentProject, "nCandidates" | "nAccepted" | "nRejected" | "nToReview">;

function remember(file: PersonalFile, path: string, countsOf: (known: RememberedProject | undefined) => Counts): void {
  try {
    file.change(({ preferences, recents }) => {
      const known = recents.find((recent) => recent.path === path);
      const { nCandidates, nAccepted, nRejected, nToReview } = countsOf(known);
      const now: RememberedProject = {
        path,
        name: projectName(path),
        openedAt: Date.now(),
        nCandidates,
        nAccepted,
        nRejected,
        nToReview,
      };
      return { preferences, recents: [now, ...recents.filter((recent) => recent.path !== path)] };
    });
  } catch {
    // A list of recent projects that cannot be written must not keep anybody from opening one.
  }
}

/** The recent projects, with whether each is where it was. */
export function listRecents(file: PersonalFile): RecentProject[] {
  return file.read().recents.map((recent) => ({ ...recent, isFound: existsSync(recent.path) }));
}

function projectName(path: string): string {
  return basename(path).replace(/\.winnow$/i, "");
}

import { create } from "zustand";
import type { Output } from "#contract/commands.ts";
import { announce, notify } from "../../app/announce.ts";
import { tell } from "../../app/projects.ts";
import { goTo, routeStore } from "../../app/routes.ts";
import { coreStore } from "../../client/core-store.ts";
import { forgetJob, asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";
import { saveRecipes } from "./recipe-store.ts";

interface ProposeState {
  /** What the person has called the object; null: as the project has it. */
  readonly className: string | null;
  /** What the last run has made, until the person looks at the recipes again. */
  readonly done: Output<"propose.run"> | null;
  /** The last run was stopped: what it had made is kept. */
  readonly isStopped: boolean;
}

const start: ProposeState = { className: null, done: null, isStopped: false };

/** What is chosen for a run and what came of it, kept while the person looks at other screens. */
export const proposeStore = create<ProposeState>(() => start);

let project: string | null = null;

/** Another project has nothing to do with what was chosen for the one before. */
export function proposalsOf(path: string): void {
  if (project === path) return;
  project = path;
  proposeStore.setState(start);
}

/** The class of masks where nobody says: the project's only one, as the core has it. */
export function standardClass(classes: readonly string[]): string {
  return classes.length === 1 ? classes[0]! : "object";
}

/** Makes masks of all images by the recipes that are on. */
export async function runRecipes(className: string): Promise<void> {
  const text = textOf("propose");
  proposeStore.setState({ done: null, isStopped: false });
  try {
    await saveRecipes();
  } catch (thrown) {
    return tell(thrown);
  }
  try {
    const done = await startJob("propose.run", { className });
    proposeStore.setState({ done });
    tellOfEnd(done);
  } catch (thrown) {
    // Another error stays with the job, and the page shows it.
    if (asAppError(thrown).code !== "cancelled") return;
    proposeStore.setState({ isStopped: true });
    announce(text.stopped);
  }
}

/** Who looks at another screen sees that it has ended, and the way on. */
function tellOfEnd({ nMasks, nCases }: Output<"propose.run">): void {
  const text = textOf("propose");
  announce(text.made(nMasks, nCases));
  if (routeStore.getState().route.screen === "propose") return;
  notify({
    kind: "info",
    text: text.made(nMasks, nCases),
    actions: [{ label: text.showMade, run: () => goTo({ screen: "propose" }) }],
  });
}

/** Back to the recipes: what the last run has made, or why it failed, has been read. */
export function closeSummary(): void {
  if (coreStore.getState().jobs.propose?.isRunning) return;
  proposeStore.setState({ done: null, isStopped: false });
  forgetJob("propose");
}

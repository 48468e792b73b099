import { create } from "zustand";
import type { AppError } from "#contract/errors.ts";
import { core } from "../client/core-link.ts";
import { coreStore } from "../client/core-store.ts";
import { asAppError, startJob } from "../client/jobs.ts";
import { shell } from "../client/shell.ts";
import { textOf } from "../i18n/index.ts";
import { announce, notify } from "./announce.ts";
import { forgetHistory } from "./history.ts";
import { isProjectPath, nameOf } from "./paths.ts";
import { goTo } from "./routes.ts";

/** What the person has to decide before it goes on: where a new project lies, or how to open one that is in use. */
type Question =
  | { kind: "new-project"; folder: string }
  | { kind: "in-use"; path: string; error: AppError }
  | { kind: "cannot-open"; path: string; error: AppError };

export const questionStore = create<{ question: Question | null }>(() => ({ question: null }));
export const closeQuestion = (): void => questionStore.setState({ question: null });
const ask = (question: Question): void => questionStore.setState({ question });

const flushes: (() => Promise<void>)[] = [];

/** What a part of the window saves a moment after it is changed is saved before the project is left for another. */
export function beforeLeaving(flush: () => Promise<void>): void {
  flushes.push(flush);
}

async function leave(): Promise<void> {
  for (const flush of flushes) await flush().catch(tell);
}

/** Opens a project and shows its first screen; what stands in the way is asked about. */
export async function openProject(path: string, access: "read" | "write" = "write"): Promise<boolean> {
  try {
    await leave();
    await core.call("project.open", { path, access });
    await showOpened();
    return true;
  } catch (thrown) {
    const error = asAppError(thrown);
    ask(error.code === "project-in-use" ? { kind: "in-use", path, error } : { kind: "cannot-open", path, error });
    return false;
  }
}

/** Makes the project (or opens the one of this name) and adds the folder to it. */
export async function createProject(path: string, folder: string, onCreated?: () => void): Promise<void> {
  await leave();
  await core.call("project.open", { path, access: "write", create: true });
  onCreated?.();
  await showOpened("data");
  await addFolder(folder);
}

async function showOpened(screen?: "data" | "review"): Promise<void> {
  const project = await core.call("project.summary", {});
  coreStore.setState(({ revision }) => ({ project, revision: revision + 1 }));
  forgetHistory();
  goTo({ screen: screen ?? (project.nCandidates > 0 ? "review" : "data") });
  await refreshApp();
}

export async function closeProject(): Promise<void> {
  await leave();
  await core.call("project.close", {});
  coreStore.setState(({ revision }) => ({ project: null, revision: revision + 1 }));
  forgetHistory();
  goTo({ screen: "start" });
  await refreshApp();
}

/** Recents change when projects open and close. */
export async function refreshApp(): Promise<void> {
  coreStore.setState({ app: await core.call("app.state", {}) });
}

/** Adds a folder to the open project; the same folder again reads only what is new or changed. */
export async function addFolder(folder: string): Promise<void> {
  goTo({ screen: "data" });
  const text = textOf("data");
  try {
    const before = await core.call("project.summary", {});
    const added = await startJob("intake.add", { folder });
    const after = await core.call("project.summary", {});
    // Else nothing on the screen would show that it was looked at.
    const isKnown = before.nCases === after.nCases && before.nCandidates === after.nCandidates && before.nCases > 0;
    if (isKnown) notify({ kind: "info", text: text.nothingNew(nameOf(folder)) });
    else announce(text.added(added.nCases, added.nCandidates));
  } catch {
    // The job keeps its error, and the Data screen shows it.
  }
}

/** Adds the project's folders once more: what was copied again or changed is read, the rest is known. */
export async function addAgain(folders: readonly { path: string; isFound: boolean }[]): Promise<void> {
  for (const { path, isFound } of folders) if (isFound) await addFolder(path);
}

/** A folder or a project, chosen or dropped: a project is opened, a folder is added or begins a project. */
export async function take(path: string): Promise<void> {
  if (isProjectPath(path)) await openProject(path);
  else if (coreStore.getState().project?.access === "write") await addFolder(path);
  else ask({ kind: "new-project", folder: path });
}

/** From outside the window: a folder begins a project of its own there, it is not mixed into the one that is open. */
export async function open(path: string): Promise<void> {
  if (isProjectPath(path)) await openProject(path);
  else ask({ kind: "new-project", folder: path });
}

export async function chooseFolder(): Promise<void> {
  const folder = await shell().chooseFolder();
  if (folder !== null) await take(folder);
}

/** True where a project was chosen and opened. */
export async function chooseProject(): Promise<boolean> {
  const path = await shell().chooseProject();
  return path !== null && (await openProject(path));
}

export async function openSample(): Promise<void> {
  const sample = coreStore.getState().app?.sample;
  if (!sample) return;
  try {
    const isKnown = coreStore.getState().app?.recents.some(({ path, isFound }) => path === sample.project && isFound);
    if (isKnown) await openProject(sample.project);
    else await createProject(sample.project, sample.folder);
  } catch (thrown) {
    tell(thrown);
  }
}

export async function saveCopy(): Promise<void> {
  const { project } = coreStore.getState();
  if (!project) return;
  const defaultPath = project.path.replace(/\.winnow$/i, " copy.winnow");
  const to = await shell().chooseSave({ defaultPath, kind: "project" });
  if (to === null) return;
  try {
    const { path } = await core.call("project.saveCopy", { to });
    notify({ kind: "info", text: textOf("common").copySaved(path) });
  } catch (thrown) {
    tell(thrown);
  }
}

/**
 * An error that no screen shows itself becomes a notice: what happened, and what to do. Cancelling is no error, and that
 * the core is away the window says by itself.
 */
export function tell(thrown: unknown): void {
  const error = asAppError(thrown);
  if (error.code === "cancelled" || error.code === "core-lost") return;
  notify({ kind: "error", title: error.message, text: error.remedy });
}

import { create } from "zustand";
import type { SaveKind } from "#contract/shell-bridge.ts";
import type { Shell } from "./shell-abilities.ts";

/** What the window's own dialog for files is asked for; a browser gives no paths, so the core lists the folders. */
export interface FileRequest {
  readonly choose: "folder" | "project" | "saveProject" | "saveRelease" | "saveReport" | "saveLabels";
  /** Where something new is proposed to lie. */
  readonly defaultPath: string;
  answer(path: string | null): void;
}

const saves = {
  project: "saveProject",
  release: "saveRelease",
  report: "saveReport",
  labels: "saveLabels",
} as const satisfies Record<SaveKind, FileRequest["choose"]>;

export const fileDialog = create<{ request: FileRequest | null }>(() => ({ request: null }));

function ask(choose: FileRequest["choose"], defaultPath = ""): Promise<string | null> {
  fileDialog.getState().request?.answer(null);
  return new Promise((resolve) => {
    const answer = (path: string | null): void => {
      fileDialog.setState({ request: null });
      resolve(path);
    };
    fileDialog.setState({ request: { choose, defaultPath, answer } });
  });
}

export const browserShell: Shell = {
  kind: "browser",
  chooseFolder: () => ask("folder"),
  chooseProject: () => ask("project"),
  chooseSave: ({ defaultPath, kind }) => ask(saves[kind], defaultPath),
  /** A browser does not say where dropped files lie. */
  pathsOfDrop: () => Promise.resolve([]),
  openPath: () => Promise.resolve(),
  onMenu: () => () => {},
};

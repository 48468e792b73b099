import type { Page } from "@playwright/test";

export type ShellKind = "electron" | "browser";

/** What a window needs to be started: the same home is given again to see what is remembered. */
export interface StartOptions {
  /** Stands for the person's home folder: documents, preferences and recent projects lie there. */
  readonly home: string;
  /** Arguments of the command line: projects or folders to open. Electron only. */
  readonly open?: readonly string[];
  /** In pixels of the page. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Winnow with its window, in either shell. */
export interface RunningShell {
  readonly kind: ShellKind;
  readonly page: Page;
  /** The process that the shell runs in: Electron's main process, or the server. */
  readonly pid: number;
  /** Process id of the core, or null while it is away. */
  corePid(): number | null;
  enginePid(): number | null;
  /**
   * Gives the window a folder, or a project, as a person does: dropped on the window in Electron, chosen in the
   * window's own dialog in a browser, which `ask` opens.
   */
  give(path: string, ask: () => Promise<void>): Promise<void>;
  /** Answers the next dialog for a place to save with this path; `ask` opens it. */
  saveAt(path: string, ask: () => Promise<void>): Promise<void>;
  /** Ends it in order, as closing the window or Ctrl-C does. */
  quit(): Promise<void>;
}

/** Environment in which nothing of the person who runs the tests is read or written. */
export function ownEnvironment(home: string, more: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(ELECTRON_|WINNOW_|XDG_|NODE_OPTIONS$)/.test(name),
  ) as [string, string][];
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    WINNOW_CONFIG: `${home}/.config/winnow`,
    LANG: "en_GB.UTF-8",
    LANGUAGE: "en",
    ...more,
  };
}

/**
 * What Electron's preload gives the window as `window.winnowShell`: the way to the core, and what only the desktop can
 * do. Paths that come from here are granted to this window; it can name no others.
 */
export interface ShellBridge {
  readonly kind: "electron";
  /**
   * Asks for a channel to the core. It arrives as a `message` event of the window whose data are `CORE_PORT_MESSAGE`
   * and whose first port is the channel.
   */
  connect(): void;
  chooseFolder(): Promise<string | null>;
  chooseProject(): Promise<string | null>;
  chooseSave(options: { defaultPath: string; kind: SaveKind }): Promise<string | null>;
  /** Paths of the files that were dropped last; the files themselves carry none in a sandboxed page. */
  pathsOfDrop(): Promise<string[]>;
  /** Shows a folder or a report that Winnow has written, with the system's own program for it. */
  openPath(path: string): Promise<void>;
  /** Actions chosen in the menu, by the ids of the window's own actions; `open:PATH` opens a project or a folder. */
  onMenu(listener: (action: string) => void): () => void;
}

export type SaveKind = "project" | "release" | "report" | "labels";

export const CORE_PORT_MESSAGE = "winnow.core";

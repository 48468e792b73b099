import type { ShellBridge } from "#contract/shell-bridge.ts";
import { browserShell } from "./browser-shell.ts";

/** What the shell can do beyond the core: `window.winnowShell` of Electron's preload, or the browser's stand-in. */
export interface Shell extends Omit<ShellBridge, "kind" | "connect" | "pathsOfDrop"> {
  readonly kind: "electron" | "browser";
  pathsOfDrop(files: FileList): Promise<string[]>;
}

declare global {
  interface Window {
    readonly winnowShell?: ShellBridge;
  }
}

export function useShell(): Shell {
  return shell();
}

export function shell(): Shell {
  return electronShell ?? browserShell;
}

/** The list of dropped files stays on this side: older Electrons lose the page when it crosses to the preload. */
const electronShell: Shell | null = window.winnowShell
  ? { ...window.winnowShell, pathsOfDrop: () => window.winnowShell!.pathsOfDrop() }
  : null;

import type { ShellBridge } from "#contract/shell-bridge.ts";
import { browserShell } from "./browser-shell.ts";
import type { Shell } from "./shell-abilities.ts";

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

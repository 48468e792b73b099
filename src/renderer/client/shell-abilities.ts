import type { ShellBridge } from "#contract/shell-bridge.ts";

/** What the shell can do beyond the core: `window.winnowShell` of Electron's preload, or the browser's stand-in. */
export interface Shell extends Omit<ShellBridge, "kind" | "connect" | "pathsOfDrop"> {
  readonly kind: "electron" | "browser";
  pathsOfDrop(files: FileList): Promise<string[]>;
}

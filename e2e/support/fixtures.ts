import { test as base } from "@playwright/test";
import { startBrowser } from "./browser-shell.ts";
import { startDisplay } from "./display.ts";
import { startElectron } from "./electron-shell.ts";
import { temporaryFolder } from "./places.ts";
import type { RunningShell, ShellKind, StartOptions } from "./shell.ts";

export interface Fixtures {
  /** Stands for the person's home folder: empty, and below the root of the browser shell. */
  home: string;
  /** Starts Winnow in the shell of this run; every one that is still open is ended after the test. */
  start(options?: Partial<StartOptions>): Promise<RunningShell>;
  /** Winnow, started with an empty home. */
  shell: RunningShell;
}

export interface Options {
  shellKind: ShellKind;
}

export interface WorkerFixtures {
  /** Name of an X display: a virtual one where Electron runs. */
  display: string;
}

/**
 * The test of every specification: `shell` is Winnow with its window in the shell of this run (Electron or a browser),
 * `start` starts it with other options, or again.
 */
export const test = base.extend<Fixtures & Options, WorkerFixtures>({
  shellKind: ["electron", { option: true }],
  display: [
    async ({ browserName: _any }, use) => {
      const display = await startDisplay("3840x2160");
      await use(display.name);
      display.close();
    },
    { scope: "worker" },
  ],
  home: async ({ shellKind: _any }, use) => use(temporaryFolder("home")),
  start: async ({ shellKind, display, home }, use) => {
    const open: RunningShell[] = [];
    await use(async (options = {}) => {
      const all = { home, ...options };
      const shell = shellKind === "electron" ? await startElectron(all, display) : await startBrowser(all);
      open.push(shell);
      return shell;
    });
    for (const shell of open) await shell.quit().catch(() => undefined);
  },
  shell: async ({ start }, use) => use(await start()),
  page: async ({ shell }, use) => use(shell.page),
});

export { expect } from "@playwright/test";

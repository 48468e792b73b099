import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { electronPath } from "../../scripts/setup/electron-path.mjs";
import { entryProcess } from "./processes.ts";
import { root } from "./places.ts";
import { ownEnvironment, type RunningShell, type StartOptions } from "./shell.ts";

export interface ElectronShell extends RunningShell {
  readonly kind: "electron";
  readonly app: ElectronApplication;
}

/** What an Electron under test is started with: software drawing, and no system sandbox, which root cannot have. */
export const electronSwitches = ["--no-sandbox", "--disable-gpu", "--lang=en-GB"];

/** Holds the application until Playwright is connected: a page that loads meanwhile is sometimes never seen by it. */
const loader = [
  "-r",
  join(dirname(createRequire(import.meta.url).resolve("playwright-core")), "lib/server/electron/loader.js"),
];

/** The true application in Electron, as `npm start` opens it. */
export async function startElectron(
  { home, open = [], size = { width: 1440, height: 900 } }: StartOptions,
  display: string,
  application: { executable?: string; folder?: string | null } = {},
): Promise<ElectronShell> {
  const folder = application.folder === undefined ? root : application.folder;
  const app = await _electron.launch({
    executablePath: application.executable ?? electronPath()!,
    args: [...loader, ...electronSwitches, ...(folder ? [folder] : []), ...open],
    env: ownEnvironment(home, { DISPLAY: display }),
    timeout: 30_000,
  });
  const page = await app.firstWindow();
  await resize(app, size);
  return {
    kind: "electron",
    app,
    page,
    pid: app.process().pid!,
    corePid: () => entryProcess(app.process().pid!, "core"),
    enginePid: () => entryProcess(app.process().pid!, "engine"),
    give: (path) => drop(page, [path]),
    saveAt: async (path, ask) => {
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path);
      await ask();
    },
    quit: () => app.close(),
  };
}

/** Drops files on the middle of the window, as the system does. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const point = { x: Math.round(width / 2), y: Math.round(height / 2) };
  const COPY_LINK_MOVE = 19;
  const data = { items: [], files: [...paths], dragOperationsMask: COPY_LINK_MOVE };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, ...point, data });
  await session.detach();
}

async function resize(app: ElectronApplication, size: { width: number; height: number }): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
}

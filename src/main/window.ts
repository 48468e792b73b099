import { app, BrowserWindow, dialog, nativeTheme } from "electron";
import { APP_ORIGIN } from "./app-scheme.ts";
import type { Places } from "./places.ts";
import { texts } from "./texts.ts";
import { readWindowState, saveWindowState } from "./window-state.ts";

/** A page that stops more often than this within a minute is not loaded again without a question. */
const MAX_RELOADS = 3;
const RELOAD_WINDOW_MS = 60_000;
/** The window's own background while its page loads, so that nothing flashes in a dark room (ui.md, tokens). */
const BACKGROUND = { dark: "#16181b", light: "#f4f5f6" };

/** Makes the window: a sandboxed page of the application's own origin, where it stood last. */
export function createWindow({ preload, icon }: Places): BrowserWindow {
  const state = readWindowState();
  const window = new BrowserWindow({
    ...state.size,
    ...state.bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: "Winnow",
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
      devTools: !app.isPackaged,
    },
  });
  if (state.isMaximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  // The page's title names the project; a patient's name is never in it.
  window.on("close", () => saveWindowState(window));
  bringBackAfterCrash(window);
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** A page that crashed is loaded again (all that was acknowledged is on disk); one that hangs is asked about. */
function bringBackAfterCrash(window: BrowserWindow): void {
  let reloads: number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    const now = Date.now();
    reloads = [...reloads.filter((at) => now - at < RELOAD_WINDOW_MS), now];
    if (reloads.length <= MAX_RELOADS) window.webContents.reload();
    else void askToReload(window, texts().windowStopped, texts().quit, () => app.quit());
  });
  window.on("unresponsive", () => void askToReload(window, texts().windowHangs, texts().wait, () => {}));
}

async function askToReload(window: BrowserWindow, message: string, other: string, doOther: () => void): Promise<void> {
  const { labelsSafe: detail, reload } = texts();
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message,
    detail,
    buttons: [reload, other],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) doOther();
  else if (!window.isDestroyed()) {
    // A page that hangs does not answer to being loaded again: its process is ended first.
    if (!window.webContents.isCrashed()) window.webContents.forcefullyCrashRenderer();
    window.webContents.reload();
  }
}

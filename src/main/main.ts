import { app, type BrowserWindow, dialog, ipcMain, nativeTheme, session } from "electron";
import { join, resolve } from "node:path";
import { channels } from "#contract/shell-channels.ts";
import { CoreProcess } from "#transport/core-process.ts";
import { registerAppScheme, serveAppScheme } from "./app-scheme.ts";
import { relayCore } from "./core-relay.ts";
import { Grants } from "./grants.ts";
import { forbidNetwork, lockContents, lockSession } from "./lock-down.ts";
import { setMenu } from "./menu.ts";
import { pathsOf } from "./opened-paths.ts";
import { places } from "./places.ts";
import { setLanguage } from "./texts.ts";
import { isTrusted } from "./trusted-sender.ts";
import { createWindow } from "./window.ts";
import { answerWindowRequests, chooseProject } from "./window-requests.ts";

/** In the checkout one argument is the application's own folder. */
const ownArguments = (): string[] =>
  process.argv.slice(1).filter((argument) => app.isPackaged || resolve(argument) !== app.getAppPath());
const { WINNOW_CONFIG } = process.env;

const grants = new Grants();
let window: BrowserWindow | null = null;
let core: CoreProcess | null = null;
let isPageReady = false;
let recents: readonly string[] = [];
/** What is to be opened once the page listens. */
const toOpen: string[] = [];

if (WINNOW_CONFIG) app.setPath("userData", join(WINNOW_CONFIG, "window"));
app.setAppUserModelId("org.winnow.winnow");
forbidNetwork();
registerAppScheme();
lockContents();

if (app.requestSingleInstanceLock({ args: ownArguments(), folder: process.cwd() })) start();
else app.quit();

function start(): void {
  for (const path of pathsOf(ownArguments(), process.cwd())) open(path);
  app.on("open-file", (event, path) => {
    event.preventDefault();
    open(path);
  });
  app.on("second-instance", (_event, _argv, _folder, data) => {
    const { args, folder } = data as { args: string[]; folder: string };
    for (const path of pathsOf(args, folder)) open(path);
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on("window-all-closed", () => app.quit());
  app.on("before-quit", endCoreFirst);
  app.whenReady().then(show, (error: Error) => {
    dialog.showErrorBox("Winnow", error.message);
    app.exit(70);
  });
}

function show(): void {
  const found = places();
  core = new CoreProcess({ node: found.node, entry: found.coreEntry, env: environment() });
  core.onEvent((name) => {
    // A project that the shell was asked to open is asked for again by the page; menus stay as they are.
    if (name === "core.lost") isPageReady = window !== null && isPageReady;
  });
  lockSession(session.defaultSession);
  serveAppScheme(session.defaultSession, found.renderer, core);
  answerWindowRequests(grants);
  relayCore(core, grants, {
    recents: (paths) => {
      if (paths.join("\n") === recents.join("\n")) return;
      recents = paths;
      showMenu();
    },
    preferences: ({ language, theme }) => {
      nativeTheme.themeSource = theme;
      if (setLanguage(language)) showMenu();
    },
    opened: (path) => app.addRecentDocument(path),
  });
  ipcMain.on(channels.ready, (event) => {
    if (!isTrusted(event)) return;
    isPageReady = true;
    for (const path of toOpen.splice(0)) act(`open:${path}`);
  });
  showMenu();
  window = createWindow(found);
  window.webContents.on("did-start-loading", () => (isPageReady = false));
  window.on("closed", () => (window = null));
}

function showMenu(): void {
  setMenu({
    window: () => window,
    act,
    recents,
    open,
    openProject: () => {
      if (window) void chooseProject(window).then((path) => path !== null && open(path));
    },
  });
}

/** Opens what a person has named outside of the page: a project, or a folder of images. */
function open(path: string): void {
  grants.add(path);
  if (isPageReady) act(`open:${path}`);
  else toOpen.push(path);
}

function act(action: string): void {
  window?.webContents.send(channels.action, action);
}

/** The core closes its project before the application ends. */
function endCoreFirst(event: { preventDefault(): void }): void {
  if (!core) return;
  event.preventDefault();
  const ending = core;
  core = null;
  void ending.close().finally(() => app.quit());
}

/** The core's environment: Electron's own variables would change how its Node behaves. */
function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (name.startsWith("ELECTRON_")) delete env[name];
  if (app.isPackaged) delete env["NODE_OPTIONS"];
  return env;
}

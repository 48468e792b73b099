import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename, dirname, join, relative } from "node:path";
import { chromiumPath, root } from "./places.ts";
import { entryProcess } from "./processes.ts";
import { ownEnvironment, type RunningShell, type StartOptions } from "./shell.ts";

export interface BrowserShell extends RunningShell {
  readonly kind: "browser";
  readonly browser: Browser;
  /** As it was printed, with the token. */
  readonly address: string;
}

/** `winnow serve` in a process of its own, and Chromium on the address that it prints. */
export async function startBrowser({ home, size = { width: 1440, height: 900 } }: StartOptions): Promise<BrowserShell> {
  const server = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "src/cli/main.ts"), "serve", "--root", home],
    { env: ownEnvironment(home), stdio: ["ignore", "pipe", "pipe"] },
  );
  const address = await firstLine(server);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--enable-unsafe-swiftshader", "--lang=en-GB"],
  });
  const page = await browser.newPage({ viewport: size, locale: "en-GB" });
  await page.goto(address);
  return {
    kind: "browser",
    browser,
    page,
    address,
    pid: server.pid!,
    corePid: () => entryProcess(server.pid!, "core"),
    enginePid: () => entryProcess(server.pid!, "engine"),
    give: async (path, ask) => {
      await ask();
      await choose(page, home, path);
    },
    saveAt: async (path, ask) => {
      await ask();
      await save(page, home, path);
    },
    quit: async () => {
      await browser.close();
      if (server.exitCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
    },
  };
}

async function firstLine(server: ChildProcess): Promise<string> {
  let said = "";
  server.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return await new Promise((resolve, reject) => {
    let printed = "";
    server.stdout!.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("\n")) resolve(printed.split("\n")[0]!.trim());
    });
    server.once("exit", (code) => reject(new Error(`winnow serve ended with ${code}: ${said}`)));
  });
}

/** Goes down to a folder (or project) in the window's own dialog, which begins at home or where it was last. */
async function choose(page: Page, home: string, path: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  const isProject = path.endsWith(".winnow");
  await goTo(page, home, isProject ? dirname(path) : path);
  if (isProject) await dialog.getByRole("button", { name: basename(path), exact: true }).click();
  else await dialog.getByRole("button", { name: "Choose this folder" }).click();
  await dialog.getByRole("button", { name: "One folder up" }).waitFor({ state: "hidden" });
}

async function save(page: Page, home: string, path: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await goTo(page, home, dirname(path));
  await dialog.getByRole("textbox").fill(basename(path));
  const saveHere = dialog.getByRole("button", { name: "Save here" });
  await saveHere.click();
  await saveHere.waitFor({ state: "hidden" });
}

/** Up to the top of what may be seen, and down to a folder; each is waited for, so that no click meets the one before. */
async function goTo(page: Page, home: string, folder: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  const list = dialog.getByRole("list", { name: /^\// });
  const shown = (path: string): Promise<void> => dialog.getByRole("list", { name: path, exact: true }).waitFor();
  await list.waitFor();
  for (let here = await labelOf(list); here !== home; here = await labelOf(list)) {
    await dialog.getByRole("button", { name: "One folder up" }).click();
    await shown(dirname(here));
  }
  let here = home;
  for (const name of relative(home, folder).split("/").filter(Boolean)) {
    await dialog.getByRole("button", { name, exact: true }).click();
    here = join(here, name);
    await shown(here);
  }
}

async function labelOf(list: Locator): Promise<string> {
  return (await list.getAttribute("aria-label")) ?? "";
}

import { type Browser, chromium, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, relative } from "node:path";
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
  await climb(page, home);
  for (const name of relative(home, path).split("/").filter(Boolean))
    await dialog.getByRole("button", { name, exact: true }).click();
  const chooseThis = dialog.getByRole("button", { name: "Choose this folder" });
  if (!path.endsWith(".winnow")) await chooseThis.click();
  await chooseThis.waitFor({ state: "hidden" });
}

async function save(page: Page, home: string, path: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await climb(page, home);
  const names = relative(home, path).split("/");
  for (const name of names.slice(0, -1)) await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.getByRole("textbox").fill(names.at(-1)!);
  const saveHere = dialog.getByRole("button", { name: "Save here" });
  await saveHere.click();
  await saveHere.waitFor({ state: "hidden" });
}

/** Up to the top of what may be seen. */
async function climb(page: Page, home: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  const up = dialog.getByRole("button", { name: "One folder up" });
  await dialog.getByRole("list").waitFor();
  for (
    let level = 0;
    level < 20 && !(await dialog.getByRole("list", { name: home, exact: true }).isVisible());
    level += 1
  )
    await up.click();
}

import { chromium, expect } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { drop, electronSwitches } from "./electron-shell.ts";
import { runInMain } from "./inspect-main.ts";
import { entryProcess } from "./processes.ts";
import { ownEnvironment, type RunningShell } from "./shell.ts";

/**
 * The packaged application. Its page can be attached to by a switch of Chromium's that only tests give; its main process
 * only in a copy whose inspect fuse is on: only there dialogs of the system can be answered.
 */
export async function startPackaged(
  executable: string,
  home: string,
  display: string,
  { isInspectable = false } = {},
): Promise<RunningShell> {
  const inspect = isInspectable ? ["--inspect=0"] : [];
  const application = spawn(executable, [...electronSwitches, "--remote-debugging-port=0", ...inspect], {
    env: ownEnvironment(home, { DISPLAY: display }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [pages, main] = await Promise.all([
    printedAddress(application, "DevTools"),
    isInspectable ? printedAddress(application, "Debugger") : null,
  ]);
  await pageIsThere(pages);
  // Electron has no contexts whose defaults could be set.
  const browser = await chromium.connectOverCDP(pages, { noDefaults: true });
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  return {
    kind: "electron",
    page,
    pid: application.pid!,
    corePid: () => entryProcess(application.pid!, "core"),
    enginePid: () => entryProcess(application.pid!, "engine"),
    give: (path) => drop(page, [path]),
    saveAt: async (path, ask) => {
      if (main === null) throw new Error("With all fuses set, no dialog of the packaged application can be answered.");
      const answer = JSON.stringify({ canceled: false, filePath: path });
      await runInMain(main, `electron.dialog.showSaveDialog = () => Promise.resolve(${answer});`);
      await ask();
    },
    quit: async () => {
      if (application.exitCode !== null || application.signalCode !== null) return;
      const ended = once(application, "exit");
      application.kill("SIGTERM");
      await ended;
    },
  };
}

/** A window that has no page yet never answers to being attached to. */
async function pageIsThere(debuggingAddress: string): Promise<void> {
  const list = `http://${new URL(debuggingAddress).host}/json/list`;
  const isThere = async (): Promise<boolean> => {
    const targets = (await (await fetch(list)).json()) as { url: string }[];
    return targets.some(({ url }) => url.startsWith("winnow://app/"));
  };
  await expect.poll(isThere).toBe(true);
}

/** The address that one of the two debuggers prints when it listens. */
function printedAddress(application: ChildProcess, debuggerName: "DevTools" | "Debugger"): Promise<string> {
  const line = new RegExp(`^${debuggerName} listening on (ws:\\S+)`, "m");
  return new Promise((resolve, reject) => {
    let said = "";
    application.stderr!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = line.exec(said);
      if (found) resolve(found[1]!);
    });
    application.once("exit", (code) => reject(new Error(`The application ended with ${code}: ${said}`)));
  });
}

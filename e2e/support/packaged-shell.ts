import { chromium } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { drop, electronSwitches } from "./electron-shell.ts";
import { entryProcess } from "./processes.ts";
import { ownEnvironment, type RunningShell } from "./shell.ts";

/**
 * The packaged application, with all its fuses set: its main process cannot be attached to, its page can, by a switch
 * of Chromium's that only tests give.
 */
export async function startPackaged(executable: string, home: string, display: string): Promise<RunningShell> {
  const application = spawn(executable, [...electronSwitches, "--remote-debugging-port=0"], {
    env: ownEnvironment(home, { DISPLAY: display }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Electron has no contexts whose defaults could be set.
  const browser = await chromium.connectOverCDP(await debuggingAddress(application), { noDefaults: true });
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  return {
    kind: "electron",
    page,
    pid: application.pid!,
    corePid: () => entryProcess(application.pid!, "core"),
    enginePid: () => entryProcess(application.pid!, "engine"),
    give: (path) => drop(page, [path]),
    saveAt: () => Promise.reject(new Error("The packaged application's dialogs cannot be answered.")),
    quit: async () => {
      if (application.exitCode !== null) return;
      const ended = once(application, "exit");
      application.kill("SIGTERM");
      await ended;
    },
  };
}

function debuggingAddress(application: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    application.stderr!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    application.once("exit", (code) => reject(new Error(`The application ended with ${code}: ${said}`)));
  });
}

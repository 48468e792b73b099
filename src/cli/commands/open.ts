import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { AppError } from "#contract/errors.ts";
import { startBrowserShell } from "#server/browser-shell.ts";
import { type CommonOptions, subcommand } from "../command.ts";
import { announce, untilEnded } from "./serve.ts";

const application = fileURLToPath(new URL("../../..", import.meta.url));

export function openCommand(): Command {
  return subcommand<CommonOptions, [string | undefined]>(
    "open",
    "the desktop application; where it cannot be, the browser shell",
    (command) => {
      command.argument("[path]", "a project (.winnow) or a folder of images and masks");
    },
    async (_options, given) => {
      const path = given === undefined ? null : resolve(given);
      if (path !== null && !existsSync(path))
        throw new AppError("file-unreadable", `There is nothing at ${path}.`, "Name a project or a folder.");
      // The script that starts this program looks Electron up: where it lies is no matter of the command line's.
      const electron = process.env["WINNOW_ELECTRON"];
      return electron && hasDisplay() ? await openDesktop(electron, path) : await openBrowser(path);
    },
  );
}

function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

async function openDesktop(electron: string, path: string | null): Promise<number> {
  // Chromium's sandbox refuses root.
  const switches = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const env = { ...process.env, WINNOW_NODE: process.execPath };
  const child = spawn(electron, [...switches, application, ...(path ? [path] : [])], { stdio: "inherit", env });
  process.on("SIGINT", () => {});
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 0;
}

async function openBrowser(path: string | null): Promise<number> {
  const isFolder = path !== null && statSync(path).isDirectory();
  const shell = await startBrowserShell({
    ...(path !== null && !isFolder && { project: path }),
    ...(path !== null && isFolder && { root: dirname(path) }),
  });
  announce(shell);
  if (isFolder) process.stderr.write(`Choose the folder ${path} in the window.\n`);
  if (hasDisplay()) showInBrowser(shell.address);
  await untilEnded(shell);
  return 0;
}

/** Opens the person's browser, where the system has a way; the address is printed anyway. */
function showInBrowser(address: string): void {
  const openers = { win32: ["cmd", "/c", "start", ""], darwin: ["open"] } as Record<string, string[]>;
  const [command = "", ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}

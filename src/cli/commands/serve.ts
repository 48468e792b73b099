import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { AppError } from "#contract/errors.ts";
import { type BrowserShell, startBrowserShell } from "#server/browser-shell.ts";
import { type CommonOptions, projectOption, subcommand, wholeNumber } from "../command.ts";
import { print, printJson } from "../output.ts";

interface ServeCommandOptions extends CommonOptions {
  readonly port?: number;
  readonly root?: string;
}

/** A window that nobody has looked at for so long is forgotten, and its server ends by itself. */
const IDLE_MS = 12 * 3_600_000;
const IDLE_CHECK_MS = 60_000;

export function serveCommand(): Command {
  return subcommand<ServeCommandOptions, []>(
    "serve",
    "the browser shell, on 127.0.0.1; prints its address with the token",
    (command) => {
      command
        .addOption(projectOption())
        .option("--port <n>", "port to listen on (by default any that is free)", wholeNumber)
        .option("--root <folder>", "folder below which the browser may choose (by default the home folder)");
    },
    async ({ project, port, root, json }) => {
      const shell = await startBrowserShell({
        ...(project && { project: resolve(project) }),
        ...(port !== undefined && { port }),
        ...(root && { root: folderAt(root) }),
      });
      if (json) printJson({ address: shell.address });
      else announce(shell);
      await untilEnded(shell);
      return 0;
    },
  );
}

function folderAt(path: string): string {
  if (!existsSync(path))
    throw new AppError("folder-unreadable", `There is no folder ${path}.`, "Name one that exists with --root.");
  return realpathSync(path);
}

/** The address alone on stdout; what to do with it beside. */
export function announce(shell: BrowserShell): void {
  print(shell.address);
  process.stderr.write("Open this address in a browser of this machine. Ctrl-C ends Winnow.\n");
  process.stderr.write("Nothing leaves this computer. Research use only. Not for diagnosis.\n");
}

/** Serves until Ctrl-C, a request to end, or half a day without a browser; then ends in order. */
export async function untilEnded(shell: BrowserShell): Promise<void> {
  await new Promise<void>((done) => {
    let lastUsedAt = Date.now();
    const idle = setInterval(() => {
      if (shell.nClients > 0) lastUsedAt = Date.now();
      if (Date.now() - lastUsedAt > IDLE_MS) finish();
    }, IDLE_CHECK_MS);
    const finish = (): void => {
      clearInterval(idle);
      process.removeListener("SIGINT", finish);
      process.removeListener("SIGTERM", finish);
      done();
    };
    process.once("SIGINT", finish);
    process.once("SIGTERM", finish);
  });
  await shell.close();
}

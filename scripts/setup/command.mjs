import { spawn, spawnSync } from "node:child_process";
import { SetupError } from "./say.mjs";

/** First line of what `command args` prints, or null when it cannot be run. */
export function versionOf(command, args = ["--version"]) {
  const run = spawnSync(command, args, { encoding: "utf8", shell: process.platform === "win32" });
  if (run.error || run.status !== 0) return null;
  return `${run.stdout}${run.stderr}`.trim().split("\n")[0] ?? "";
}

/**
 * Runs a command and shows what it prints on stderr.
 * @throws SetupError with `failure` and `remedy` when it ends with anything but 0
 */
export async function runOrExplain(command, args, { failure, remedy, cwd, env, shell = false }) {
  const status = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.pipe(process.stderr, { end: false });
    child.once("error", () => resolve(-1));
    child.once("close", (code) => resolve(code ?? -1));
  });
  if (status !== 0) throw new SetupError(`${failure} (${command} ended with ${status})`, remedy);
}

import { spawn } from "node:child_process";
import { delimiter, dirname, join, resolve } from "node:path";
import { ensureSetUp } from "./ensure.mjs";
import { cacheFolder, projectRoot } from "./places.mjs";
import { SetupError, say } from "./say.mjs";

/**
 * Sets Winnow up when needed, then runs a file of the checkout under Node 24 and ends as it ends.
 * @param {string | undefined} file none: set-up alone
 * @param {string[]} args
 * @param {{ prepare?: () => Promise<void>, nodeOptions?: string[], keepsCompiled?: boolean }} options what else must be
 * there first, what Node is started with, and whether it keeps what it has compiled for the next time
 */
export async function runFile(file, args, { prepare, nodeOptions = [], keepsCompiled = false } = {}) {
  let node;
  try {
    node = await ensureSetUp();
    await prepare?.();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    say(`What to do: ${error.remedy}`);
    process.exitCode = 3;
    return;
  }
  if (!file) return;
  const env = {
    ...(keepsCompiled && { NODE_COMPILE_CACHE: join(cacheFolder(), "compiled") }),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(projectRoot, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
  };
  const path = resolve(projectRoot, file);
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", ...nodeOptions, path, ...args], {
    stdio: "inherit",
    env,
  });
  // Ctrl-C reaches the child from the terminal itself; this process only waits for it. Other signals are handed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("close", (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 70;
  });
}

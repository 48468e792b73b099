#!/usr/bin/env node
/**
 * Sets Winnow up when needed, then runs a file of the checkout under Node 24.
 * usage: node scripts/run.mjs FILE [ARGUMENT…]     (without FILE: set-up alone)
 */
import { spawn } from "node:child_process";
import { delimiter, dirname, join, resolve } from "node:path";
import { ensureSetUp } from "./setup/ensure.mjs";
import { projectRoot } from "./setup/places.mjs";
import { SetupError, say } from "./setup/say.mjs";

const [file, ...args] = process.argv.slice(2);
await runUnderNode24(file && resolve(projectRoot, file), args);

async function runUnderNode24(path, argv) {
  let node;
  try {
    node = await ensureSetUp();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    say(`What to do: ${error.remedy}`);
    process.exitCode = 3;
    return;
  }
  if (!path) return;
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(projectRoot, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
  };
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", path, ...argv], { stdio: "inherit", env });
  // Ctrl-C reaches the child from the terminal itself; this process only waits for it. Other signals are handed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("close", (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 70;
  });
}

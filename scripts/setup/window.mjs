import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runOrExplain } from "./command.mjs";
import { node24Path, nodeModules, projectRoot } from "./places.mjs";
import { step } from "./say.mjs";

const SOURCES = ["src/renderer", "src/main", "src/preload", "src/transport", "src/contract", "src/domain"];
const CONFIGURATION = ["electron.vite.config.ts", "package-lock.json"];

/** What the window is built into. */
const TARGETS = {
  renderer: { made: ["out/renderer/index.html"], command: ["vite/bin/vite.js", "build", "src/renderer"] },
  electron: {
    made: ["out/renderer/index.html", "out/main/main.cjs"],
    command: ["electron-vite/bin/electron-vite.js", "build"],
  },
};

/**
 * Builds the window's interface (and, for `electron`, the shell around it) where it is missing or older than its
 * sources. Takes a few milliseconds when there is nothing to do.
 * @param {"renderer" | "electron"} target
 */
export async function ensureWindow(target) {
  const { made, command } = TARGETS[target];
  const builtAt = Math.min(...made.map((name) => timeOf(join(projectRoot, name))));
  const changedAt = Math.max(...[...SOURCES, ...CONFIGURATION].map((name) => newest(join(projectRoot, name))));
  if (builtAt > changedAt) return;
  const [script, ...args] = command;
  await step("building the window", () =>
    runOrExplain(node24Path(), [join(nodeModules, script), ...args, "--logLevel", "warn"], {
      cwd: projectRoot,
      failure: "The window could not be built",
      remedy: "The builder's own words stand above.",
    }),
  );
}

function timeOf(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(path) {
  if (!existsSync(path) || !statSync(path).isDirectory()) return timeOf(path);
  return Math.max(
    0,
    ...readdirSync(path, { recursive: true })
      .filter((name) => !name.endsWith(".test.ts"))
      .map((name) => timeOf(join(path, name))),
  );
}

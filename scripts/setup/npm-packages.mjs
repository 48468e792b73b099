import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runOrExplain, versionOf } from "./command.mjs";
import { node24Path, nodeModules, platform, projectRoot } from "./places.mjs";
import { SetupError } from "./say.mjs";

export function lockHash() {
  return createHash("sha256")
    .update(readFileSync(join(projectRoot, "package-lock.json")))
    .digest("hex");
}

/** Installs exactly what package-lock.json names, and runs no package's install script. */
export async function installNpmPackages() {
  if (versionOf("npm") === null) {
    throw new SetupError(
      "npm is missing.",
      "Install Node.js 20 or newer together with npm, then run the command again.",
    );
  }
  await runOrExplain("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: projectRoot,
    shell: process.platform === "win32",
    failure: "The npm packages could not be installed",
    remedy: "Check that npm reaches its registry (npm ping), then run the command again.",
  });
  requireNode24();
}

export function requireNode24() {
  const path = node24Path();
  if (path === null || !existsSync(path)) {
    throw new SetupError(
      `There is no Node 24 for ${platform} among the npm packages.`,
      "Winnow is built for linux-x64, linux-arm64 and win-x64. Check that npm was not told to leave out optional packages (omit=optional).",
    );
  }
  return path;
}

export function packageVersion(name) {
  return JSON.parse(readFileSync(join(nodeModules, name, "package.json"), "utf8")).version;
}

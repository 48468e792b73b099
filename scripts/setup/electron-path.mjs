import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { doubleFolder } from "./electron-double.mjs";
import { nodeModules } from "./places.mjs";

/** Electron's executable as the package `electron` has it, or as ELECTRON_OVERRIDE_DIST_PATH names it; null without. */
export function productElectronPath() {
  const { ELECTRON_OVERRIDE_DIST_PATH } = process.env;
  const home = join(nodeModules, "electron");
  const pathFile = join(home, "path.txt");
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : executableName();
  const path = join(ELECTRON_OVERRIDE_DIST_PATH ?? join(home, "dist"), name);
  return existsSync(path) ? path : null;
}

/** The Electron that tests run in: the product's where it is there, else the test double; null without either. */
export function electronPath() {
  const double = join(doubleFolder(), "electron");
  return productElectronPath() ?? (existsSync(double) ? double : null);
}

function executableName() {
  if (process.platform === "win32") return "electron.exe";
  return process.platform === "darwin" ? "Electron.app/Contents/MacOS/Electron" : "electron";
}

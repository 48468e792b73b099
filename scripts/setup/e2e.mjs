#!/usr/bin/env node
/**
 * What the end-to-end tests need besides Winnow: Chromium and a virtual screen, from Debian's packages where this is
 * root, and an Electron. Says what is missing where it cannot be installed.
 *
 * usage: npm run set-up:e2e
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runOrExplain, versionOf } from "./command.mjs";
import { provideElectronDouble } from "./electron-double.mjs";
import { productElectronPath } from "./electron-path.mjs";
import { SetupError, say, step } from "./say.mjs";

/** Debian's package for each program that is needed, and what else comes with it. */
const PROGRAMS = [
  { isThere: () => chromiumNames.some((name) => existsSync(name)), packages: ["chromium"] },
  { isThere: () => existsSync("/usr/bin/Xvfb"), packages: ["xvfb"] },
  // Libraries that Electron is linked with; Chromium brings most of them.
  {
    isThere: () => hasLibrary("libgtk-3.so.0") && hasLibrary("libasound.so.2"),
    packages: ["libgtk-3-0", "libnss3", "libasound2"],
  },
];
const chromiumNames = [process.env.WINNOW_CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];

/**
 * Makes sure of all of it; does nothing where it is there already.
 * @throws SetupError
 */
export async function ensureEndToEnd() {
  const missing = PROGRAMS.filter(({ isThere }) => !isThere()).flatMap(({ packages }) => packages);
  if (missing.length > 0) await install(missing);
  if (!productElectronPath()) await provideElectronDouble();
}

async function install(packages) {
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || versionOf("apt-get") === null)
    throw new SetupError(`The end-to-end tests need ${packages.join(", ")}.`, `Install them: ${command}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const failure = { failure: `Could not install ${packages.join(", ")}`, remedy: `Install them: ${command}`, env };
  await step(`installing ${packages.join(", ")}`, async () => {
    await runOrExplain("apt-get", ["update", "-qq"], failure);
    await runOrExplain("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], failure);
  });
}

function hasLibrary(name) {
  const { stdout } = spawnSync("ldconfig", ["-p"], { encoding: "utf8" });
  return (stdout ?? "").includes(name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureEndToEnd();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    say(`What to do: ${error.remedy}`);
    process.exitCode = 3;
  }
}

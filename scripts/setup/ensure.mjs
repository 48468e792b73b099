import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildAddon, isAddonReady } from "./addon.mjs";
import { libtensorflowChoice, provideLibtensorflow } from "./libtensorflow.mjs";
import { installNpmPackages, lockHash, requireNode24 } from "./npm-packages.mjs";
import { node24Path, nodeModules } from "./places.mjs";
import { SetupError, step } from "./say.mjs";

const stampFile = join(nodeModules, ".winnow-set-up.json");

/**
 * Brings the checkout to where everything runs; does nothing, in a few milliseconds, when it is there already.
 * @returns the path of Node 24
 * @throws SetupError in plain words
 */
export async function ensureSetUp() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) throw new SetupError(`This is Node ${process.versions.node}.`, "Install Node.js 20 or newer.");
  const wanted = { packages: lockHash(), tensorflow: libtensorflowChoice() };
  const stamp = readStamp();
  const packagesReady = stamp?.packages === wanted.packages && existsSync(node24Path() ?? "");
  if (packagesReady && stamp.tensorflow === wanted.tensorflow && isAddonReady()) return node24Path();
  if (!packagesReady) await step("installing npm packages", installNpmPackages);
  const libtensorflow = await step("TensorFlow's library", provideLibtensorflow);
  await step("TensorFlow's addon", () => buildAddon(libtensorflow));
  writeFileSync(stampFile, JSON.stringify(wanted));
  return requireNode24();
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return null; // not there, or cut short: set up again
  }
}

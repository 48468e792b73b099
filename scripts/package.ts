/**
 * Makes the application as it is delivered: an unpacked folder with Electron, Node, the core, the engine and TensorFlow
 * inside, an archive of it, its list of parts, its licences, and SHA-256 sums (docs/packaging.md).
 *
 * usage: npm run package [-- --no-archive] [--installers] [--gpu-add-on] [--to FOLDER]
 *        ELECTRON_DIST=FOLDER names the Electron to build with; by default the package's own
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, Platform } from "electron-builder";
import { setFuses } from "./package/fuses.ts";
import { writeGpuAddOn } from "./package/gpu-add-on.ts";
import { sha256, writeLicences, writeSbom, writeSums } from "./package/papers.ts";
import { dist, platform, root, staged, stagedApp } from "./package/places.ts";
import { stage } from "./package/stage.ts";
import { ensureWindow } from "./setup/window.mjs";

const { values } = parseArgs({
  options: {
    archive: { type: "boolean", default: true },
    installers: { type: "boolean", default: false },
    "gpu-add-on": { type: "boolean", default: false },
    to: { type: "string" },
  },
  allowNegative: true,
});
const target = resolve(values.to ?? dist);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const electronDist = resolve(process.env["ELECTRON_DIST"] ?? join(root, "node_modules/electron/dist"));
if (!existsSync(electronDist)) {
  process.stderr.write(`There is no Electron at ${electronDist}. Set ELECTRON_DIST to an unpacked one.\n`);
  process.exit(3);
}

if (values["gpu-add-on"]) {
  const addOn = writeGpuAddOn(target, version);
  say(`${basename(addOn)}: ${megabytes(statSync(addOn).size)}, SHA-256 ${await sha256(addOn)}`);
  process.exit(0);
}
say("building the window");
await ensureWindow("electron");
say("bundling the core, the engine and TensorFlow");
await stage();
say("putting it together");
const folder = await assemble();
await setFuses(join(folder, executableName()));
writeSbom(folder);
writeLicences(folder);
await writeSums(folder);
report(folder);
if (values.archive) await archive(folder);

/** electron-builder's unpacked folder, from the given Electron alone; nothing is downloaded. */
async function assemble(): Promise<string> {
  // An application that lies in the given Electron already would be started in place of this one.
  const electron = join(staged, "electron");
  cpSync(electronDist, electron, { recursive: true, verbatimSymlinks: true });
  rmSync(join(electron, "resources"), { recursive: true, force: true });
  mkdirSync(join(electron, "resources"));
  const out = join(staged, "out");
  const config = { extends: "electron-builder.yml", electronDist: electron, electronVersion: electronVersion() };
  const directories = (output: string): object => ({ directories: { app: stagedApp, output } });
  const common = { projectDir: root, publish: "never" as const };
  // The fuses are set after this, where they are read back too.
  const unpackedOnly = { ...config, ...directories(out), electronFuses: null };
  await build({ ...common, targets: Platform.current().createTarget("dir"), config: unpackedOnly });
  // The installers' tools are downloaded once: only where that is possible.
  if (values.installers) await build({ ...common, config: { ...config, ...directories(target) } });
  const unpacked = readdirSync(out).find((name) => name.endsWith("-unpacked") || name.startsWith("mac"));
  const folder = join(target, `winnow-${version}-${platform}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(out, unpacked!), folder, { recursive: true, verbatimSymlinks: true });
  rmSync(staged, { recursive: true, force: true });
  return folder;
}

function electronVersion(): string {
  const given = join(electronDist, "version");
  if (existsSync(given)) return readFileSync(given, "utf8").trim().replace(/^v/, "");
  const manifest = join(root, "node_modules/electron/package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

function executableName(): string {
  return { win32: "Winnow.exe", darwin: "Winnow.app" }[process.platform as string] ?? "winnow";
}

async function archive(folder: string): Promise<void> {
  const file = `${folder}.tar.gz`;
  say(`packing ${basename(file)}`);
  const { status } = spawnSync("tar", ["-czf", file, "-C", target, basename(folder)], { stdio: "inherit" });
  if (status !== 0) throw new Error("tar could not write the archive.");
  say(`${basename(file)}: ${megabytes(statSync(file).size)}, SHA-256 ${await sha256(file)}`);
}

/** How much each part weighs. */
function report(folder: string): void {
  const parts = {
    all: folder,
    "TensorFlow's library": join(folder, "resources/core/node_modules/@tensorflow"),
    "all of the core": join(folder, "resources/core"),
    Node: join(folder, "resources/node"),
    "the window": join(folder, "resources/app.asar"),
  };
  for (const [name, path] of Object.entries(parts)) say(`${name}: ${megabytes(weigh(path))}`);
}

function weigh(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + weigh(join(path, name)), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleCore } from "./bundle-core.ts";
import { root, staged, stagedApp, stagedExtra } from "./places.ts";

/** Puts all parts of the package where electron-builder.yml looks for them. */
export async function stage(): Promise<void> {
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(stagedExtra, { recursive: true });
  stageApp();
  stageNode();
  await bundleCore();
  stripLibrary();
  cpSync(join(root, "resources/icons/icon.png"), join(stagedExtra, "icon.png"));
}

/** What Electron itself loads: bundled, so that it needs no packages. */
function stageApp(): void {
  for (const name of ["main", "preload", "renderer"])
    cpSync(join(root, "out", name), join(stagedApp, "out", name), { recursive: true });
  const { name, productName, version, description, author, license, main } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Record<string, string>;
  const manifest = { name, productName, version, description, author, license, main };
  writeFileSync(join(stagedApp, "package.json"), JSON.stringify(manifest, null, 2));
}

/** The Node that runs the core: the one that runs this. */
function stageNode(): void {
  const to = join(stagedExtra, "node", process.platform === "win32" ? "node.exe" : "node");
  cpSync(process.execPath, to, { dereference: true });
  chmodSync(to, 0o755);
}

/** 788 MB become 583 MB; without `strip` the library stays as it is, and works as well. */
function stripLibrary(): void {
  const library = join(stagedExtra, "core/node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2");
  if (process.platform === "linux") spawnSync("strip", ["--strip-unneeded", library]);
}

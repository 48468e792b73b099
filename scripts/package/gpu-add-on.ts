import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { linkNvidiaFolder } from "../setup/libtensorflow.mjs";
import { platform, root, staged } from "./places.ts";

const place = "resources/core/node_modules/@tensorflow/tfjs-node/deps";

/**
 * TensorFlow's CUDA build and NVIDIA's libraries, to be unpacked over the application's folder.
 * @returns path of the archive
 * @throws Error where the set-up was made for the CPU
 */
export function writeGpuAddOn(target: string, version: string): string {
  const from = join(root, "node_modules/@tensorflow/tfjs-node/deps/lib");
  const libraries = existsSync(from) ? readdirSync(from) : [];
  if (!libraries.some((name) => name.startsWith("libcudart")))
    throw new Error("TensorFlow is set up for the CPU here. Set WINNOW_TF=gpu and run npm run set-up first.");
  const name = `winnow-gpu-${version}-${platform}`;
  const folder = join(staged, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, place, "lib"), { recursive: true });
  for (const library of libraries.filter((file) => /\.so\.\d/.test(file)))
    cpSync(join(from, library), join(folder, place, "lib", library), { dereference: true });
  linkNvidiaFolder(join(folder, place));
  mkdirSync(target, { recursive: true });
  const file = join(target, `${name}.tar.gz`);
  const { status } = spawnSync("tar", ["-czf", file, "-C", folder, "."], { stdio: "inherit" });
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error("tar could not write the archive.");
  return file;
}

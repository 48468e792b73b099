import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const teach = fileURLToPath(new URL("../../scripts/teach-quality-network.ts", import.meta.url));

/**
 * A quality network that has not seen a data set: the shipped one has, and must not be measured on it. Taught once (ten
 * minutes and more), then kept in `.cache/bench`.
 * @param set as scripts/quality-network/planes.ts names it
 */
export function networkWithout(set: "nuclei" | "hippocampus", data: string): string {
  const folder = fileURLToPath(new URL("../../.cache/bench/", import.meta.url));
  const path = `${folder}quality-network-without-${set}.bin`;
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  process.stdout.write(`teaching a quality network without ${set}\n`);
  const args = [teach, "--data", data, "--without", set, "--steps", "2000", "--to", path];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "inherit", "ignore"] });
  if (status !== 0) throw new Error(`the quality network without ${set} could not be taught`);
  return path;
}

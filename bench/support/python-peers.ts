import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../scripts/setup/places.mjs";

const peers = fileURLToPath(new URL("../peers/", import.meta.url));

/**
 * A Python with the packages that the rivals need, made once in the cache outside of the checkout.
 * @param requirements a file of bench/peers; lines that start with `# pip: ` hold options for pip
 * @returns path of the interpreter; or in words why there is none
 */
export function peerPython(requirements: string): { readonly python: string } | { readonly why: string } {
  const file = join(peers, requirements);
  const text = readFileSync(file, "utf8");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const home = join(cacheFolder(), `python-peers-${hash}`);
  const python = join(home, "bin", "python");
  if (existsSync(python)) return { python };
  process.stdout.write(`setting up Python packages of bench/peers/${requirements} …\n`);
  const half = `${home}.${process.pid}.partial`;
  const made = spawnSync("python3", ["-m", "venv", half], { encoding: "utf8" });
  if (made.status !== 0) return { why: `no Python with venv: ${firstLine(made.stderr ?? "")}` };
  const options = [...text.matchAll(/^# pip: (.+)$/gm)].flatMap(([, line]) => line!.trim().split(/\s+/));
  const install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", ...options, "-r", file];
  const installed = spawnSync(join(half, "bin", "python"), install, { encoding: "utf8" });
  if (installed.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    return { why: `the packages of bench/peers/${requirements} cannot be had: ${firstLine(installed.stderr)}` };
  }
  mkdirSync(cacheFolder(), { recursive: true });
  renameSync(half, home);
  return { python };
}

/** Runs a script of bench/peers and reads the JSON document that it prints. */
export function runPeer<T>(python: string, script: string, args: readonly string[]): T {
  // -B: no compiled files in the checkout.
  const output = execFileSync(python, ["-B", join(peers, script), ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(output) as T;
}

function firstLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

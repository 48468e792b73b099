import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { root } from "./places.ts";

/** What is inside (CycloneDX, from the lock file). */
export function writeSbom(folder: string): void {
  const file = join(folder, "winnow-sbom.cdx.json");
  const { status, stderr } = spawnSync(
    join(root, "node_modules/.bin/cyclonedx-npm"),
    ["--package-lock-only", "--omit", "dev", "--output-reproducible", "--output-file", file],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`The list of parts could not be written: ${stderr}`);
}

/** The licences of everything that travels: packages of npm, Node, TensorFlow; Electron's own lie beside its binary. */
export function writeLicences(folder: string): void {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version?: string; license?: string; dev?: boolean }>;
  };
  // The window's libraries are bundled, so they travel although npm installs them for development.
  const bundled = ["react", "react-dom", "scheduler", "zustand", "lucide-react", "@niivue", "@tanstack"];
  const parts = Object.entries(lock.packages)
    .filter(([path]) => path.startsWith("node_modules/") && existsSync(join(root, path)))
    .filter(([path, { dev }]) => !dev || bundled.some((name) => path.startsWith(`node_modules/${name}`)))
    .map(([path, { version, license }]) => {
      const title = `${path.slice("node_modules/".length)} ${version ?? ""} (${license ?? "see below"})`;
      return `${title}\n${"=".repeat(title.length)}\n\n${licenceText(join(root, path))}`;
    });
  const notices = join(root, "node_modules/@tensorflow/tfjs-node/deps/THIRD_PARTY_NOTICES.txt");
  if (existsSync(notices)) parts.push(`TensorFlow's library\n====================\n\n${readFileSync(notices, "utf8")}`);
  writeFileSync(join(folder, "THIRD_PARTY_LICENCES.txt"), parts.join("\n\n"));
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE.winnow.txt"));
}

function licenceText(folder: string): string {
  const name = readdirSync(folder).find(
    (file) => /^(licen[cs]e|copying)/i.test(file) && statSync(join(folder, file)).isFile(),
  );
  return name ? readFileSync(join(folder, name), "utf8").trim() : "No licence file comes with this package.";
}

/** SHA-256 of every file, in the format of sha256sum: `sha256sum -c SHA256SUMS` checks a delivery without a network. */
export async function writeSums(folder: string, name = "SHA256SUMS"): Promise<void> {
  const lines: string[] = [];
  for (const path of filesBelow(folder).toSorted()) {
    if (path === join(folder, name)) continue;
    lines.push(`${await sha256(path)}  ${relative(folder, path).replaceAll("\\", "/")}`);
  }
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

#!/usr/bin/env node
/**
 * Adds to package-lock.json the platform packages that `npm install` left out.
 *
 * Packages with native parts name one optional package a platform. A registry mirror may lack those of platforms that
 * nobody there uses; `npm install` then writes a lock without them, and `npm ci` refuses that lock ("Missing: … from
 * lock file"). An entry with version, os and cpu is all that `npm ci` asks for, since it never fetches another
 * platform's package. Run it after every `npm install`: `npm run lock`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./setup/places.mjs";

const OS = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  openharmony: "openharmony",
  win32: "win32",
  aix: "aix",
  netbsd: "netbsd",
  openbsd: "openbsd",
  sunos: "sunos",
};
const CPU = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64", "wasm32"];

const path = join(projectRoot, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] || !/^\d+\.\d+\.\d+$/.test(range)) continue;
    const words = name.split(/[/-]/);
    const os = words.map((word) => OS[word]).find(Boolean);
    const cpu = CPU.find((cpuName) => words.includes(cpuName)) ?? (words.includes("ppc64le") ? "ppc64" : undefined);
    if (!os || (os === "linux" && cpu === "x64" && !words.includes("musl"))) continue;
    lock.packages[key] = {
      version: range,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      ...(words.includes("musl") && { libc: ["musl"] }),
      optional: true,
      os: [os],
    };
    added += 1;
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
process.stdout.write(`${added} platform packages added to package-lock.json\n`);

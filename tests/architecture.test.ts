import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom (design, *Layout and who may import whom*). A file belongs to the longest prefix that fits it.
 * Packages are named where only one layer may know them.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/contract": [],
  "src/domain": ["src/contract"],
  "src/transport": ["src/contract"],
  "src/core/io": ["src/domain", "src/contract"],
  "src/core/project": ["src/domain", "src/contract", "src/core/io", "src/core/version.ts", "src/core/jobs"],
  "src/core/jobs": ["src/contract", "src/core/project", "src/core/io", "src/core/version.ts"],
  "src/core/engine": ["src/domain", "src/contract", "src/core/io", "src/core/version.ts"],
  "src/core/app": ["src/domain", "src/contract", "src/core/project"],
  "src/core/intake": ["src/domain", "src/contract", "src/core/project", "src/core/jobs", "src/core/io"],
  "src/core/propose": ["src/domain", "src/contract", "src/core/project", "src/core/jobs", "src/core/io"],
  "src/core/judge": [
    "src/domain",
    "src/contract",
    "src/core/project",
    "src/core/jobs",
    "src/core/io",
    "src/core/engine",
    "src/core/version.ts",
  ],
  "src/core/review": ["src/domain", "src/contract", "src/core/project", "src/core/jobs", "src/core/io"],
  "src/core/release": [
    "src/domain",
    "src/contract",
    "src/core/project",
    "src/core/jobs",
    "src/core/io",
    "src/core/version.ts",
  ],
  "src/core/segment": [
    "src/domain",
    "src/contract",
    "src/core/project",
    "src/core/jobs",
    "src/core/io",
    "src/core/engine",
    "src/core/version.ts",
  ],
  "src/core": ["src/core", "src/domain", "src/contract"],
  "src/entries": ["src/core", "src/contract", "src/transport"],
  "src/main": ["src/contract", "src/transport"],
  "src/preload": ["src/contract"],
  "src/server": ["src/contract", "src/transport"],
  "src/cli": ["src/contract", "src/transport", "src/core/core.ts", "src/server/browser-shell.ts"],
  "src/renderer": ["src/contract", "src/domain", "src/transport"],
};

/** Packages that one place alone may know. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/tfjs-node": ["src/core/engine"],
  "@itk-wasm/image-io": ["src/core/io"],
  "itk-wasm": ["src/core/io"],
  "fast-png": ["src/core/io"],
  "better-sqlite3": ["src/core/project"],
  "csv-parse/sync": ["src/core/io"],
  "csv-stringify/sync": ["src/cli"],
  commander: ["src/cli"],
  zod: ["src/contract", "src/core/project", "src/core/intake", "src/core/judge", "src/main"],
  electron: ["src/main", "src/preload"],
  ws: ["src/server"],
  react: ["src/renderer"],
  "@niivue/niivue": ["src/renderer/viewer"],
};

const root = fileURLToPath(new URL("..", import.meta.url));
const imports = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => join("src", name))
  .map((file) => ({ file, targets: importsOf(file) }));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g,
    ),
  ];
  return found.map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** Path of an import within the checkout, or null for a package. */
function resolved(file: string, target: string): string | null {
  if (target.startsWith("#")) return `src/${target.slice(1)}`;
  if (target.startsWith(".")) return relative(root, resolve(root, dirname(file), target));
  return null;
}

function layerOf(path: string): string {
  return Object.keys(MAY_IMPORT)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .toSorted((a, b) => b.length - a.length)[0]!;
}

describe("architecture", () => {
  it("sees the files", () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.flatMap(({ targets }) => targets).length).toBeGreaterThan(400);
    expect(imports.filter(({ file }) => layerOf(file) === undefined)).toEqual([]);
  });

  it("imports only what each layer may know", () => {
    const violations = imports.flatMap(({ file, targets }) => {
      const layer = layerOf(file);
      return targets.flatMap((target) => {
        const path = resolved(file, target);
        if (path === null || path === layer || path.startsWith(`${layer}/`)) return [];
        const allowed = MAY_IMPORT[layer]!.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
        return allowed ? [] : [`${file} imports ${path}`];
      });
    });
    expect(violations).toEqual([]);
  });

  it("knows each outside library in its own place alone", () => {
    const violations = imports.flatMap(({ file, targets }) =>
      targets
        .filter((target) => OWNERS[target] && !OWNERS[target].some((owner) => file.startsWith(`${owner}/`)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(violations).toEqual([]);
  });

  it("keeps the files that start a process short, and every file below 500 lines", () => {
    const lengths = imports.map(({ file }) => ({
      file,
      lines: readFileSync(join(root, file), "utf8").split("\n").length,
    }));
    expect(lengths.filter(({ file, lines }) => file.startsWith("src/entries/") && lines > 40)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines > 500)).toEqual([]);
  });

  it("copies no project file behind SQLite's back, and writes to no source", () => {
    const offenders = imports.filter(
      ({ file }) =>
        file.startsWith("src/core/project/") && /copyFile|cpSync/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(offenders).toEqual([]);
  });
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };
const files = new Map(
  Object.entries(scripts).flatMap(([name, line]) => {
    const file = /^node scripts\/run\.mjs (\S+)/.exec(line)?.[1];
    return file ? [[file, name] as const] : [];
  }),
);

describe("the commands of the project", () => {
  it.each([...files])("say what they do instead of doing it: %s --help", (file) => {
    const said = execFileSync(process.execPath, ["scripts/run.mjs", file, "--help"], { cwd: root, encoding: "utf8" });
    expect(said).toMatch(/^\S.*\n[^]*^usage:/m);
    expect(said).not.toMatch(/^ ?\*/m);
  });
});

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What tests read of a release's manifest. */
export interface ReleaseManifest {
  readonly counts: Readonly<Record<string, number>>;
  readonly masks: readonly { readonly case: string; readonly class: string; readonly file: string }[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly error_maps: {
    readonly judge_version: number;
    readonly maps: readonly {
      readonly case: string;
      readonly class: string;
      readonly mask: string;
      readonly path: string;
      readonly sha256: string;
      readonly n_missed: number;
      readonly n_surplus: number;
      readonly networks: string;
    }[];
    readonly not_made: readonly { readonly case: string; readonly class: string; readonly reason: string }[];
  } | null;
  readonly cleared: readonly { readonly path: string; readonly fields: readonly string[] }[];
  readonly split: { readonly by: string; readonly folds: number; readonly seed: number } | null;
}

export function readManifest(release: string): ReleaseManifest {
  return JSON.parse(readFileSync(join(release, "winnow-manifest.json"), "utf8")) as ReleaseManifest;
}

/** Files below a folder, relative to it with `/`, hidden ones too. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
}

/**
 * What every release keeps to, whatever its layout: the manifest lists each file with its hash, the data card holds the
 * manifest's, and says what it must.
 * @returns what is wrong, in words; empty when nothing is
 */
export function checkRelease(release: string): string[] {
  const sha256 = (path: string): string =>
    createHash("sha256")
      .update(readFileSync(join(release, path)))
      .digest("hex");
  const { files } = readManifest(release);
  const problems = files
    .filter(({ path, sha256: wanted }) => sha256(path) !== wanted)
    .map(({ path }) => `${path} is not what the manifest says`);
  const listed = new Set([...files.map(({ path }) => path), "winnow-manifest.json", "README.md"]);
  problems.push(
    ...filesBelow(release)
      .filter((path) => !listed.has(path))
      .map((path) => `${path} is not in the manifest`),
  );
  const card = readFileSync(join(release, "README.md"), "utf8");
  const needs = [
    sha256("winnow-manifest.json"),
    "Research use only. Not for diagnosis.",
    "## Limits",
    "To be filled in",
  ];
  return [
    ...problems,
    ...needs.filter((words) => !card.includes(words)).map((words) => `the data card lacks ${words}`),
  ];
}

import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.ts";

/** Copies the first cases of the sample data set and their masks to `nuclei` in a folder. */
export function copyNuclei(into: string, nCases: number): string {
  const source = join(root, "resources/sample/nuclei");
  const names = readdirSync(join(source, "images")).toSorted().slice(0, nCases);
  for (const kind of readdirSync(source)) {
    mkdirSync(join(into, "nuclei", kind), { recursive: true });
    for (const name of names) cpSync(join(source, kind, name), join(into, "nuclei", kind, name));
  }
  return join(into, "nuclei");
}

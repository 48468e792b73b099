import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of a folder, by path below it. */
export type TestFiles = Readonly<Record<string, Uint8Array | string>>;

/** Writes a folder. @returns its path */
export function makeFolder(folder: string, files: TestFiles): string {
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return folder;
}

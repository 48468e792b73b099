import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A folder of its own for a test; the system removes it some day. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `winnow-e2e-${name}-`));
}

/** Debian's Chromium, or the one that WINNOW_CHROMIUM names. */
export function chromiumPath(): string {
  const named = process.env["WINNOW_CHROMIUM"];
  const found = [named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (!found) throw new Error("Chromium is missing. npm run set-up:e2e installs it, or says how.");
  return found;
}

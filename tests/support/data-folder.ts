import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The folder with more real data than the repository may hold: WINNOW_DATA, or `../shared/data` beside the checkout.
 * Null where there is none; tests that want it then skip, and say so.
 */
export function dataFolder(): string | null {
  const candidates = [process.env["WINNOW_DATA"], fileURLToPath(new URL("../../../shared/data", import.meta.url))];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null;
}

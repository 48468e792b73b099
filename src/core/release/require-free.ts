import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#contract/errors.ts";

/**
 * A place for a new folder: its parent is there, and nothing is in its way.
 * @throws AppError file-unwritable, target-exists
 */
export function requireFree(target: string): void {
  if (!existsSync(dirname(target)))
    throw new AppError(
      "file-unwritable",
      `The folder ${dirname(target)} is not there.`,
      "Make it first, or choose another place.",
    );
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new AppError(
      "target-exists",
      `${target} is there already, and not empty.`,
      "A release is never changed: choose another folder.",
    );
  }
}

import { dirname } from "node:path";
import type { CommandName } from "#contract/commands.ts";
import { isBelow, realPathOf } from "#transport/paths-below.ts";

/** Commands whose path is something new to be written. */
const WRITES = new Set<CommandName>([
  "project.open",
  "project.saveCopy",
  "release.preview",
  "release.write",
  "release.report",
  "review.exportLabels",
]);

/**
 * The paths that the window may name: what a person has chosen in a dialog, dropped, given on the command line, or
 * opened before, and all that lies in such a folder. New files may also be proposed beside those, and in the documents
 * folder. Kept for as long as the application runs.
 */
export class Grants {
  readonly #granted = new Set<string>();
  /** Folders in which something new may be put directly. */
  readonly #beside = new Set<string>();

  add(path: string): void {
    const real = realPathOf(path);
    if (real === null) return;
    this.#granted.add(real);
    this.#beside.add(dirname(real));
  }

  /** A folder in which new projects and releases are proposed, without a right to what lies in it. */
  addProposals(folder: string): void {
    const real = realPathOf(folder);
    if (real !== null) this.#beside.add(real);
  }

  has(path: string): boolean {
    const real = realPathOf(path);
    if (real === null) return false;
    return [...this.#granted].some((granted) => granted === real || isBelow(granted, real));
  }

  mayName(path: string, command: CommandName): boolean {
    if (this.has(path)) return true;
    const real = realPathOf(path);
    return real !== null && WRITES.has(command) && this.#beside.has(dirname(real));
  }
}

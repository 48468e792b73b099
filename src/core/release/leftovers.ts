import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { isRunning } from "../io/files/is-running.ts";

/** Names a computer, so that nobody takes another one's process for its own. */
const HERE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const NAME_LENGTH = 100;

/** The hidden folder beside a target that this process fills: `.NAME.COMPUTER.PROCESS.partial`. */
export function temporaryBeside(target: string, pid = process.pid): string {
  return join(dirname(target), `.${basename(target).slice(0, NAME_LENGTH)}.${HERE}.${pid}.partial`);
}

/**
 * Removes what processes of this computer that were ended in the middle have left beside a target. Folders of other
 * computers stay: whether these still write cannot be seen from here. So do those of other people that may not be removed.
 */
export async function removeLeftovers(target: string): Promise<void> {
  const start = basename(temporaryBeside(target, 0)).replace(/0\.partial$/, "");
  for (const name of await readdir(dirname(target)).catch(() => [])) {
    if (!name.startsWith(start)) continue;
    const pid = /^(\d+)\.partial$/.exec(name.slice(start.length))?.[1];
    if (!pid || isRunning(Number(pid))) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, utimesSync, writeSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { AppError } from "#contract/errors.ts";
import { isRunning } from "../io/files/is-running.ts";

const LockOwner = z.object({
  host: z.string(),
  user: z.string(),
  pid: z.int(),
  /** Tells a process from a later one with the same number; null where the system does not say. */
  processStart: z.string().nullable(),
  since: z.string(),
});
type LockOwner = z.infer<typeof LockOwner>;

const HEARTBEAT_MS = 10_000;

/** Says that one process writes to a project. Released by `release`, or found stale when its process is gone. */
export interface ProjectLock {
  release(): void;
}

/**
 * Takes the one writer's place of a project: creates `NAME.winnow.lock` exclusively, with who holds it.
 *
 * The lock of a process of this machine that no longer runs is taken over. One from another machine never is: whether
 * that one still runs cannot be seen from here, so a person has to decide (`takeOver`).
 * @throws AppError project-in-use, naming the owner
 */
export function takeLock(projectPath: string, takeOver = false): ProjectLock {
  const path = `${projectPath}.lock`;
  const me: LockOwner = {
    host: hostname(),
    user: userInfo().username,
    pid: process.pid,
    processStart: processStart(process.pid),
    since: new Date().toISOString(),
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      const file = openSync(path, "wx", 0o644);
      writeSync(file, JSON.stringify(me));
      closeSync(file);
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
        throw new AppError(
          "project-read-only",
          `The folder of ${projectPath} cannot be written.`,
          "Ask for permission, or save a copy elsewhere and open that.",
          { cause: error },
        );
      }
      if (code !== "EEXIST" || attempt > 3) throw error;
      const owner = readOwner(path);
      if (owner && !takeOver && !isStale(owner)) throw inUse(projectPath, owner);
      setAside(path);
    }
  }
  // A sign of life for people who look at the file from another machine.
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS).unref();
  return {
    release: () => {
      clearInterval(heartbeat);
      if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

function readOwner(path: string): LockOwner | null {
  if (!existsSync(path)) return null;
  try {
    return LockOwner.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null; // cut short by a crash while it was written
  }
}

/** Renaming first makes sure that of two processes which find a stale lock only one removes it. */
function setAside(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // Another process was quicker; the next attempt to create the lock decides.
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The file is gone: its folder was moved. The next write to the project says so.
  }
}

function isStale(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return false;
  if (!isRunning(owner.pid)) return true;
  return owner.processStart !== null && processStart(owner.pid) !== owner.processStart;
}

/** Start time of a process in clock ticks since boot (Linux, proc(5) field 22). */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function inUse(projectPath: string, owner: LockOwner): AppError {
  const since = owner.since.slice(0, 16).replace("T", " ");
  return new AppError(
    "project-in-use",
    `The project ${projectPath} is open for writing: ${owner.host} (${owner.user}), since ${since} UTC.`,
    "Close it there, then try again. If that machine is switched off, delete the .lock file beside the project.",
  );
}

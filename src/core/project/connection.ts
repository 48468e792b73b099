import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { AppError } from "#contract/errors.ts";
import { isOnLocalDisk } from "./filesystem.ts";
import { newestVersion } from "./migrations/all.ts";

/** "Wnnw", in the header of every project file. */
export const APPLICATION_ID = 0x576e6e77;

/** What the first 100 bytes of a file say, before SQLite touches it (reliability S1). */
export function inspectProjectFile(path: string): { schemaVersion: number } {
  if (!existsSync(path))
    throw new AppError(
      "project-missing",
      `There is no project at ${path}.`,
      "Check the path. winnow add FOLDER --project makes a new one.",
    );
  if (!statSync(path).isFile()) throw notAProject(path);
  const header = Buffer.alloc(100);
  let length: number;
  try {
    const file = openSync(path, "r");
    length = readSync(file, header, 0, 100, 0);
    closeSync(file);
  } catch (error) {
    throw new AppError("project-missing", `The project ${path} cannot be read.`, "Ask for permission to read it.", {
      cause: error,
    });
  }
  if (length === 0) {
    throw new AppError(
      "project-empty-file",
      `The file ${path} is empty: a copy that did not finish, or a disk that was full.`,
      "Copy the project again from where it came, or delete this file.",
    );
  }
  if (length < 100 || header.toString("latin1", 0, 15) !== "SQLite format 3") throw notAProject(path);
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw notAProject(path);
  const schemaVersion = header.readUInt32BE(60);
  if (schemaVersion > newestVersion) {
    throw new AppError(
      "project-newer-than-program",
      `The project ${path} was made by a newer Winnow (file version ${schemaVersion}, this program knows ${newestVersion}).`,
      "Install the newer Winnow. The file was not touched.",
    );
  }
  return { schemaVersion };
}

export function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens the SQLite file with every pragma that matters (reliability S2): WAL on a local disk, a rollback journal
 * elsewhere, always FULL sync; nothing in the file is trusted.
 */
export function connect(path: string, access: "read" | "write", create = false): Database.Database {
  const db = new Database(path, {
    fileMustExist: !create,
    readonly: access === "read" && !canWrite(path),
    timeout: 5000,
  });
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("foreign_keys = ON");
  if (access === "read") {
    db.pragma("query_only = ON");
    return db;
  }
  const mode = isOnLocalDisk(path) ? "wal" : "delete";
  const answer = db.pragma(`journal_mode = ${mode}`, { simple: true });
  if (answer !== mode && answer !== "delete")
    throw new Error(`SQLite answered journal_mode ${String(answer)} instead of ${mode}`);
  db.pragma("synchronous = FULL");
  if (process.platform === "darwin") db.pragma("checkpoint_fullfsync = ON");
  return db;
}

/** Leaves exactly one file: everything from the WAL is in it, and the side files are gone. */
export function disconnect(db: Database.Database): void {
  if (!db.open) return;
  if (!db.readonly && db.pragma("query_only", { simple: true }) === 0) {
    try {
      db.pragma("optimize");
      // At rest the file is in rollback mode: it can be opened from a read-only disk, and copied as it is.
      db.pragma("journal_mode = DELETE");
    } catch {
      // Another program is reading: SQLite itself tidies up when the last one closes.
    }
  }
  db.close();
}

function notAProject(path: string): AppError {
  return new AppError(
    "project-not-a-project",
    `${path} is not a Winnow project.`,
    "Choose a file that Winnow made (its name ends in .winnow).",
  );
}

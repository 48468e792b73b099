import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { AppError } from "#contract/errors.ts";
import { APPLICATION_ID } from "./connection.ts";
import { migrations, newestVersion } from "./migrations/all.ts";

/**
 * Brings a project file to the newest schema, all pending steps in one transaction. A file that held something is
 * copied first, and the copy checked; its name is returned.
 */
export function migrate(db: Database.Database, path: string): { backupPath: string | null } {
  const version = db.pragma("user_version", { simple: true }) as number;
  if (version === newestVersion) return { backupPath: null };
  const backupPath = version === 0 ? null : copyVerified(db, `${path}.before-${newestVersion}.bak`);
  db.transaction(() => {
    for (const migration of migrations) if (migration.version > version) migration.up(db);
    if ((db.pragma("foreign_key_check") as unknown[]).length > 0)
      throw new Error("foreign keys do not hold after the migration");
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${newestVersion}`);
  }).immediate();
  return { backupPath };
}

/**
 * A consistent copy (VACUUM INTO, never a file copy: reliability S6), checked, synced, then named.
 * @param amend changes the copy before it is checked
 */
export function copyVerified(
  db: Database.Database,
  target: string,
  amend: (copy: Database.Database) => void = () => {},
): string {
  const temporary = `${target}.${process.pid}.partial`;
  rmSync(temporary, { force: true });
  try {
    db.prepare("VACUUM INTO ?").run(temporary);
    const copy = new Database(temporary);
    let answer: unknown;
    try {
      copy.pragma("synchronous = FULL");
      amend(copy);
      answer = copy.pragma("integrity_check", { simple: true });
    } finally {
      copy.close();
    }
    if (answer !== "ok")
      throw new AppError(
        "project-corrupt",
        `A copy of the project did not pass its check (${String(answer)}).`,
        "Nothing was changed. Run winnow verify on the project.",
      );
    syncFile(temporary);
    renameSync(temporary, target);
    return target;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** VACUUM INTO leaves it to the system when the copy reaches the disk. */
function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

let expected: string | null = null;

/** Refuses a file whose tables, triggers or views are not the ones that the migrations make (reliability S13). */
export function checkSchema(db: Database.Database, path: string): void {
  if (expected === null) {
    const fresh = new Database(":memory:");
    for (const migration of migrations) migration.up(fresh);
    expected = schemaText(fresh);
    fresh.close();
  }
  if (schemaText(db) !== expected) {
    throw new AppError(
      "project-corrupt",
      `The tables of ${path} are not those of a Winnow project: something else has changed it.`,
      "Open a copy that was not changed.",
    );
  }
}

function schemaText(db: Database.Database): string {
  const rows = db
    .prepare(
      "SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name",
    )
    .all();
  return JSON.stringify(rows);
}

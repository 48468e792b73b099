import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Database, Statement } from "better-sqlite3";
import { AppError } from "#contract/errors.ts";
import { appendAudit, type AuditEntry } from "./audit-log.ts";
import { canWrite, connect, disconnect, inspectProjectFile } from "./connection.ts";
import { type ProjectLock, takeLock } from "./lock-file.ts";
import { checkSchema, migrate } from "./migrate.ts";
import { newestVersion } from "./migrations/all.ts";
import { fromSqlite } from "./sqlite-errors.ts";

/** Values that SQLite takes and gives. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** What a statement's placeholders stand for: values in order, or one object for names (`:name`). */
export type SqlParameter = SqlValue | Readonly<Record<string, SqlValue>>;

/** A project file that can be read. Functions that only read ask for this, and cannot write by mistake. */
export interface ReadableProject {
  readonly path: string;
  /** The folder that relative paths in the project start from. */
  readonly baseFolder: string;
  all<Row>(sql: string, ...parameters: SqlParameter[]): Row[];
  get<Row>(sql: string, ...parameters: SqlParameter[]): Row | undefined;
  iterate<Row>(sql: string, ...parameters: SqlParameter[]): IterableIterator<Row>;
}

/** A project file held by its one writer. */
export interface WritableProject extends ReadableProject {
  run(sql: string, ...parameters: SqlParameter[]): { changes: number; lastInsertRowid: number };
  /** Runs `work` in one transaction: when it returns, what it did is on disk; when it throws, nothing happened. */
  transaction<T>(work: () => T): T;
  /** Adds to the history, in the transaction under way. */
  audit(...entries: AuditEntry[]): void;
}

/** An open project file. Statements are prepared once and kept. */
export class Project implements WritableProject {
  readonly path: string;
  readonly baseFolder: string;
  readonly access: "read" | "write";
  readonly #db: Database;
  readonly #lock: ProjectLock | null;
  readonly #statements = new Map<string, Statement>();

  private constructor(path: string, access: "read" | "write", db: Database, lock: ProjectLock | null) {
    this.path = path;
    this.baseFolder = dirname(path);
    this.access = access;
    this.#db = db;
    this.#lock = lock;
  }

  /**
   * Opens a project file for reading (beside a writer, too) or as its one writer.
   * @throws AppError project-missing, project-empty-file, project-not-a-project, project-newer-than-program,
   * project-in-use, project-corrupt, project-read-only
   */
  static open(givenPath: string, access: "read" | "write", { create = false, takeOver = false } = {}): Project {
    const path = resolve(givenPath);
    const isNew = create && !existsSync(path);
    if (isNew) requireFolder(path);
    if (!isNew) checkBeforeOpening(path, access);
    const lock = access === "write" ? takeLock(path, takeOver) : null;
    let db: Database | null = null;
    try {
      if (isNew) createEmptyProject(path);
      db = connect(path, access);
      if (access === "write") {
        // A probe: opening a read-only file read-write does not fail, the first write does.
        db.exec("BEGIN IMMEDIATE; ROLLBACK");
        migrate(db, path);
      }
      checkSchema(db, path);
      return new Project(path, access, db, lock);
    } catch (error) {
      if (db) disconnect(db);
      lock?.release();
      throw fromSqlite(error, path);
    }
  }

  all<Row>(sql: string, ...parameters: SqlParameter[]): Row[] {
    return this.#guard(() => this.#prepare(sql).all(...parameters) as Row[]);
  }

  get<Row>(sql: string, ...parameters: SqlParameter[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...parameters) as Row | undefined);
  }

  iterate<Row>(sql: string, ...parameters: SqlParameter[]): IterableIterator<Row> {
    // A statement of its own: one that is being iterated cannot be used for anything else.
    return this.#guard(() => this.#db.prepare(sql).iterate(...parameters) as IterableIterator<Row>);
  }

  run(sql: string, ...parameters: SqlParameter[]): { changes: number; lastInsertRowid: number } {
    return this.#guard(() => {
      const result = this.#prepare(sql).run(...parameters);
      return { changes: result.changes, lastInsertRowid: Number(result.lastInsertRowid) };
    });
  }

  transaction<T>(work: () => T): T {
    return this.#guard(() => this.#db.transaction(work).immediate());
  }

  audit(...entries: AuditEntry[]): void {
    this.#guard(() => appendAudit(this.#db, entries));
  }

  /** The connection itself, for whole-file work (check, copy). */
  get database(): Database {
    return this.#db;
  }

  close(): void {
    this.#statements.clear();
    disconnect(this.#db);
    this.#lock?.release();
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw fromSqlite(error, this.path);
    }
  }
}

function checkBeforeOpening(path: string, access: "read" | "write"): void {
  const { schemaVersion } = inspectProjectFile(path);
  if (access === "write" && !canWrite(path)) throw fromSqlite({ code: "SQLITE_READONLY" }, path);
  if (access === "read" && schemaVersion < newestVersion) {
    throw new AppError(
      "project-older-than-program",
      `The project ${path} was made by an older Winnow.`,
      "Open it once for writing (winnow add, or the window): a copy is kept, and the file is brought up to date.",
    );
  }
}

/** Made under another name and renamed when whole: a crash never leaves half a project under the name that was asked for. */
function createEmptyProject(path: string): void {
  const temporary = `${path}.${process.pid}.new`;
  rmSync(temporary, { force: true });
  const db = connect(temporary, "write", true);
  try {
    migrate(db, temporary);
  } finally {
    disconnect(db);
  }
  // What another project of that name left behind (its file was deleted or moved) must not be read into this one.
  for (const ending of ["-wal", "-shm", "-journal"])
    if (existsSync(path + ending)) renameSync(path + ending, `${path}${ending}.orphan`);
  renameSync(temporary, path);
}

function requireFolder(path: string): void {
  if (existsSync(dirname(path))) return;
  throw new AppError(
    "folder-unreadable",
    `The folder ${dirname(path)} is not there.`,
    "Make it first, or choose another place for the project.",
  );
}

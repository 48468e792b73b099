import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import Database, { type Database as Connection, type Statement } from "better-sqlite3";
import { isOnLocalDisk } from "../filesystem.ts";

const SCHEMA_VERSION = 2;

const SCHEMA = /* sql */ `
CREATE TABLE entry (
  key TEXT PRIMARY KEY,
  -- Day of last use (since 1970): coarse, so that reading seldom writes.
  used_on INTEGER NOT NULL,
  crc32 INTEGER NOT NULL,
  blob_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_use ON entry (used_on);
-- Apart, so that marking an entry as used does not write its bytes again.
CREATE TABLE blob (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Space on the disk that the cache leaves to what matters more: labels. */
const LEAVE_FREE_BYTES = 1024 ** 3;
/** Evicted at once when the file is full, so that it does not happen with every one. */
const EVICTED_TOGETHER = 256;

/** The SQLite file of a cache, as long as nothing goes wrong with it: every method may throw. */
export class CacheFile {
  readonly #db: Connection;
  readonly #path: string;
  readonly #statements = new Map<string, Statement>();
  readonly #maxBytes: number;

  /** @param path made with its folder where it is not there; a file of another version is begun anew */
  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true });
    this.#db = openOrBegin(path);
  }

  get(key: string): { bytes: Uint8Array; usedOn: number } | null {
    const row = this.#prepare<[string], { bytes: Buffer; crc32: number; used_on: number }>(
      "SELECT bytes, crc32, used_on FROM entry JOIN blob ON blob.id = blob_id WHERE key = ?",
    ).get(key);
    // Not synced: after a power cut bytes may be another's half.
    return row && crc32(row.bytes) === row.crc32 ? { bytes: row.bytes, usedOn: row.used_on } : null;
  }

  has(key: string): boolean {
    return this.#prepare("SELECT 1 FROM entry WHERE key = ?").get(key) !== undefined;
  }

  /** Keeps entries, and notes the use of others, in one transaction. Full disks and the size limit are respected. */
  write(entries: ReadonlyMap<string, Uint8Array>, used: Iterable<string>, today: number): void {
    this.#db
      .transaction(() => {
        const touch = this.#prepare("UPDATE entry SET used_on = ? WHERE key = ?");
        for (const key of used) touch.run(today, key);
        if (!this.#hasSpace()) return;
        const addBlob = this.#prepare("INSERT INTO blob (bytes) VALUES (?)");
        const addEntry = this.#prepare("INSERT INTO entry (key, used_on, crc32, blob_id) VALUES (?, ?, ?, ?)");
        for (const [key, bytes] of entries) {
          this.#remove(key);
          addEntry.run(key, today, crc32(bytes), addBlob.run(bytes).lastInsertRowid);
        }
        while (this.bytes > this.#maxBytes && this.#evict() > 0);
      })
      .immediate();
  }

  fact(name: string): string | null {
    const row = this.#prepare<[string], { value: string }>("SELECT value FROM fact WHERE name = ?").get(name);
    return row?.value ?? null;
  }

  setFact(name: string, value: string): void {
    this.#prepare("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)").run(name, value);
  }

  /** What is in use of the file; the space of what was evicted is used again. */
  get bytes(): number {
    const pragma = (name: string): number => this.#db.pragma(name, { simple: true }) as number;
    return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
  }

  close(): void {
    this.#db.close();
  }

  #prepare<P extends unknown[], R>(sql: string): Statement<P, R> {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement as Statement<P, R>;
  }

  #remove(key: string): void {
    this.#prepare("DELETE FROM blob WHERE id = (SELECT blob_id FROM entry WHERE key = ?)").run(key);
    this.#prepare("DELETE FROM entry WHERE key = ?").run(key);
  }

  #evict(): number {
    const keys = this.#prepare<[number], { key: string }>(
      "SELECT key FROM entry ORDER BY used_on, blob_id LIMIT ?",
    ).all(EVICTED_TOGETHER);
    for (const { key } of keys) this.#remove(key);
    return keys.length;
  }

  #hasSpace(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    return bavail * bsize > LEAVE_FREE_BYTES;
  }
}

function openOrBegin(path: string): Connection {
  try {
    return open(path);
  } catch (error) {
    if (isBusy(error)) throw error;
    discardCacheFile(path);
    return open(path);
  }
}

/** Another process is at work in it: the one failure that says nothing against the file. */
function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(String((error as { code?: unknown } | null)?.code));
}

export function isDamaged(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code));
}

/** Takes away a file that is damaged, or no cache of this version: nothing is lost with it. */
export function discardCacheFile(path: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
}

function open(path: string): Connection {
  // Another Winnow that reads the same project may have it; nobody waits for a cache.
  const db = new Database(path, { timeout: 100 });
  try {
    db.pragma("trusted_schema = OFF");
    db.pragma(`journal_mode = ${isOnLocalDisk(path) ? "WAL" : "DELETE"}`);
    db.pragma("synchronous = OFF");
    if (db.pragma("user_version", { simple: true }) === 0) {
      db.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
    }
    if (db.pragma("user_version", { simple: true }) !== SCHEMA_VERSION) throw new Error("a cache of another version");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

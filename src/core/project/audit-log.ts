import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { WINNOW_VERSION } from "../version.ts";

/** One line of the append-only history (reliability A1): who, when, what, on which object, old and new. */
export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  /** What it happened to: `candidate:NAME`, `judge:3`, `release:1` … */
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const FIRST_HASH = "0".repeat(64);

interface AuditRow {
  id: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  before: string | null;
  after: string | null;
  code_version: string;
  outcome: string;
  previous_hash: string;
  hash: string;
}

/** Writes entries in the caller's transaction, each chained to the one before by its hash. */
export function appendAudit(db: Database, entries: readonly AuditEntry[], at = Date.now()): void {
  const insert = db.prepare(
    "INSERT INTO audit (at, actor, action, object, before, after, code_version, outcome, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  let previous =
    (db.prepare("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").pluck().get() as string | undefined) ?? FIRST_HASH;
  for (const entry of entries) {
    const before = entry.before === undefined ? null : JSON.stringify(entry.before);
    const after = entry.after === undefined ? null : JSON.stringify(entry.after);
    const fields = [at, entry.actor, entry.action, entry.object, before, after, WINNOW_VERSION, "done"] as const;
    const hash = hashOf(previous, fields);
    insert.run(...fields, previous, hash);
    previous = hash;
  }
}

/** Checks the whole chain. @returns the first row that does not fit, or null */
export function verifyAudit(db: Database): { brokenAt: number | null; nRows: number } {
  let previous = FIRST_HASH;
  let nRows = 0;
  for (const row of db.prepare("SELECT * FROM audit ORDER BY id").iterate() as Iterable<AuditRow>) {
    const fields = [
      row.at,
      row.actor,
      row.action,
      row.object,
      row.before,
      row.after,
      row.code_version,
      row.outcome,
    ] as const;
    if (row.id !== nRows + 1 || row.previous_hash !== previous || row.hash !== hashOf(previous, fields))
      return { brokenAt: row.id, nRows };
    previous = row.hash;
    nRows += 1;
  }
  return { brokenAt: null, nRows };
}

function hashOf(previous: string, fields: readonly (string | number | null)[]): string {
  return createHash("sha256")
    .update(JSON.stringify([previous, ...fields]))
    .digest("hex");
}

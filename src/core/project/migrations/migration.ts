import type { Database } from "better-sqlite3";

/** One step of the project file's schema. Released steps are never edited; `version` counts in tens. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (db: Database) => void;
}

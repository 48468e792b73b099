import type { Migration } from "./migration.ts";

/** A score says how unlike everything labelled its mask is; null for versions that did not look. */
export const strangeness: Migration = {
  version: 40,
  name: "strangeness",
  up: (db) => db.exec("ALTER TABLE score ADD COLUMN strangeness REAL"),
};

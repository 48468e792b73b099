import type { Migration } from "./migration.ts";

/**
 * Lists that grow: each is proven after the one that it continues. `strata` says how many checks were drawn from which part
 * of it, `reach` how many masks it could grow to. Lists of earlier versions stay as they are.
 */
export const growingLists: Migration = {
  version: 110,
  name: "growing-lists",
  up: (db) =>
    db.exec(`
ALTER TABLE lot ADD COLUMN continues INTEGER REFERENCES lot (id);
ALTER TABLE lot ADD COLUMN strata TEXT CHECK (strata IS NULL OR json_valid(strata));
ALTER TABLE lot ADD COLUMN reach INTEGER NOT NULL DEFAULT 0;
`),
};

import type { Migration } from "./migration.ts";

/** What became of each recipe on each case: a mask, or the reason why none was kept, so that it is not tried again. */
export const proposals: Migration = {
  version: 50,
  name: "proposals",
  up: (db) =>
    db.exec(`
CREATE TABLE proposal (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  source TEXT NOT NULL,
  image_sha256 TEXT NOT NULL,
  -- Of the recipe with all its values, and the seed.
  recipe_sha256 TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('mask', 'alike', 'empty')),
  candidate_id INTEGER REFERENCES candidate (id),
  PRIMARY KEY (case_id, class_id, source),
  CHECK ((outcome = 'mask') = (candidate_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
`),
};

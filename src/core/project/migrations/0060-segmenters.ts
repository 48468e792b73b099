import type { Migration } from "./migration.ts";

/** Trained segmenters: immutable weights and the exact masks that taught them. Masks that Winnow made do not change either. */
export const segmenters: Migration = {
  version: 60,
  name: "segmenters",
  up: (db) =>
    db.exec(`
CREATE TABLE segmenter (
  version INTEGER PRIMARY KEY,
  method TEXT NOT NULL,
  weights BLOB NOT NULL,
  weights_sha256 TEXT NOT NULL,
  -- Classes in the order of the network's outputs, after the background.
  classes TEXT NOT NULL CHECK (json_valid(classes)),
  -- [{candidate, accepted_by, image_sha256, mask_sha256}]
  training_set TEXT NOT NULL CHECK (json_valid(training_set)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  seed INTEGER NOT NULL,
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  created_at INTEGER NOT NULL
) STRICT;
${["segmenter", "own_mask"]
  .flatMap((table) =>
    ["UPDATE", "DELETE"].map(
      (verb) =>
        `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE (ABORT, '${table} is append-only'); END;`,
    ),
  )
  .join("\n")}
`),
};

import type { Migration } from "./migration.ts";

/** Files that hold several volumes, and which of them a person has chosen as the image. */
export const volumes: Migration = {
  version: 90,
  name: "volumes",
  up: (db) =>
    db.exec(`
-- Which volume of its file the image is, counted from 0; null where the file holds one.
ALTER TABLE image_content ADD COLUMN volume INTEGER CHECK (volume >= 0);

-- What reading a file that holds several volumes told (contract/volumes.ts), of the contents with this hash.
CREATE TABLE volume_series (
  file_id INTEGER PRIMARY KEY REFERENCES file (id),
  sha256 TEXT NOT NULL,
  -- Of one volume, in voxels.
  size TEXT NOT NULL CHECK (json_valid(size)),
  series TEXT NOT NULL CHECK (json_valid(series)),
  -- Of the channels, where a dataset.json names as many; null: none does.
  names TEXT CHECK (names IS NULL OR json_valid(names))
) STRICT;

-- Which volume a person chose. Null takes the choice before it back.
CREATE TABLE volume_choice (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES file (id),
  volume INTEGER CHECK (volume >= 0),
  -- How many there were: of a file that holds another number it is asked again.
  n_volumes INTEGER NOT NULL,
  file_sha256 TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX volume_choice_by_file ON volume_choice (file_id, id);
${["UPDATE", "DELETE"]
  .map(
    (verb) =>
      `CREATE TRIGGER volume_choice_no_${verb.toLowerCase()} BEFORE ${verb} ON volume_choice BEGIN SELECT RAISE (ABORT, 'volume_choice is append-only'); END;`,
  )
  .join("\n")}
`),
};

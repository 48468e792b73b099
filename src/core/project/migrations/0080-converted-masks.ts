import type { Migration } from "./migration.ts";

/**
 * Masks of a file that are kept in the project file, because their voxels are not the file's: turned onto the grid of
 * their image, or made of values that are no labels. With what was found wrong, and what a person chose to do about it.
 */
export const convertedMasks: Migration = {
  version: 80,
  name: "converted-masks",
  up: (db) =>
    db.exec(`
-- What was found wrong with a mask that something can be done about (contract/remedies.ts, with the findings that it explains); null: nothing.
ALTER TABLE mask_content ADD COLUMN diagnosis TEXT CHECK (diagnosis IS NULL OR json_valid(diagnosis));
-- Where the mask comes from, as its candidates say it; null until its folder is added again.
ALTER TABLE mask_content ADD COLUMN source TEXT;
-- Masks that were kept with a warning of their position are read again when their folder is, for the diagnosis.
DELETE FROM mask_content WHERE is_refused = 0 AND file_id IN (
  SELECT file.id FROM file JOIN finding ON finding.folder_id = file.folder_id AND finding.path = file.path
  WHERE finding.code = 'mask-position-differs');

-- What a person chose to do about a mask file; the last row of a file counts, and 'undo' takes the one before it back.
CREATE TABLE remedy (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES file (id),
  kind TEXT NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  -- The contents that it was chosen for.
  file_sha256 TEXT NOT NULL,
  image_sha256 TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX remedy_by_file ON remedy (file_id, id);
${["UPDATE", "DELETE"]
  .map(
    (verb) =>
      `CREATE TRIGGER remedy_no_${verb.toLowerCase()} BEFORE ${verb} ON remedy BEGIN SELECT RAISE (ABORT, 'remedy is append-only'); END;`,
  )
  .join("\n")}

-- Candidates that have a file and voxels of their own (own_mask), with what these were made of.
CREATE TABLE converted_mask (
  candidate_id INTEGER PRIMARY KEY REFERENCES candidate (id),
  file_sha256 TEXT NOT NULL,
  -- The image on whose grid they lie.
  image_sha256 TEXT NOT NULL,
  -- Null: the format itself asks for it (DICOM SEG).
  remedy_id INTEGER REFERENCES remedy (id)
) STRICT;
`),
};

import type { Migration } from "./migration.ts";

/** What the headers of DICOM files tell, and which files are the slices of one image. */
export const dicom: Migration = {
  version: 70,
  name: "dicom",
  up: (db) =>
    db.exec(`
-- What reading the header of a DICOM file told; null for a file that is none after all.
CREATE TABLE dicom_header (
  file_id INTEGER PRIMARY KEY REFERENCES file (id),
  header TEXT CHECK (json_valid(header))
) STRICT;

-- The files of an image that has several, in the order of its slices. The image is known by the first of them.
CREATE TABLE image_slice (
  image_file_id INTEGER NOT NULL REFERENCES file (id),
  position INTEGER NOT NULL,
  file_id INTEGER NOT NULL REFERENCES file (id),
  PRIMARY KEY (image_file_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_slice_by_file ON image_slice (file_id);
`),
};

import type { Migration } from "./migration.ts";

/**
 * The first schema. Times are integer milliseconds since 1970 (UTC). What a person decided, what was drawn by lot, what
 * was trained and what was released is only ever added to: triggers refuse to change or delete it.
 */
export const initial: Migration = {
  version: 10,
  name: "initial",
  up: (db) => db.exec(SCHEMA),
};

const SCHEMA = /* sql */ `
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- A folder that was added. Its path is relative to the project file where that is possible.
CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folder (id),
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mtime_ms INTEGER NOT NULL,
  sha256 TEXT,
  role TEXT NOT NULL CHECK (role IN ('image', 'channel', 'mask', 'table', 'ignored', 'refused')),
  is_present INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
  UNIQUE (folder_id, path)
) STRICT;
CREATE INDEX file_by_hash ON file (sha256);

CREATE TABLE class (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  value INTEGER NOT NULL
) STRICT;

-- What reading an image file told: facts of the file, whatever becomes of it.
CREATE TABLE image_content (
  file_id INTEGER PRIMARY KEY REFERENCES file (id),
  sha256 TEXT NOT NULL,
  size TEXT NOT NULL CHECK (json_valid(size)),
  spacing_mm TEXT CHECK (json_valid(spacing_mm)),
  affine TEXT CHECK (json_valid(affine)),
  orientation_known INTEGER NOT NULL CHECK (orientation_known IN (0, 1)),
  channels INTEGER NOT NULL,
  datatype TEXT NOT NULL,
  intensity_low REAL NOT NULL,
  intensity_high REAL NOT NULL,
  fingerprint BLOB NOT NULL
) STRICT;

-- What reading a mask file told, beside the image that it was held against.
CREATE TABLE mask_content (
  file_id INTEGER PRIMARY KEY REFERENCES file (id),
  image_file_id INTEGER NOT NULL REFERENCES file (id),
  image_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  -- Held against that image, and left out; the finding says why.
  is_refused INTEGER NOT NULL CHECK (is_refused IN (0, 1)),
  -- [{value, nVoxels, bounds}]; value null: every value but 0 (instance numbers).
  labels TEXT NOT NULL CHECK (json_valid(labels))
) STRICT;

CREATE TABLE cases (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  file_id INTEGER NOT NULL UNIQUE REFERENCES file (id),
  image_sha256 TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_origin TEXT NOT NULL CHECK (subject_origin IN ('table', 'pattern', 'path', 'lookalike', 'case')),
  created_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;
CREATE INDEX case_by_subject ON cases (subject);

-- Further channels of a case (nnU-Net _0001, …).
CREATE TABLE case_channel (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  position INTEGER NOT NULL,
  file_id INTEGER NOT NULL REFERENCES file (id),
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- What is not annotated is not background: per case and class, what is known.
CREATE TABLE presence (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  state TEXT NOT NULL CHECK (state IN ('annotated', 'absent', 'not-annotated')),
  origin TEXT NOT NULL,
  PRIMARY KEY (case_id, class_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE candidate (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  source TEXT NOT NULL,
  file_id INTEGER REFERENCES file (id),
  -- The value in the file; null: every value but 0.
  label_value INTEGER,
  mask_sha256 TEXT NOT NULL,
  n_voxels INTEGER NOT NULL,
  bounds TEXT NOT NULL CHECK (json_valid(bounds)),
  created_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;
CREATE INDEX candidate_by_case ON candidate (case_id);
CREATE INDEX candidate_by_file ON candidate (file_id);

-- Masks that Winnow itself made; they have no file.
CREATE TABLE own_mask (
  candidate_id INTEGER PRIMARY KEY REFERENCES candidate (id),
  encoding TEXT NOT NULL,
  bytes BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  recipe TEXT NOT NULL CHECK (json_valid(recipe))
) STRICT;

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folder (id),
  path TEXT NOT NULL,
  -- Which step noticed it: each step replaces its own findings.
  stage TEXT NOT NULL CHECK (stage IN ('scan', 'read', 'pair')),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  UNIQUE (folder_id, path, code)
) STRICT;

CREATE TABLE judge_version (
  version INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  weights BLOB NOT NULL,
  weights_sha256 TEXT NOT NULL,
  calibration TEXT NOT NULL CHECK (json_valid(calibration)),
  -- Every mask it was trained on: candidate, label, hashes of image and mask.
  training_set TEXT NOT NULL CHECK (json_valid(training_set)),
  seed INTEGER NOT NULL,
  metrics TEXT NOT NULL CHECK (json_valid(metrics)),
  -- Cross-fitted probability and label of every training item, for the reliability curve.
  cross_fitted TEXT NOT NULL CHECK (json_valid(cross_fitted)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE score (
  judge_version INTEGER NOT NULL REFERENCES judge_version (version),
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  image_sha256 TEXT NOT NULL,
  mask_sha256 TEXT NOT NULL,
  logit REAL NOT NULL,
  p_good REAL NOT NULL,
  predicted_dice REAL,
  PRIMARY KEY (judge_version, candidate_id)
) STRICT, WITHOUT ROWID;

-- The versions put in use, in order; the last one is current.
CREATE TABLE judge_use (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL REFERENCES judge_version (version),
  at INTEGER NOT NULL
) STRICT;

-- The automatic list of a version, frozen, in the order of a seeded lot: random checks are its first members.
CREATE TABLE lot (
  id INTEGER PRIMARY KEY,
  judge_version INTEGER NOT NULL REFERENCES judge_version (version),
  alpha REAL NOT NULL,
  delta REAL NOT NULL,
  threshold REAL NOT NULL,
  seed INTEGER NOT NULL,
  looks TEXT NOT NULL CHECK (json_valid(looks)),
  -- How many members at the front are checks that were drawn elsewhere, by assertion of who imported them.
  n_asserted INTEGER NOT NULL,
  -- SHA-256 over the members in their order.
  members_sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE lot_member (
  lot_id INTEGER NOT NULL REFERENCES lot (id),
  position INTEGER NOT NULL,
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  PRIMARY KEY (lot_id, position),
  UNIQUE (lot_id, candidate_id)
) STRICT, WITHOUT ROWID;

-- How far into the lot checks have been drawn.
CREATE TABLE draw (
  id INTEGER PRIMARY KEY,
  lot_id INTEGER NOT NULL REFERENCES lot (id),
  first_position INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  rater TEXT NOT NULL,
  label TEXT NOT NULL CHECK (label IN ('accept', 'reject', 'later', 'clear')),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  reasons_no TEXT NOT NULL CHECK (json_valid(reasons_no)),
  note TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  seconds REAL,
  judge_version INTEGER,
  score REAL,
  opinion_visible INTEGER NOT NULL CHECK (opinion_visible IN (0, 1)),
  asserted_random INTEGER NOT NULL CHECK (asserted_random IN (0, 1)),
  image_sha256 TEXT NOT NULL,
  mask_sha256 TEXT NOT NULL,
  origin TEXT NOT NULL,
  -- SHA-256 over all of the above; the history repeats it.
  row_sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX label_by_candidate ON label (candidate_id, rater);

CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  input TEXT NOT NULL CHECK (json_valid(input)),
  state TEXT NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  error TEXT CHECK (json_valid(error)),
  checkpoint BLOB,
  checkpoint_sha256 TEXT,
  code_version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  layout TEXT NOT NULL,
  format TEXT NOT NULL,
  manifest TEXT NOT NULL CHECK (json_valid(manifest)),
  manifest_sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Everything that changed a label, a verdict or a version: each row's hash covers the row before it.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT CHECK (json_valid(before)),
  after TEXT CHECK (json_valid(after)),
  code_version TEXT NOT NULL,
  outcome TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

${["audit", "label", "judge_version", "judge_use", "lot", "lot_member", "draw", "release"]
  .flatMap((table) =>
    ["UPDATE", "DELETE"].map(
      (verb) =>
        `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE (ABORT, '${table} is append-only'); END;`,
    ),
  )
  .join("\n")}
`;

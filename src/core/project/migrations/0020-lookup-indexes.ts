import type { Migration } from "./migration.ts";

/** The table of cases asks which masks were held against an image, a screen of cases at a time. */
export const lookupIndexes: Migration = {
  version: 20,
  name: "lookup-indexes",
  up: (db) => db.exec("CREATE INDEX mask_content_by_image ON mask_content (image_file_id)"),
};

import type { Migration } from "./migration.ts";

/**
 * The contents that image and mask had when a list was frozen: what is exchanged later is another mask, of which the list
 * proves nothing. Null in lists of earlier versions, where the score that the list's version gave stands for it.
 */
export const lotContents: Migration = {
  version: 100,
  name: "lot-contents",
  up: (db) =>
    db.exec(`
ALTER TABLE lot_member ADD COLUMN image_sha256 TEXT;
ALTER TABLE lot_member ADD COLUMN mask_sha256 TEXT;
`),
};

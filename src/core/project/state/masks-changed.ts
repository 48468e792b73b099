import type { WritableProject } from "../project.ts";
import { derivePresence } from "./derive-presence.ts";

/** What follows from the masks in use, to be called after they have changed. Call inside a transaction. */
export function masksChanged(project: WritableProject): void {
  derivePresence(project);
  // An image without a mask in its folder has one all the same when Winnow has made it.
  project.run(`
    DELETE FROM finding WHERE code = 'pair-image-without-mask' AND (folder_id, path) IN (
      SELECT file.folder_id, file.path FROM candidate JOIN cases ON cases.id = candidate.case_id
      JOIN file ON file.id = cases.file_id WHERE candidate.file_id IS NULL AND candidate.retired_at IS NULL)`);
}

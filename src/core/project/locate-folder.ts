import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AppError } from "#contract/errors.ts";
import { sha256OfFiles } from "../io/files/hash.ts";
import { storedFolderPath } from "./folders.ts";
import type { WritableProject } from "./project.ts";

/** So many files of a folder are compared by their contents. */
const N_COMPARED = 20;

/**
 * Takes down where the images of a folder are now, when some of its files, spread over all of them, are there with the
 * contents that they had. Nothing is changed otherwise.
 * @throws AppError bad-request, folder-unreadable, images-moved where what lies there are other files
 */
export async function locateFolder(
  project: WritableProject,
  { folderId, path, signal }: { readonly folderId: number; readonly path: string; readonly signal: AbortSignal },
): Promise<void> {
  const folder = project.get<{ path: string }>("SELECT path FROM folder WHERE id = ?", folderId);
  if (!folder) throw new AppError("bad-request", `There is no folder ${folderId}.`, "Ask for the project again.");
  const place = resolve(path);
  if (!existsSync(place) || !statSync(place).isDirectory())
    throw new AppError("folder-unreadable", `There is no folder at ${place}.`, "Check the path.");
  await requireSameFiles(project, folderId, place, signal);
  const stored = storedFolderPath(project, place);
  if (stored === folder.path) return;
  if (project.get("SELECT 1 FROM folder WHERE path = ?", stored))
    throw new AppError(
      "bad-request",
      `${place} is another folder of this project already.`,
      "Choose the folder that was moved.",
    );
  project.transaction(() => {
    project.run("UPDATE folder SET path = ? WHERE id = ?", stored, folderId);
    project.audit({
      actor: "winnow",
      action: "folder.located",
      object: `folder:${folderId}`,
      before: folder.path,
      after: stored,
    });
  });
}

async function requireSameFiles(
  project: WritableProject,
  folderId: number,
  place: string,
  signal: AbortSignal,
): Promise<void> {
  // The hash of a header (.hdr, .nhdr, .mhd) covers its data file too: not these.
  const files = project.all<{ id: number; path: string; sha256: string }>(
    "SELECT id, path, sha256 FROM file WHERE folder_id = ? AND is_present = 1 AND sha256 IS NOT NULL AND role IN ('image', 'mask') AND lower(path) NOT LIKE '%hdr' AND lower(path) NOT LIKE '%.mhd' ORDER BY path",
    folderId,
  );
  const step = Math.max(1, files.length / N_COMPARED);
  const compared = files.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const differing: string[] = [];
  for (const file of compared) {
    const slices = project
      .all<{ path: string }>(
        "SELECT path FROM image_slice JOIN file ON file.id = image_slice.file_id WHERE image_file_id = ? ORDER BY position",
        file.id,
      )
      .map((slice) => slice.path);
    const paths = (slices.length > 0 ? slices : [file.path]).map((path) => join(place, ...path.split("/")));
    const sha256 = await sha256OfFiles(paths, signal).catch(() => {
      signal.throwIfAborted();
      return null;
    });
    if (sha256 !== file.sha256) differing.push(file.path);
  }
  if (differing.length === 0) return;
  throw new AppError(
    "images-moved",
    `${basename(place)} does not hold the images of this project: ${differing.length} of ${compared.length} files that were compared are missing or others, such as ${differing[0]}. Nothing was changed.`,
    "Choose the folder that was added, where it is now. For new images, add their folder instead.",
  );
}

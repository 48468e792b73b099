import { existsSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError } from "#contract/errors.ts";
import type { ReadableProject } from "./project.ts";

/** How a folder is written into the project: relative to it with `/`, so that both can be moved together. */
export function storedFolderPath(project: Pick<ReadableProject, "baseFolder">, folder: string): string {
  const path = relative(project.baseFolder, resolve(folder));
  // Another drive (Windows) has no relative path.
  if (isAbsolute(path)) return path;
  return path === "" ? "." : path.split(sep).join("/");
}

/** Where a stored folder lies on this machine. */
export function folderOnDisk(project: Pick<ReadableProject, "baseFolder">, stored: string): string {
  return isAbsolute(stored) ? stored : resolve(project.baseFolder, stored);
}

/** Where a file of a project lies on this machine. */
export function fileOnDisk(
  project: Pick<ReadableProject, "baseFolder">,
  file: { folder: string; path: string },
): string {
  return join(folderOnDisk(project, file.folder), ...file.path.split("/"));
}

/**
 * Checks that the images are where the project says, before work that needs them begins.
 * @throws AppError images-moved, naming the folder
 */
export function requireFolders(project: ReadableProject): void {
  const rows = project.all<{ path: string }>(
    "SELECT DISTINCT folder.path FROM folder JOIN file ON file.folder_id = folder.id WHERE file.is_present = 1 AND file.role IN ('image', 'mask')",
  );
  for (const row of rows) {
    const path = folderOnDisk(project, row.path);
    if (existsSync(path)) continue;
    throw new AppError(
      "images-moved",
      `The images have moved: ${path} is not there. Labels are safe.`,
      "Show Winnow where they are now: winnow add FOLDER --project with their new folder. They are recognised by their contents.",
    );
  }
}

import { existsSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { AppError } from "#contract/errors.ts";
import { asWriteError, requireSpace } from "../io/files/write-file.ts";
import { folderOnDisk, storedFolderPath } from "./folders.ts";
import { copyVerified } from "./migrate.ts";
import type { Project } from "./project.ts";
import { fromSqlite } from "./sqlite-errors.ts";

/**
 * Another file with all that the project holds, consistent also while it is open, checked before it gets its name. Its
 * folders of images are written as seen from where it lies. Nothing that is there is overwritten.
 */
export async function saveCopy(project: Project, to: string): Promise<{ path: string }> {
  const target = resolve(to);
  if (existsSync(target))
    throw new AppError(
      "target-exists",
      `There is a file at ${target} already.`,
      "Choose another name, or move that file away first.",
    );
  const pagesBytes = statSync(project.path).size;
  try {
    await requireSpace(dirname(target), 2 * pagesBytes);
    copyVerified(project.database, target, (copy) => {
      const update = copy.prepare("UPDATE folder SET path = ? WHERE id = ?");
      for (const { id, path } of project.all<{ id: number; path: string }>("SELECT id, path FROM folder"))
        update.run(storedFolderPath({ baseFolder: dirname(target) }, folderOnDisk(project, path)), id);
    });
  } catch (error) {
    rmSync(`${target}.${process.pid}.partial-journal`, { force: true });
    const known = asWriteError(error, target, pagesBytes);
    throw known === error ? fromSqlite(error, target) : known;
  }
  return { path: target };
}

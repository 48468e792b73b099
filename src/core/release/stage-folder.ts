import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { AppError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { asWriteError, requireSpace, syncFolder } from "../io/files/write-file.ts";
import { removeLeftovers, temporaryBeside } from "./leftovers.ts";
import { requireFree } from "./require-free.ts";

interface Staged<T> {
  readonly value: T;
  /** Every file that was written, relative to the folder, with `/`. */
  readonly files: readonly string[];
}

/**
 * Fills a new folder so that it is whole or not there (reliability W1, W2): `work` writes into a temporary folder beside
 * the target; when all that it wrote is found there, the folder gets its name.
 * @param bytesExpected about as many have to be free
 * @throws AppError target-exists, disk-full, file-unwritable; file-unreadable for what `work` could not read
 */
export async function stageFolder<T>(
  target: string,
  bytesExpected: number,
  work: (folder: string) => Promise<Staged<T>>,
): Promise<T> {
  requireFree(target);
  const temporary = temporaryBeside(target);
  try {
    await removeLeftovers(target);
    await requireSpace(dirname(target), bytesExpected);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    const { value, files } = await work(temporary);
    await requireAll(temporary, files);
    // An empty folder of that name may stand there (mkdir before the command).
    if (existsSync(target)) await rmdir(target);
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return value;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof UnreadableFile)
      throw new AppError("file-unreadable", error.problem.message, error.problem.remedy, { cause: error });
    throw asWriteError(error, target, bytesExpected);
  }
}

/**
 * Each file was read back when it was written; a folder that went away and was made anew in between would hold the later
 * ones alone. (What file managers and shares put beside them does no harm.) What is there is made to last.
 */
async function requireAll(folder: string, files: readonly string[]): Promise<void> {
  const found = new Set<string>();
  const folders = [folder];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else found.add(relative(folder, path).split(sep).join("/"));
  }
  const missing = files.find((file) => !found.has(file));
  if (missing !== undefined)
    throw new AppError(
      "file-unwritable",
      `The folder went away while it was written: ${missing} is no longer there.`,
      "Check the disk, then write it again. What was there before is unchanged.",
    );
  for (const path of folders) await syncFolder(path);
}

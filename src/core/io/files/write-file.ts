import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "#contract/errors.ts";
import { inMegabytes } from "../limits.ts";
import { sha256Of } from "./hash.ts";

/**
 * Writes a file so that its name never stands for half of it (reliability W1): a temporary file in the same folder,
 * synced, read back and compared, then renamed. What stood there before stays until the new file is whole.
 * @returns the SHA-256 of what was written
 * @throws AppError disk-full, file-unwritable
 */
export async function writeFileSafely(path: string, bytes: Uint8Array): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const wanted = sha256Of(bytes);
  try {
    await mkdir(dirname(path), { recursive: true });
    await requireSpace(dirname(path), bytes.length);
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (sha256Of(await readFile(temporary)) !== wanted) {
      throw new AppError(
        "file-unwritable",
        `${basename(path)} was written, but reads back differently.`,
        "Check the disk, then try again.",
      );
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return wanted;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asWriteError(error, path, bytes.length);
  }
}

/** Makes a rename last through a power cut. Windows cannot open folders, and does not need it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Refuses before the first byte when a volume has no room for `bytes` (W2). */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) throw diskFull(folder, bytes, bavail * bsize);
}

/** Puts a plain sentence on an error of the file system. */
export function asWriteError(error: unknown, path: string, neededBytes: number): unknown {
  if (error instanceof AppError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(dirname(path), neededBytes, 0, error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new AppError(
      "file-unwritable",
      `${path} cannot be written: ${code === "EROFS" ? "the disk is read-only" : "permission is missing"}.`,
      "Choose another folder, or ask for permission.",
      { cause: error },
    );
  }
  if (code === "ENOTDIR" || code === "ENOENT" || code === "EISDIR") {
    return new AppError(
      "file-unwritable",
      `${path} cannot be written: its folder is not there.`,
      "Choose another folder.",
      { cause: error },
    );
  }
  return error;
}

function diskFull(folder: string, needed: number, free: number, cause?: unknown): AppError {
  return new AppError(
    "disk-full",
    `The disk of ${folder} is full: ${inMegabytes(needed)} are needed, ${inMegabytes(free)} are free.`,
    "Free some space, then try again. What was there before is unchanged.",
    { cause },
  );
}

import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, statfs } from "node:fs/promises";
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
  // A name of its own: several threads write, and a long name must not become too long.
  const temporary = join(dirname(path), `.${randomBytes(8).toString("hex")}.partial`);
  const wanted = sha256Of(bytes);
  try {
    await mkdir(dirname(path), { recursive: true });
    await requireOrdinary(path);
    await requireSpace(dirname(path), bytes.length);
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
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

/** Renaming a file over a device or a pipe would put the file in its place. */
async function requireOrdinary(path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (!there || there.isFile()) return;
  throw new AppError(
    "file-unwritable",
    `${path} cannot be written: it is ${there.isDirectory() ? "a folder" : "a device or a pipe, not a file"}.`,
    "Choose another name.",
  );
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
  if (code === "ENOTEMPTY" || code === "EEXIST") {
    return new AppError(
      "target-exists",
      `${path} is there already, and not empty.`,
      "Something else was put there meanwhile. Choose another name.",
      { cause: error },
    );
  }
  if (code !== undefined && code in DISK_FAULTS) {
    return new AppError(
      "file-unwritable",
      `${path} cannot be written: ${DISK_FAULTS[code]}.`,
      "Check the disk or the network, or choose another folder. What was there before is unchanged.",
      { cause: error },
    );
  }
  return error;
}

/** What the operating system says of a disk or a share that fails or goes away, in words. */
const DISK_FAULTS: Readonly<Record<string, string>> = {
  EIO: "the disk or the network reported an error",
  EREMOTEIO: "the network reported an error",
  ESTALE: "the network folder has gone away",
  ENODEV: "the disk has gone away",
  ENXIO: "the disk has gone away",
  ENOTCONN: "the network folder has gone away",
  EHOSTDOWN: "the network folder has gone away",
  ETIMEDOUT: "the network does not answer",
  EBUSY: "another program uses it",
  ETXTBSY: "another program uses it",
  EFBIG: "the disk cannot hold a file that large",
  ENAMETOOLONG: "its name is too long for the disk",
};

function diskFull(folder: string, needed: number, free: number, cause?: unknown): AppError {
  return new AppError(
    "disk-full",
    `The disk of ${folder} is full: ${inMegabytes(needed)} are needed, ${inMegabytes(free)} are free.`,
    "Free some space, then try again. What was there before is unchanged.",
    { cause },
  );
}

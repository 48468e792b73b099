import { AppError } from "#contract/errors.ts";

/** Puts words on what SQLite reports (reliability S8, S9); anything else is handed back as it is. */
export function fromSqlite(error: unknown, path: string): unknown {
  const code = (error as { code?: unknown }).code;
  if (error instanceof AppError || typeof code !== "string" || !code.startsWith("SQLITE_")) return error;
  const options = { cause: error };
  if (code === "SQLITE_CORRUPT" || code.startsWith("SQLITE_CORRUPT_")) {
    return new AppError(
      "project-corrupt",
      `The project file ${path} is damaged.`,
      "Keep it as it is, and go on with the newest copy (save a copy, backups). Run winnow verify to see what is damaged.",
      options,
    );
  }
  if (code === "SQLITE_NOTADB") {
    return new AppError(
      "project-not-a-project",
      `${path} is not a Winnow project.`,
      "Choose a file that Winnow made (its name ends in .winnow).",
      options,
    );
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new AppError(
      "project-in-use",
      `The project ${path} is being written by another program.`,
      "Close the other program, or wait until it is done, then try again.",
      options,
    );
  }
  if (code === "SQLITE_FULL") {
    return new AppError(
      "disk-full",
      "The disk is full. The last change could not be saved and is not counted.",
      "Free at least 200 MB, then try again.",
      options,
    );
  }
  if (code === "SQLITE_READONLY_DBMOVED") {
    return new AppError(
      "project-missing",
      `The project file ${path} was moved or deleted while it was open.`,
      "Put it back, or open it where it is now.",
      options,
    );
  }
  if (code.startsWith("SQLITE_READONLY")) {
    return new AppError(
      "project-read-only",
      `The project ${path} cannot be written: the file or its folder is read-only.`,
      "Ask for permission, or save a copy elsewhere and open that.",
      options,
    );
  }
  if (code.startsWith("SQLITE_CANTOPEN")) {
    return new AppError(
      "project-missing",
      `The project ${path} cannot be opened.`,
      "Check the path and that the drive is connected.",
      options,
    );
  }
  if (code.startsWith("SQLITE_IOERR")) {
    return new AppError(
      "project-corrupt",
      `The disk reported an error on ${path}.`,
      "Check the disk and the connection to it. Acknowledged labels are safe if the disk is.",
      options,
    );
  }
  return error;
}

/**
 * Failures that Winnow expects, and how each ends a command.
 *
 * Exit codes (fixed by the design): 0 done; 1 done with findings of severity error; 2 wrong usage; 3 a file or folder
 * cannot be read or written; 4 a project cannot be opened; 5 cancelled; 6 too little data; 70 a bug.
 */
export const exitCodeOf = {
  "bad-request": 2,
  "not-built-yet": 2,
  "path-not-granted": 2,
  "folder-unreadable": 3,
  "file-unreadable": 3,
  "file-unwritable": 3,
  "target-exists": 3,
  "images-moved": 3,
  "disk-full": 3,
  "project-missing": 4,
  "project-empty-file": 4,
  "project-not-a-project": 4,
  "project-newer-than-program": 4,
  "project-older-than-program": 4,
  "project-in-use": 4,
  "project-corrupt": 4,
  "project-read-only": 4,
  "project-not-open": 4,
  cancelled: 5,
  "too-few-labels": 6,
  "nothing-to-judge": 6,
  "no-judge-yet": 6,
  "nothing-to-release": 6,
  "no-masks": 6,
  "no-images": 6,
  "engine-died": 70,
  "engine-failed": 70,
  "tensorflow-missing": 70,
  "core-lost": 70,
  "too-many-calls": 70,
  internal: 70,
} as const;

export type ErrorCode = keyof typeof exitCodeOf;

/** What crosses a process boundary: plain text only, no stack, no foreign error object. */
export interface WireError {
  readonly code: ErrorCode;
  /** What happened, in the reader's words. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** An expected failure. Everything else that is thrown is a bug and becomes `internal` at the edge. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.remedy = remedy;
  }
}

/** Turns whatever was thrown into what may cross a boundary; itk-wasm rejects with bare numbers, so nothing is assumed. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message, remedy: thrown.remedy };
  if (thrown instanceof Error && thrown.name === "AbortError") return cancelledError();
  const message =
    thrown instanceof Error ? thrown.message : `An unexpected ${typeof thrown} was thrown: ${String(thrown)}`;
  return {
    code: "internal",
    message,
    remedy:
      "This is a fault in Winnow. Labels that were acknowledged are safe. Please report it with the command you gave.",
  };
}

/** Makes the error of a wire error again, on the other side. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, error.remedy);
}

export function cancelledError(): AppError {
  return new AppError("cancelled", "Cancelled.", "Give the command again to go on; what was finished is kept.");
}

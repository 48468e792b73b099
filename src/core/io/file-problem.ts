/**
 * Something wrong with (or odd about) one file, before it is known which role the file plays. Stages turn it into a
 * finding by adding the path.
 */
export interface FileProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Thrown by readers when a file cannot be used at all. */
export class UnreadableFile extends Error {
  readonly problem: FileProblem;

  constructor(code: string, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UnreadableFile";
    this.problem = { code, message, remedy };
  }
}

export const COPY_AGAIN = "Copy it again from where it came, then add the folder again.";
export const EXPORT_AGAIN = "Export it again from the program that made it, then add the folder again.";

const TOO_LARGE_FOR_MEMORY: FileProblem = {
  code: "image-too-large",
  message: "The file is too large for this machine's memory.",
  remedy: "Save it in pieces or smaller, or add the folder on a machine with more memory.",
};

/** What an error of the operating system says of a file (not allowed, gone, too large); null for any other error. */
export function systemProblem(error: unknown): FileProblem | null {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case "EACCES":
    case "EPERM":
      return {
        code: "file-no-permission",
        message: "You have no permission to read this file.",
        remedy: "Ask whoever owns the folder for permission to read it.",
      };
    case "ENOENT":
      return {
        code: "file-vanished",
        message: "The file was there a moment ago and is gone.",
        remedy: "Add the folder again once it is back.",
      };
    case "EIO":
    case "ESTALE":
    case "EREMOTEIO":
      return {
        code: "file-read-error",
        message: "The disk or the network reported an error while it was read.",
        remedy: COPY_AGAIN,
      };
    case "EISDIR":
      return {
        code: "file-is-folder",
        message: "It is a folder with the name of an image.",
        remedy: "Rename the folder.",
      };
    case "ENOMEM":
    case "ERR_FS_FILE_TOO_LARGE":
      return TOO_LARGE_FOR_MEMORY;
    default:
      return error instanceof RangeError && /allocation failed/.test(error.message) ? TOO_LARGE_FOR_MEMORY : null;
  }
}

/** An error that speaks of a file, as such; null for any other. */
export function asUnreadable(error: unknown): UnreadableFile | null {
  if (error instanceof UnreadableFile) return error;
  const problem = systemProblem(error);
  return problem && new UnreadableFile(problem.code, problem.message, problem.remedy, { cause: error });
}

/** What a caught value says, whatever it is: decoders reject with bare numbers, which say nothing, and foreign objects. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error && thrown.message !== "") return thrown.message;
  if (typeof thrown === "string" && thrown !== "") return thrown;
  return "no reason given";
}

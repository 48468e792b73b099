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

/** What a caught value says, whatever it is: decoders reject with bare numbers and foreign objects. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error && thrown.message !== "") return thrown.message;
  if (typeof thrown === "number") return `decoder code ${thrown}`;
  if (typeof thrown === "string" && thrown !== "") return thrown;
  return "no reason given";
}

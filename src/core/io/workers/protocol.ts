import type { WireError } from "#contract/errors.ts";
import type { FileProblem } from "../file-problem.ts";

/** What goes to a reader thread. */
export interface TaskRequest {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
}

/** What comes back: a value, a problem with the file, an expected failure (a full disk), or a fault of the program. */
export type TaskAnswer =
  | { readonly id: number; readonly kind: "value"; readonly value: unknown }
  | { readonly id: number; readonly kind: "problem"; readonly problem: FileProblem }
  | { readonly id: number; readonly kind: "failure"; readonly error: WireError }
  | { readonly id: number; readonly kind: "fault"; readonly message: string };

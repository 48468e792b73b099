import type { z } from "zod";

/**
 * What a shell may ask of the core. `kind` says what it may expect: a `query` changes nothing, a `mutation` is on disk
 * when it answers, a `job` reports progress and can be cancelled. `paths` names the fields of the input that hold paths
 * on this machine: a window may only name those that a dialog, a drop or the list of recent projects has given it.
 */
export interface CommandSchema {
  readonly kind: "query" | "mutation" | "job";
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly paths?: readonly string[];
}

import { z } from "zod";

/** Something noticed about a file: `error` (left out) or `warning` (kept, shown). */
export const Finding = z.object({
  severity: z.enum(["error", "warning"]),
  /** Stable, kebab-case, grouped by area: `nifti-…`, `mask-…`, `pair-…`. */
  code: z.string(),
  /** Path relative to the folder that was added, with `/`. */
  file: z.string(),
  message: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;

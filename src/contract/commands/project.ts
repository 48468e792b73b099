import { z } from "zod";
import { Guarantee } from "../guarantee.ts";
import type { CommandSchema } from "./command.ts";

/** Numbers of masks by what has been decided of them; together they are all masks. */
export const VerdictCounts = z.object({
  all: z.int(),
  acceptedByPerson: z.int(),
  acceptedByJudge: z.int(),
  rejectedByPerson: z.int(),
  /** Only where the project asks for automatic rejection. */
  rejectedByJudge: z.int(),
  later: z.int(),
  disagreement: z.int(),
  open: z.int(),
});
export type VerdictCounts = z.infer<typeof VerdictCounts>;

export const ProjectSummary = z.object({
  path: z.string(),
  /** File name without `.winnow`. */
  name: z.string(),
  access: z.enum(["read", "write"]),
  nCases: z.int(),
  nCandidates: z.int(),
  nLabels: z.int(),
  /** When the last label was written to disk, in milliseconds since 1970. */
  lastLabelAt: z.number().nullable(),
  counts: VerdictCounts,
  nErrors: z.int(),
  nWarnings: z.int(),
  raters: z.array(z.string()),
  /** In the order of their colours. */
  classes: z.array(z.string()),
  sources: z.array(z.string()),
  folders: z.array(z.object({ id: z.int(), path: z.string(), isFound: z.boolean() })),
  /** Median width ÷ height of its images, between 3:4 and 4:3: the shape of all tiles. */
  tileAspect: z.number(),
  judgeVersion: z.int().nullable(),
  guarantee: Guarantee.nullable(),
  /** What "good" means here, in the person's words. */
  goodMeans: z.string(),
  alpha: z.number(),
  delta: z.number(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const projectCommands = {
  "project.open": {
    kind: "mutation",
    paths: ["path"],
    input: z.object({
      path: z.string().min(1),
      access: z.enum(["read", "write"]),
      create: z.boolean().default(false),
    }),
    output: z.object({
      path: z.string(),
      nCases: z.int(),
      nCandidates: z.int(),
      nLabels: z.int(),
    }),
  },
  "project.close": { kind: "mutation", input: z.object({}), output: z.object({}) },
  "project.summary": { kind: "query", input: z.object({}), output: ProjectSummary },
  "project.setSettings": {
    kind: "mutation",
    input: z.object({
      alpha: z.number().gt(0).lt(1).optional(),
      delta: z.number().gt(0).lt(1).optional(),
      goodMeans: z.string().max(300).optional(),
      actor: z.string(),
    }),
    output: ProjectSummary,
  },
  /** Where the images of a folder are now; refused where what lies there are other files. */
  "project.locateFolder": {
    kind: "mutation",
    paths: ["path"],
    input: z.object({ folderId: z.int(), path: z.string().min(1) }),
    output: ProjectSummary,
  },
  "project.saveCopy": {
    kind: "mutation",
    paths: ["to"],
    input: z.object({ to: z.string().min(1) }),
    output: z.object({ path: z.string() }),
  },
  "project.verify": {
    kind: "job",
    paths: ["path"],
    input: z.object({ path: z.string().min(1), files: z.boolean().default(true) }),
    output: z.object({
      good: z.boolean(),
      checks: z.array(z.object({ what: z.string(), good: z.boolean(), detail: z.string() })),
    }),
  },
} as const satisfies Record<string, CommandSchema>;

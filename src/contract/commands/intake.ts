import { z } from "zod";
import { Finding } from "../findings.ts";
import { GeometrySummary, Inventory } from "../records.ts";
import type { CommandSchema } from "./command.ts";

/** A row of the table of cases. */
export const CaseRow = z.object({
  id: z.int(),
  case: z.string(),
  subject: z.string(),
  imagePath: z.string(),
  geometry: GeometrySummary,
  nMasks: z.int(),
  /** A candidate whose tile stands for the case; null where it has none (the image alone is shown). */
  tileCandidateId: z.int().nullable(),
  /** Changes when image or mask do: part of the address of its tile. */
  pictureVersion: z.string(),
  /** The gravest finding of its image or masks. */
  finding: Finding.nullable(),
  nFindings: z.int(),
});
export type CaseRow = z.infer<typeof CaseRow>;

export const FindingGroup = z.object({
  code: z.string(),
  severity: Finding.shape.severity,
  n: z.int(),
  /** The first one's words; `files` holds at most five. */
  message: z.string(),
  remedy: z.string(),
  files: z.array(z.string()),
  nCases: z.int(),
});
export type FindingGroup = z.infer<typeof FindingGroup>;

export const intakeCommands = {
  "intake.add": {
    kind: "job",
    paths: ["folder"],
    input: z.object({
      folder: z.string().min(1),
      /** Regular expression over the image's path; its first group is the subject. */
      subjectPattern: z.string().optional(),
      /** A file is refused when it would decode to more than this. */
      maxDecodedBytes: z.int().positive().optional(),
      /** Seconds that one file may take. */
      deadlineS: z.number().positive().optional(),
    }),
    output: z.object({
      folderId: z.int(),
      nCases: z.int(),
      nCandidates: z.int(),
      nErrors: z.int(),
      nWarnings: z.int(),
    }),
  },
  "intake.list": { kind: "query", input: z.object({ folderId: z.int().optional() }), output: Inventory },
  /** The cases that fit, in order, by id: their rows are asked for as they come into view. */
  "intake.snapshot": {
    kind: "query",
    input: z.object({
      search: z.string().max(200).default(""),
      filter: z.enum(["all", "errors", "warnings", "no-mask"]).default("all"),
      source: z.string().optional(),
      /** Only cases that have a finding of this code. */
      code: z.string().optional(),
      sort: z.enum(["case", "subject", "file", "size", "masks", "finding"]).default("case"),
      descending: z.boolean().default(false),
    }),
    output: z.object({
      ids: z.array(z.int()),
      counts: z.object({ all: z.int(), errors: z.int(), warnings: z.int(), noMask: z.int() }),
    }),
  },
  "intake.rows": {
    kind: "query",
    input: z.object({ ids: z.array(z.int()).max(500) }),
    output: z.array(CaseRow),
  },
  "intake.findings": {
    kind: "query",
    input: z.object({}),
    output: z.object({ groups: z.array(FindingGroup), nLeftOut: z.int(), nKept: z.int(), nIgnored: z.int() }),
  },
  "intake.findingFiles": {
    kind: "query",
    input: z.object({ code: z.string() }),
    output: z.object({ findings: z.array(Finding) }),
  },
} as const satisfies Record<string, CommandSchema>;

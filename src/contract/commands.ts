import { z } from "zod";
import { Finding } from "./findings.ts";
import { Guarantee } from "./guarantee.ts";
import { Inventory, QueueItem, ResultRow, Verdict } from "./records.ts";

const Share = z.number().gt(0).lt(1);
const Version = z.int().positive();

export const JudgeMetrics = z.object({
  /** Cross-fitted over subjects: every figure comes from a network that has not seen the subject. */
  auc: z.number().nullable(),
  /** Share of the labelled masks at or above the threshold in use, and the bad among them. */
  coverage: z.number(),
  false_accept_rate: z.number().nullable(),
  bad_accepted_share: z.number().nullable(),
  brier: z.number(),
  n_labels: z.int(),
  n_good: z.int(),
  n_bad: z.int(),
  n_subjects: z.int(),
});
export type JudgeMetrics = z.infer<typeof JudgeMetrics>;

/**
 * Everything that a shell may ask of the core. `kind` says what a shell may expect: a `query` changes nothing, a
 * `mutation` is on disk when it answers, a `job` reports progress and can be cancelled.
 */
export const commands = {
  "project.open": {
    kind: "mutation",
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
  "project.verify": {
    kind: "job",
    input: z.object({ path: z.string().min(1), files: z.boolean().default(true) }),
    output: z.object({
      good: z.boolean(),
      checks: z.array(z.object({ what: z.string(), good: z.boolean(), detail: z.string() })),
    }),
  },
  "intake.add": {
    kind: "job",
    input: z.object({
      folder: z.string().min(1),
      /** Regular expression over the image's path; its first group is the subject. */
      subjectPattern: z.string().optional(),
      /** A file is refused when it would decode to more than this. */
      maxDecodedBytes: z.int().positive().optional(),
      /** Seconds that one file may take. */
      deadlineS: z.number().positive().optional(),
    }),
    output: Inventory,
  },
  "intake.list": { kind: "query", input: z.object({}), output: Inventory },
  "review.importLabels": {
    kind: "mutation",
    input: z.object({ file: z.string().min(1), rater: z.string().min(1), drawnAtRandom: z.boolean().default(false) }),
    output: z.object({ taken: z.int(), findings: z.array(Finding) }),
  },
  "review.queue": {
    kind: "mutation",
    input: z.object({
      n: z.int().positive().default(20),
      /** Draw random checks instead: a number, or the next planned batch. */
      random: z.union([z.int().positive(), z.literal("next-batch")]).optional(),
      seed: z.int().min(0).optional(),
    }),
    output: z.array(QueueItem),
  },
  "review.results": { kind: "query", input: z.object({}), output: z.array(ResultRow) },
  "judge.train": {
    kind: "job",
    input: z.object({
      seed: z.int().min(0).default(1),
      alpha: Share.optional(),
      delta: Share.optional(),
      resume: z.boolean().default(false),
    }),
    output: z.object({ version: Version, metrics: JudgeMetrics, guarantee: Guarantee }),
  },
  "judge.apply": {
    kind: "job",
    input: z.object({ version: Version.optional(), alpha: Share.optional(), delta: Share.optional() }),
    output: z.object({ version: Version, counts: z.record(Verdict, z.int()), guarantee: Guarantee }),
  },
  "release.write": {
    kind: "job",
    input: z.object({
      to: z.string().min(1),
      layout: z.enum(["nnunet", "msd", "bids", "flat"]),
      format: z.enum(["nifti", "png", "dicom-seg"]).optional(),
    }),
    output: z.object({
      path: z.string(),
      n_cases: z.int(),
      n_masks: z.int(),
      n_by_person: z.int(),
      n_by_judge: z.int(),
      left_out: z.array(z.object({ case: z.string(), reason: z.string() })),
      guarantee: Guarantee.nullable(),
    }),
  },
  "release.report": { kind: "job", input: z.object({ to: z.string().min(1) }), output: z.object({ path: z.string() }) },
  "engine.doctor": {
    kind: "job",
    input: z.object({}),
    output: z.object({
      good: z.boolean(),
      winnow: z.string(),
      node: z.string(),
      tensorflow: z.string().nullable(),
      backend: z.string().nullable(),
      device: z.string().nullable(),
      memory: z.object({ totalBytes: z.number(), freeBytes: z.number() }),
      cores: z.int(),
      checks: z.array(z.object({ what: z.string(), good: z.boolean(), detail: z.string() })),
    }),
  },
} as const satisfies Record<string, { kind: "query" | "mutation" | "job"; input: z.ZodType; output: z.ZodType }>;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller writes (defaults may be left out). */
export type Input<N extends CommandName> = z.input<Commands[N]["input"]>;
/** What a handler receives (defaults filled in). */
export type ParsedInput<N extends CommandName> = z.output<Commands[N]["input"]>;
export type Output<N extends CommandName> = z.output<Commands[N]["output"]>;

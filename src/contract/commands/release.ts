import { z } from "zod";
import { Finding } from "../findings.ts";
import { Guarantee } from "../guarantee.ts";
import type { CommandSchema } from "./command.ts";

export const Layout = z.enum(["nnunet", "msd", "bids", "flat"]);
export const ReleaseFormat = z.enum(["nifti", "png", "dicom-seg"]);

/** How a release is made, beside where it is put. */
const Settings = {
  layout: Layout,
  format: ReleaseFormat.optional(),
  /** BIDS: what kind of image those are whose names do not say it (`T1w`). */
  imageKind: z
    .string()
    .regex(/^[A-Za-z0-9]{1,20}$/)
    .optional(),
  /** Beside every mask where it is probably wrong, by the judge in use. */
  errorMaps: z.boolean().default(false),
};

/** Why a case stays out of a release, in the order in which it is said. */
export const leftOutReasons = [
  "to-review",
  "all-rejected",
  "later",
  "not-every-class",
  "other-channels",
  "no-volume",
  "no-dicom",
  "no-mask",
  "left-out-when-added",
] as const;

export const releaseCommands = {
  /** What would go in and what would stay out, and why; nothing is written. */
  "release.preview": {
    kind: "query",
    input: z.object({ ...Settings, to: z.string().optional() }),
    paths: ["to"],
    output: z.object({
      nCases: z.int(),
      nMasks: z.int(),
      nByPerson: z.int(),
      nByJudge: z.int(),
      judgeVersion: z.int().nullable(),
      guarantee: Guarantee.nullable(),
      /** Cases that stay out, by reason, with some of their masks to look at. */
      leftOut: z.array(
        z.object({
          reason: z.enum(leftOutReasons),
          /** Cases; of those left out when they were added, files. */
          n: z.int(),
          /** At most 1,000. */
          candidateIds: z.array(z.int()),
        }),
      ),
      /** `why` says why not; null where it is possible. */
      layouts: z.array(z.object({ layout: Layout, isPossible: z.boolean(), why: z.string().nullable() })),
      formats: z.array(z.object({ format: ReleaseFormat, isPossible: z.boolean(), why: z.string().nullable() })),
      checks: z.array(
        z.object({
          name: z.enum([
            "fingerprints",
            "grids",
            "labels",
            "split",
            "names",
            "drawn-text",
            "image-kind",
            "near-copies",
            "bound",
            "read-back",
            "target",
          ]),
          state: z.enum(["passed", "warning", "failed", "at-the-end"]),
          detail: z.string(),
        }),
      ),
      /** The tree that will be written, a line each, with how many files a line stands for. */
      tree: z.array(z.object({ depth: z.int(), name: z.string(), n: z.int().nullable() })),
      /** What error maps would come to: of how many masks, and about how much longer it takes. */
      errorMaps: z.object({
        /** A judge is in use, whose opinion they are. */
        isPossible: z.boolean(),
        secondsExpected: z.number(),
      }),
      bytesExpected: z.number(),
      bytesFree: z.number().nullable(),
      /** Ten of what goes in, drawn by lot. */
      sampleIds: z.array(z.int()),
    }),
  },
  "release.write": {
    kind: "job",
    paths: ["to"],
    input: z.object({
      ...Settings,
      to: z.string().min(1),
      /** Of the folds by subject. */
      seed: z.int().min(0).default(1),
      /** Call the people who reviewed by their names in the data card; else they are counted. */
      nameRaters: z.boolean().default(false),
    }),
    output: z.object({
      path: z.string(),
      n_cases: z.int(),
      n_masks: z.int(),
      n_by_person: z.int(),
      n_by_judge: z.int(),
      left_out: z.array(z.object({ case: z.string(), reason: z.string() })),
      guarantee: Guarantee.nullable(),
      /** Images that free text was cleared from; the manifest says of each what. */
      n_cleared: z.int(),
      /** 0 where none were asked for. */
      n_error_maps: z.int(),
      /** What to bear in mind before it is shared, in sentences. */
      notices: z.array(z.string()),
      findings: z.array(Finding),
    }),
  },
  /** Writes every candidate's mask as a file, whatever its verdict. */
  "release.masks": {
    kind: "job",
    input: z.object({ to: z.string(), source: z.string().optional() }),
    paths: ["to"],
    output: z.object({
      path: z.string(),
      masks: z.array(
        z.object({
          case: z.string(),
          candidate: z.string(),
          class: z.string(),
          source: z.string(),
          /** Below `path`. */
          file: z.string(),
        }),
      ),
      findings: z.array(Finding),
    }),
  },
  "release.report": {
    kind: "job",
    paths: ["to"],
    input: z.object({
      to: z.string().min(1),
      /** Put it in the place of a file that is there. */
      overwrite: z.boolean().default(false),
    }),
    output: z.object({ path: z.string() }),
  },
  "release.list": {
    kind: "query",
    input: z.object({}),
    output: z.array(z.object({ id: z.int(), path: z.string(), layout: z.string(), createdAt: z.number() })),
  },
  /** A paragraph for a paper's methods section, from what was done. */
  "release.methodsParagraph": { kind: "query", input: z.object({}), output: z.object({ text: z.string() }) },
} as const satisfies Record<string, CommandSchema>;

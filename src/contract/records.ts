import { z } from "zod";
import { Finding } from "./findings.ts";

export const LabelValue = z.enum(["accept", "reject", "later"]);
export type LabelValue = z.infer<typeof LabelValue>;

export const Verdict = z.enum(["accepted", "rejected", "to-review"]);
export type Verdict = z.infer<typeof Verdict>;

/** Size in voxels and millimetres of a case. Two-dimensional images have two entries. */
export const GeometrySummary = z.object({
  size: z.array(z.int().positive()),
  /** Null where the file does not say (PNG, JPEG). */
  spacingMm: z.array(z.number().positive()).nullable(),
});

export const CaseRecord = z.object({
  case: z.string(),
  /** Path of the image, relative to the folder that was added. */
  image_path: z.string(),
  /** Further files of the same image: channels (nnU-Net `_0001` …), the data file of a .hdr. */
  channel_paths: z.array(z.string()),
  subject: z.string(),
  geometry: GeometrySummary,
  n_candidates: z.int().min(0),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

export const CandidateRecord = z.object({
  case: z.string(),
  candidate: z.string(),
  class: z.string(),
  source: z.string(),
  mask_path: z.string(),
  /** Voxels (pixels) in the mask. */
  n_voxels: z.int().min(0),
});
export type CandidateRecord = z.infer<typeof CandidateRecord>;

/** What `add` and `cases` answer. */
export const Inventory = z.object({
  cases: z.array(CaseRecord),
  candidates: z.array(CandidateRecord),
  findings: z.array(Finding),
  /** Files that are neither image nor mask, relative to the folder that was added; the .img of a mask, named by its .hdr. */
  ignored: z.array(z.string()),
});
export type Inventory = z.infer<typeof Inventory>;

/** One row of `results`, in the column order of the design. What is not known yet is null. */
export const ResultRow = z.object({
  case: z.string(),
  candidate: z.string(),
  class: z.string(),
  mask_path: z.string(),
  source: z.string(),
  label: LabelValue.nullable(),
  p_good: z.number().min(0).max(1).nullable(),
  predicted_dice: z.number().min(0).max(1).nullable(),
  verdict: Verdict,
  judge_version: z.int().positive().nullable(),
});
export type ResultRow = z.infer<typeof ResultRow>;

export const QueueItem = z.object({
  case: z.string(),
  candidate: z.string(),
  class: z.string(),
  mask_path: z.string(),
  reason: z.enum(["random", "spot-check", "informative", "first", "disagreement", "later"]),
});
export type QueueItem = z.infer<typeof QueueItem>;

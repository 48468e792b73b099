import { z } from "zod";
import { Finding } from "../findings.ts";
import { GridDiagnosis, Remedy, ValuesDiagnosis } from "../remedies.ts";
import type { CommandSchema } from "./command.ts";

/** A mask of a group. */
export const AilingMask = z.object({ fileId: z.int(), path: z.string(), caseId: z.int(), case: z.string() });
export type AilingMask = z.infer<typeof AilingMask>;

/** Masks of one folder and source with the same thing wrong and the same remedies. */
export const AilingGroup = z.object({
  /** Stays the same as long as the group does. */
  id: z.string(),
  /** The finding; `mask-chosen` where there is none, and the masks were asked for. */
  code: z.string(),
  severity: Finding.shape.severity,
  source: z.string(),
  n: z.int(),
  /** Masks of it in use now, that would be replaced, and how many of these somebody has marked. */
  nInUse: z.int(),
  nMarked: z.int(),
  /** The first of them. */
  masks: z.array(AilingMask),
  /** What is wrong with the first one; the remedies hold for all. */
  grid: GridDiagnosis.nullable(),
  values: ValuesDiagnosis.nullable(),
  /** Null where the files do not say enough: a person has to look. */
  recommended: Remedy.nullable(),
});
export type AilingGroup = z.infer<typeof AilingGroup>;

/** Masks of one folder and source that were mended in the same way. */
export const MendedGroup = z.object({
  id: z.string(),
  source: z.string(),
  remedy: Remedy,
  /** `reorient`, `threshold`, `swap + colours` … */
  kind: z.string(),
  n: z.int(),
  nMarked: z.int(),
  fileIds: z.array(z.int()),
  masks: z.array(AilingMask),
  actor: z.string(),
  at: z.int(),
});
export type MendedGroup = z.infer<typeof MendedGroup>;

/** Masks that nothing is wrong with as far as Winnow can tell, to be mended all the same. */
const AlsoMasks = z.object({ paths: z.array(z.string()).max(100_000).optional(), source: z.string().optional() });
export type AlsoMasks = z.infer<typeof AlsoMasks>;

const FileIds = z.array(z.int().positive()).min(1).max(100_000);
const Actor = z.string().trim().min(1).max(80).default("person");

export const doctorCommands = {
  /** The masks that something can be done about, and what was done. */
  "doctor.diagnose": {
    kind: "query",
    input: z.object({
      /** Only groups with this finding. */
      code: z.string().optional(),
      also: AlsoMasks.optional(),
      /** How many masks of a group are named. */
      nNamed: z.int().min(1).max(100_000).default(50),
    }),
    output: z.object({ groups: z.array(AilingGroup), mended: z.array(MendedGroup) }),
  },
  /** A remedy on one mask, for the window: the pictures are fetched by their addresses. */
  "doctor.preview": {
    kind: "query",
    input: z.object({
      fileId: z.int().positive(),
      remedy: Remedy,
      /** Place of the one class to be shown among those of the remedy. */
      shown: z.int().min(0).optional(),
    }),
    output: z.object({
      /** Tiles of the same slice (contract/pictures.ts), which are kept for a while. */
      before: z.string(),
      after: z.string(),
      /** By class of the remedy. */
      nVoxels: z.array(z.int()),
      /** Why this mask cannot be mended so. */
      problem: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
    }),
  },
  /** Mends all masks of a group, or some. The files stay as they are: the mended masks are kept in the project. */
  "doctor.apply": {
    kind: "job",
    input: z.object({
      groupId: z.string(),
      remedy: Remedy,
      fileIds: FileIds.optional(),
      actor: Actor,
      /** As the group was asked for. */
      also: AlsoMasks.optional(),
    }),
    output: z.object({
      /** The files that were mended. */
      fileIds: z.array(z.int()),
      nMasks: z.int(),
      /** Masks with marks that went out of use: the marks are kept, and count again when the remedy is taken back. */
      nMarkedReplaced: z.int(),
      /** Files that could not be mended so, and why. */
      findings: z.array(Finding),
    }),
  },
  /** Takes remedies back: the masks are as they were before, with their findings and marks. */
  "doctor.undo": {
    kind: "job",
    input: z.object({ fileIds: FileIds, actor: Actor }),
    output: z.object({ nFiles: z.int(), nMarkedReplaced: z.int() }),
  },
} as const satisfies Record<string, CommandSchema>;
